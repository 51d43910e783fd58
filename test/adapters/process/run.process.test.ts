import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { limits } from "../../../adapters/limits";
import { run } from "../../../adapters/process/run";

const options = { directory: tmpdir(), env: process.env };

test("all output arrives, however much it is and however busy we are: the program may write and wait", async () => {
  // Starts to write once everything around it is set up, into a pipe that nobody reads for a second.
  const running = run("sh", ["-c", "sleep 0.4; head -c 3000000 /dev/zero | tr '\\0' x"], options);
  await new Promise((resolve) => setTimeout(resolve, 200));
  for (const until = Date.now() + 1_000; Date.now() < until; ) Math.random();
  const { code, stdout, stderr } = await running;
  expect({ code, length: stdout.length, stderr }).toEqual({ code: 0, length: 3_000_000, stderr: "" });
});

test("a program that does not exist is 127, and says so", async () => {
  expect(await run("no-such-program", [], options)).toEqual({ code: 127, stdout: "", stderr: "no-such-program: not found\n" });
});

test("the log has the command and its output, after what it had before", async () => {
  const directory = mkdtempSync(join(tmpdir(), "run-"));
  const logFile = join(directory, "log");
  await run("sh", ["-c", "echo one; echo two >&2"], { ...options, logFile, logOutput: false });
  await run("sh", ["-c", "echo three"], { ...options, logFile });
  expect(readFileSync(logFile, "utf8")).toBe("$ sh -c echo one; echo two >&2\ntwo\n$ sh -c echo three\nthree\n");
  rmSync(directory, { recursive: true });
});

test("a log that cannot be written is told once, and ends nothing", async () => {
  const faults: string[] = [];
  const logFile = join(tmpdir(), "no-such-folder", "log");
  const result = await run("sh", ["-c", "echo one; sleep 0.1; echo two"], { ...options, logFile, onLogFault: (code) => faults.push(code) });
  expect([result, faults]).toEqual([{ code: 0, stdout: "one\ntwo\n", stderr: "" }, ["ENOENT"]]);
});

test("of an output that is too large the beginning is kept, and the program ends as it would have", async () => {
  jest.replaceProperty(limits, "program", 1000 as never);
  const { code, stdout, stderr, isCut } = await run("bash", ["-c", "head -c 200000 /dev/zero | tr '\\0' x; echo end >&2; exit 3"], {
    directory: tmpdir(),
    env: process.env,
  });
  jest.restoreAllMocks();
  expect([code, stdout, stderr, isCut]).toEqual([3, "x".repeat(1000), "end\n", true]);
});
