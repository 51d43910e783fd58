/** A test file that starts a process says so by its name; here it is shown what becomes of one that does not. */
import { exec, execFile, execFileSync, execSync, fork, spawn, spawnSync } from "node:child_process";

const starts: [string, () => unknown][] = [
  ["spawn", () => spawn("true")],
  ["exec", () => exec("true")],
  ["execFile", () => execFile("true")],
  ["fork", () => fork("true")],
  ["spawnSync", () => spawnSync("true")],
  ["execSync", () => execSync("true")],
  ["execFileSync", () => execFileSync("true")],
];

test.each(starts)("a test of another name that calls %s is red", (_, start) => {
  expect(start).toThrow("only *.process.test.ts start processes");
});
