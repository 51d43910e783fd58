/**
 * Runs one program to its end, through bin/run-while-parent-lives: if this process dies, however it dies, the program is asked to stop
 * and then ended, so that no terraform goes on unseen. Output goes to the caller and, line by line as it comes, to a log file, which goes
 * on after our death too.
 */
import { spawn } from "node:child_process";
import { join, resolve as resolvePath } from "node:path";
import type { Readable, Writable } from "node:stream";
import { limits } from "../limits";

const runWhileParentLives = join(__dirname, "..", "..", "bin", "run-while-parent-lives");

export interface RunOptions {
  directory: string;
  env: NodeJS.ProcessEnv;
  /** Appended to; created if absent. */
  logFile?: string;
  /** False keeps stdout out of the log: a plan's JSON is long, and is read by programs. */
  logOutput?: boolean;
  /** Told once when the log cannot be written; the program goes on without it. @param code such as ENOSPC. */
  onLogFault?: (code: string) => void;
  /** Between the request to stop and the end by force; 60 s unless told. */
  graceSeconds?: number;
  /** Told each line of stdout as it comes. */
  onLine?: (line: string) => void;
  /** Asks the program to stop; its end is awaited. */
  signal?: AbortSignal;
}

export interface RunResult {
  code: number;
  stdout: string;
  stderr: string;
  /** There was more than is kept; the log has all of it. */
  isCut?: true;
}

/** Resolves with the exit code, whatever it is; 127 when the program does not exist. */
export function run(program: string, args: string[], options: RunOptions): Promise<RunResult> {
  const { directory, env, onLogFault, onLine, signal } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn(process.execPath, [runWhileParentLives, ...wrapperWords(options), program, ...args], {
      cwd: directory,
      env,
      // Out of the reach of what ends us and our whole group: a closed terminal, `kill -9` of a job.
      detached: true,
      stdio: ["pipe", "pipe", "pipe", "pipe"],
    });
    const [stdin, stdout, stderr, logFault] = child.stdio as unknown as [Writable, Readable, Readable, Readable];
    // It has ended by itself meanwhile.
    stdin.on("error", () => {});
    const stop = (): void => void stdin.end();
    // A Ctrl-C of the terminal reaches only us. The wrapper knows one that was pressed again, which ends us in the listener after this one.
    const passOn = (): void => void child.kill("SIGINT");
    signal?.addEventListener("abort", stop, { once: true });
    if (signal) process.prependListener("SIGINT", passOn);
    const result: RunResult = { code: 1, stdout: "", stderr: "" };
    for (const [name, output] of Object.entries({ stdout, stderr }) as ["stdout" | "stderr", Readable][])
      output.setEncoding("utf8").on("data", (text: string) => {
        const room = limits.program - result[name].length;
        // The program goes on: an apply that is ended here would store no state.
        if (text.length > room) result.isCut = true;
        result[name] += text.slice(0, Math.max(0, room));
      });
    if (onLine) stdout.on("data", lines(onLine));
    logFault.setEncoding("utf8").on("data", (code: string) => onLogFault?.(code));
    const forget = (): void => {
      signal?.removeEventListener("abort", stop);
      process.removeListener("SIGINT", passOn);
    };
    child.on("error", (error) => {
      forget();
      reject(error);
    });
    child.on("close", (code) => {
      forget();
      resolve({ ...result, code: code ?? 1 });
    });
  });
}

/** A program writes them in pieces. */
function lines(onLine: (line: string) => void): (text: string) => void {
  let begun = "";
  return (text) => {
    const [first = "", ...more] = text.split("\n");
    begun += first;
    for (const next of more) {
      onLine(begun);
      begun = next;
    }
  };
}

function wrapperWords({ graceSeconds, logFile, logOutput = true }: RunOptions): string[] {
  return [
    ...(graceSeconds === undefined ? [] : ["--grace", String(graceSeconds)]),
    ...(logFile === undefined ? [] : [logOutput ? "--log" : "--log-errors", resolvePath(logFile)]),
  ];
}
