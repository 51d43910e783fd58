/** A test file that starts a process says so by its name; here it is shown what becomes of one that does not. */
import { exec, execFile, execFileSync, execSync, fork, spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { root, sources } from "./sources";

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

/** What a test takes from them starts moto, Terraform or twinpost. */
const starters = /\b(startSandbox|openSandbox|startAwsWorld|stageRehearsal|makeCheckout|openFolder|prepareTerraform|startRealServers)\(/;

test("what its text shows to start one has the name", () => {
  const misnamed = sources(".test.ts")
    .filter((file) => !file.endsWith(".process.test.ts") && file !== posix.join("test", "structure", "processes.test.ts"))
    .filter((file) => {
      const text = readFileSync(join(root, file), "utf8");
      return starters.test(text) || /from "(node:)?child_process"/.test(text);
    });
  expect(misnamed).toEqual([]);
});
