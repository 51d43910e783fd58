/** A mistake in one environment's file is told with its place, and stops what needs that file, and nothing else. */
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fixtureEnv } from "../fixtures/declared";
import { type Folder, openFolder } from "./twinpost";

let folder: Folder;
beforeEach(() => {
  folder = openFolder();
  cpSync(fixtureEnv.TWINPOST_ENVIRONMENTS, join(folder.directory, "data"), { recursive: true });
});
afterEach(() => folder.remove());

const file = (name: string): string => join(folder.directory, "data", `${name}.ts`);

async function ask(words: string) {
  const asked = folder.twinpost(words.split(" "), { TWINPOST_ENVIRONMENTS: "data" });
  return { code: await asked.ended, stdout: asked.stdout(), stderr: asked.stderr() };
}

const faultsOf = async () =>
  JSON.parse((await ask("validate --json")).stdout).faults as { file: string; place?: object; problem: string }[];

test.each<[string, string, string, { line: number; column: number } | undefined]>([
  ["a misplaced bracket", "dev", "export const dev = {\n  secretReaders: [,\n};\n", { line: 3, column: 1 }],
  ["a word without quotes", "dev", "export const dev = {\n  name: dev2,\n};\n", { line: 2, column: 9 }],
  ["an export that is called otherwise", "dev", "\nexport const other = {};\n", { line: 2, column: 1 }],
  ["no export", "dev", "const dev = {};\n", undefined],
  ["a list that is none", "declared", "export const environments = {};\n", undefined],
])("%s is a fault with its place", async (_, name, text, place) => {
  writeFileSync(file(name), text);
  const [fault] = await faultsOf();
  expect(fault).toMatchObject({ file: `environments/${name}.ts`, ...(place ? { place } : {}) });
});

test("a file that is listed but missing stops its own verbs only", async () => {
  rmSync(file("dev"));
  const [faulty, sound, help, everything] = await Promise.all(
    ["records --env dev", "records --env staging", "plan --help", "records --env organisation"].map(ask),
  );
  expect(faulty).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/^environments\/dev\.ts: is missing/) });
  expect(sound).toMatchObject({ code: 0, stdout: expect.stringContaining("mail.staging.example.net") });
  expect(help?.code).toBe(0);
  // The organisation's stack is made of every environment.
  expect(everything).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^where: organisation, .*\nenvironments\/dev\.ts: is missing/),
  });
});

test("relations are faults of the file that they name", async () => {
  const text = readFileSync(file("prod"), "utf8");
  writeFileSync(file("prod"), text.replaceAll(/444455556666/g, "999999999999"));
  expect(await faultsOf()).toEqual([expect.objectContaining({ file: "environments/prod.ts", path: "aws.account" })]);
});
