import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

const program = join(__dirname, "..", "..", "..", "bin", "run-while-parent-lives");
const started: ChildProcess[] = [];

const directory = mkdtempSync(join(tmpdir(), "run-while-parent-lives-"));
const logFile = join(directory, "log");

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
  rmSync(logFile, { force: true });
});
afterAll(() => rmSync(directory, { recursive: true }));

function start(...args: string[]) {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe", "pipe"] });
  started.push(child);
  const [stdin, stdout, stderr, logFault] = child.stdio as unknown as [Writable, Readable, Readable, Readable];
  return Object.assign(child, { stdin, stdout, stderr, logFault });
}

/** A Node program that prints its pid, then runs these words and lives on. */
const living = (words = ""): string[] => [process.execPath, "-e", `${words}; console.log(process.pid); setInterval(() => {}, 1000);`];

async function pidFrom(child: { stdout: Readable }): Promise<number> {
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return Number(line.toString().trim());
}

const lives = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function untilGone(pid: number): Promise<void> {
  while (lives(pid)) await sleep(10);
}

test("output, errors and the exit code are the command's own", async () => {
  const child = start(process.execPath, "-e", "console.log('out'); console.error('err'); process.exitCode = 7");

  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);

  expect([out, err, code]).toEqual(["out\n", "err\n", 7]);
});

test("a command that does not exist ends with 127 and its name", async () => {
  const child = start("no-such-command-here");

  const [err, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);

  expect([err, code]).toEqual(["no-such-command-here: not found\n", 127]);
});

test("the command ends when its parent is killed without a chance to clean up", async () => {
  const parent = `
    const { spawn } = require("node:child_process");
    spawn(${JSON.stringify(program)}, ${JSON.stringify(living())}, { stdio: ["pipe", "inherit", "inherit"] });`;
  const child = spawn(process.execPath, ["-e", parent], { stdio: ["pipe", "pipe", "pipe"] });
  started.push(child);
  const pid = await pidFrom(child);
  expect(lives(pid)).toBe(true);

  child.kill("SIGKILL");

  await untilGone(pid);
});

test("what the command started ends with it", async () => {
  const nested = `require("node:child_process").spawn(process.execPath, ["-e", "console.log(process.pid); setInterval(() => {}, 1000)"], { stdio: "inherit" })`;
  const child = start(process.execPath, "-e", `${nested}; setInterval(() => {}, 1000);`);
  const pid = await pidFrom(child);

  child.stdin.end();

  await untilGone(pid);
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s reaches the command, which may end in its own way", async (signal) => {
  const child = start(...living("process.on('SIGINT', () => process.exit(5)); process.on('SIGTERM', () => process.exit(5))"));
  await pidFrom(child);

  child.kill(signal);

  expect(await once(child, "exit")).toEqual([5, null]);
});

test("a command that will not end is killed after the grace", async () => {
  const child = start("--grace", "0.2", ...living("process.on('SIGINT', () => {})"));
  const pid = await pidFrom(child);
  const begin = performance.now();

  child.stdin.end();
  await untilGone(pid);

  const took = performance.now() - begin;
  expect(took).toBeGreaterThan(150);
  expect(took).toBeLessThan(3000);
});

/** Says how often it is interrupted; ends half a second after the last time it was. */
const counting = living(`
  let count = 0, timer;
  process.on('SIGINT', () => {
    console.log('interrupt ' + ++count);
    clearTimeout(timer);
    timer = setTimeout(() => process.exit(count), 500);
  })`);

test("however many signals arrive together, and although the parent ends too, the command gets one interrupt", async () => {
  const child = start(...counting);
  await pidFrom(child);

  for (const signal of ["SIGINT", "SIGINT", "SIGTERM", "SIGHUP"] as const) {
    child.kill(signal);
    await sleep(10);
  }
  child.stdin.end();

  expect(await once(child, "exit")).toEqual([1, null]);
});

test("a person who presses Ctrl-C again later insists, and the command gets a second interrupt", async () => {
  const child = start(...living("let count = 0; process.on('SIGINT', () => { if (++count === 2) process.exit(2); console.log(count); })"));
  await pidFrom(child);
  child.kill("SIGINT");
  await once(child.stdout, "data");

  const press = setInterval(() => child.kill("SIGINT"), 1200);
  const ended = await once(child, "exit");
  clearInterval(press);

  expect(ended).toEqual([2, null]);
});

test("unless told, a command has more than the 3 s that terraform needs to store its state", async () => {
  const child = start(...living("process.on('SIGINT', () => setTimeout(() => process.exit(6), 3500))"));
  await pidFrom(child);

  child.stdin.end();

  expect(await once(child, "exit")).toEqual([6, null]);
});

/** Many megabytes on both, of which the last words are "end". */
const talkative = [
  process.execPath,
  "-e",
  `for (const to of [1, 2]) require("node:fs").writeSync(to, "x".repeat(5e6)); console.log("end")`,
];

test("a reader that is slow gets everything, and so does the log", async () => {
  const child = start("--log", logFile, ...talkative);
  await sleep(500);
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect([out.length, out.slice(-4), err.length]).toEqual([5e6 + 4, "end\n", 5e6]);
  expect(readFileSync(logFile, "utf8")).toHaveLength(`$ ${talkative.join(" ")}\n`.length + 1e7 + 4);
});

test("a command whose reader is gone may go on writing, is asked to stop, and has its last words in the log", async () => {
  const words = `process.on("SIGINT", () => { for (let i = 0; i < 9; i++) console.log("x".repeat(1e5)); process.stdout.write("stored\\n", () => process.exit(4)); })`;
  const child = start("--log", logFile, ...living(words));
  await pidFrom(child);

  for (const pipe of [child.stdout, child.stderr, child.stdin]) pipe.destroy();

  expect(await once(child, "exit")).toEqual([4, null]);
  expect(readFileSync(logFile, "utf8")).toMatch(/x\nstored\n$/);
});

test("a log of errors has what comes by stderr only", async () => {
  const child = start("--log-errors", logFile, process.execPath, "-e", "console.log('out'); console.error('err')");
  await once(child, "exit");
  expect(readFileSync(logFile, "utf8").split("\n").slice(1)).toEqual(["err", ""]);
});

test.each([
  ["in a folder that does not exist", join(directory, "none", "log"), "ENOENT"],
  ["on a full disk", "/dev/full", "ENOSPC"],
])("a log %s is told once, and the command goes on", async (_, file, code) => {
  if (!existsSync("/dev/full")) return;
  const child = start("--log", file, process.execPath, "-e", "console.log('one'); console.error('two'); process.exitCode = 3");
  const [out, fault, [exitCode]] = await Promise.all([text(child.stdout), text(child.logFault), once(child, "exit")]);
  expect([out, fault, exitCode]).toEqual(["one\n", code, 3]);
});
