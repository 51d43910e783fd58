/** Sources run as they are: what is compiled is kept, and never outlives a change. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "..", "..");
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "twinpost-typescript-"));
  mkdirSync(join(directory, "bin"));
  mkdirSync(join(directory, "node_modules"));
  cpSync(join(root, "bin", "typescript.js"), join(directory, "bin", "typescript.js"));
  for (const name of ["esbuild", "@esbuild"]) symlinkSync(join(root, "node_modules", name), join(directory, "node_modules", name));
});
afterEach(() => rmSync(directory, { recursive: true }));

const kept = (): string[] => readdirSync(join(directory, "node_modules", ".cache", "twinpost")).filter((name) => name.endsWith(".js"));
const write = (name: string, source: string): void => writeFileSync(join(directory, name), source);
const run = (expression: string): string =>
  execFileSync(process.execPath, ["--require", "./bin/typescript.js", "-p", expression], {
    cwd: directory,
    encoding: "utf8",
    stdio: "pipe",
  }).trim();

test("a file is compiled once, and again when it changed", () => {
  write("a.ts", "export const value: string = 'one';");
  expect([run("require('./a').value"), run("require('./a').value")]).toEqual(["one", "one"]);
  expect(kept()).toHaveLength(1);
  write("a.ts", "export const value: string = 'two';");
  expect(run("require('./a').value")).toBe("two");
  write("a.ts", "export const value: string = 'one';");
  expect(run("require('./a').value")).toBe("one");
  expect(kept()).toHaveLength(2);
});

test("a file runs where nothing can be kept", () => {
  writeFileSync(join(directory, "node_modules", ".cache"), "no folder");
  write("a.ts", "export const value: number = 1;");
  expect(run("require('./a').value")).toBe("1");
});

test("a stack trace has the source's lines, from the cache as well", () => {
  write("a.ts", "interface Gone {\n  it: true;\n}\n\nexport const fail = (_: Gone): never => {\n  throw new Error('here');\n};\n");
  const stack = "try { require('./a').fail() } catch (error) { error.stack }";
  for (const trace of [run(stack), run(stack)]) expect(trace).toContain(`${join(directory, "a.ts")}:6:9`);
});

test("a mistake is told with its place, and is told again", () => {
  write("a.ts", "export const value = {\n  list: [,,\n};\n");
  const message = "try { require('./a') } catch (error) { error.message }";
  for (const told of [run(message), run(message)]) expect(told).toContain(`${join(directory, "a.ts")}:3:0: ERROR: `);
});

test("import() of an ES module works", () => {
  write("b.mjs", "export default 1; export const value = 2;");
  write("a.ts", "export const load = async (): Promise<string> => JSON.stringify(await import('./b.mjs'));");
  expect(run("require('./a').load().then(console.log), ''")).toBe('{"default":1,"value":2}');
});
