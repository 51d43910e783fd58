/** docs/own-data.md: its `init` commands, run in its order on the examples, write the files that it shows, and `validate` finds them right. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { folderOf } from "./init-at";

const text = readFileSync(join(__dirname, "..", "..", "docs", "own-data.md"), "utf8").replaceAll(/ \\\n +/g, " ");
const commands = [...text.matchAll(/^npx twinpost (init --.*)$/gm)].map(([, words = ""]) => words.split(" "));
const shown = [...text.matchAll(/```ts\n\/\/ environments\/([\w-]+)\.ts\n([\s\S]*?)```/g)].map(
  ([, name = "", code = ""]) => [name, code] as const,
);

let at: ReturnType<typeof folderOf>;
beforeEach(() => {
  at = folderOf("shipped");
});
afterEach(() => at.remove());

test("the first environment's files are those that the page shows", async () => {
  expect((await at.run(commands[0] ?? [])).code).toBe(0);
  expect(shown.map(([name]) => name)).toEqual(["staging", "accounts", "organisation"]);
  for (const [name, code] of shown) expect(at.file(name).slice(at.file(name).indexOf("export const"))).toBe(code);
});

test("all commands in a row end in files that are right, without the examples", async () => {
  expect(commands).toHaveLength(2);
  for (const words of commands) expect(await at.run(words)).toMatchObject({ code: 0 });
  expect(at.has("dev")).toBe(false);
  expect(await at.run(["validate"])).toMatchObject({ code: 0 });
  expect(at.file("prod")).toContain('promotion: { from: "staging"');
});
