/**
 * Runs one program to its end, through bin/run-while-parent-lives: if this process dies, however it dies, the program is asked to stop
 * and then ended, so that no terraform goes on unseen. Output goes to the caller and, line by line as it comes, to a log file.
 */
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { join } from "node:path";

const runWhileParentLives = join(__dirname, "..", "..", "bin", "run-while-parent-lives");

export interface RunOptions {
  directory: string;
  env: NodeJS.ProcessEnv;
  /** Appended to; created if absent. */
  logFile?: string;
  /** False keeps stdout out of the log: a plan's JSON is long, and is read by programs. */
  logOutput?: boolean;
  /** Asks the program to stop; its end is awaited. */
  signal?: AbortSignal;
}

export interface RunResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Resolves with the exit code, whatever it is; 127 when the program does not exist. */
export function run(
  program: string,
  args: string[],
  { directory, env, logFile, logOutput = true, signal }: RunOptions,
): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn(process.execPath, [runWhileParentLives, program, ...args], {
      cwd: directory,
      env,
      stdio: ["pipe", "pipe", "pipe"],
    });
    // Not a signal: a Ctrl-C sends one to the whole group already, and a second one makes terraform exit without storing its state.
    const stop = (): void => void child.stdin.end();
    signal?.addEventListener("abort", stop, { once: true });
    const log = logFile ? createWriteStream(logFile, { flags: "a" }) : undefined;
    log?.write(`$ ${program} ${args.join(" ")}\n`);
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (logOutput) log?.write(text);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      log?.write(text);
    });
    child.on("error", reject);
    child.on("close", (code) => {
      signal?.removeEventListener("abort", stop);
      const done = (): void => resolve({ code: code ?? 1, stdout, stderr });
      if (log) log.end(done);
      else done();
    });
  });
}
