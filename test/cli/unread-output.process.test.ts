/** The command as a shell runs it, where nobody takes its output. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { dropUnread } from "../../cli/unread-output";

const program = join(__dirname, "..", "..", "bin", "twinpost");

const bash = (script: string): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    execFile("bash", ["-c", script], (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }));
  });

test("a reader who has read enough is no failure", async () => {
  const script = `set -o pipefail; '${process.execPath}' '${program}' init --help | head -1`;
  expect(await bash(script)).toEqual({ code: 0, stdout: expect.stringContaining("Usage: twinpost init"), stderr: "" });
});

test("the verb's own exit code stays when nobody reads", async () => {
  const child = spawn(process.execPath, [program, "validate", "--env", "nowhere"], { stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.destroy();
  child.stderr.destroy();
  expect(await once(child, "exit")).toEqual([2, null]);
});

(existsSync("/dev/full") ? test : test.skip)("output that a full disk does not take is told, and the exit code says so", async () => {
  const child = spawn(process.execPath, [program, "--help"], { stdio: ["ignore", openSync("/dev/full", "w"), "pipe"] });
  const [said, [code]] = await Promise.all([text(child.stderr as NodeJS.ReadableStream), once(child, "exit")]);
  expect([said, code]).toEqual(["the output could not be written (ENOSPC), and is incomplete\n", 1]);
});

test("is told once, however often it fails", () => {
  const said: string[] = [];
  let fail: (error: NodeJS.ErrnoException) => void = () => {};
  const stdout = { on: (_: "error", listener: typeof fail) => (fail = listener), write: () => {} };
  const isLost = dropUnread({ stdout, stderr: { on: () => {}, write: (words) => said.push(words) } });
  fail(Object.assign(new Error(), { code: "EPIPE" }));
  expect([isLost(), said]).toEqual([false, []]);
  for (let times = 0; times < 3; times++) fail(Object.assign(new Error(), { code: "EIO" }));
  expect([isLost(), said.length]).toEqual([true, 1]);
});
