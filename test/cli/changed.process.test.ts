/** `changed` against a repository of git, as a job asks it. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { changedPaths } from "../../adapters/process/changed-paths";
import { fixtureEnv } from "../fixtures/declared";
import { ask } from "./ask";

const folder = mkdtempSync(join(tmpdir(), "changed-"));
afterAll(() => rmSync(folder, { recursive: true }));

const git = (...words: string[]): string =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...words], { cwd: folder, encoding: "utf8" }).trim();

test("git names what two commits differ in, whatever the paths are; what it does not know is undefined", () => {
  git("init", "-q", "-b", "main");
  mkdirSync(join(folder, "environments"));
  writeFileSync(join(folder, "environments", "dev.ts"), "1");
  writeFileSync(join(folder, "a b\n::x.ts"), "1");
  git("add", "-A");
  git("commit", "-qm", "one");
  const base = git("rev-parse", "HEAD");
  git("mv", "environments/dev.ts", "environments/qa.ts");
  writeFileSync(join(folder, "a b\n::x.ts"), "2");
  git("commit", "-qam", "two");
  expect(changedPaths(folder, base)?.sort()).toEqual(["a b\n::x.ts", "environments/dev.ts", "environments/qa.ts"]);
  expect(changedPaths(folder, git("rev-parse", "HEAD"))).toEqual([]);
  for (const unknown of ["f".repeat(40), "0".repeat(40), "--output=x", "main", ""]) expect(changedPaths(folder, unknown)).toBeUndefined();
});

test("in a job the outputs are lists of objects, empty ones included", async () => {
  const GITHUB_OUTPUT = join(folder, "output");
  const env = { ...process.env, ...fixtureEnv, GITHUB_OUTPUT };
  const { code, stdout } = await ask(["changed", "--json"], { env, directory: folder });
  expect(code).toBe(0);
  const outputs = readFileSync(GITHUB_OUTPUT, "utf8").split("\n");
  const value = (name: string): unknown => JSON.parse(outputs[outputs.findIndex((line) => line.startsWith(`${name}<<`)) + 1] ?? "");
  const { targets, onMerge, environments, rotated } = JSON.parse(stdout) as Record<string, { target: string }[]>;
  expect(value("targets")).toEqual(targets);
  expect(value("on-merge")).toEqual(onMerge);
  expect(value("environments")).toEqual(environments);
  expect(value("rotated")).toEqual(rotated);
  expect(rotated?.map((each) => each.target)).toEqual(["staging", "prod"]);
  expect(targets?.map(({ target }) => target)).toEqual([...(environments ?? []).map(({ target }) => target), "organisation"]);
  const head = execFileSync("git", ["rev-parse", "HEAD"], { encoding: "utf8" }).trim();
  const nothing = await ask(["changed", "--base", head], { env: { ...env, GITHUB_OUTPUT: join(folder, "none") }, directory: folder });
  expect(nothing).toMatchObject({ code: 0, stdout: "nothing to plan\n" });
  expect(readFileSync(join(folder, "none"), "utf8")).toMatch(/^targets<<.*\n\[\]\n/);
});
