/** The command as users start it: a process of its own, with a folder of its own, whose descendants can all be found. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fixtureEnv } from "../fixtures/declared";

const program = join(__dirname, "..", "..", "bin", "twinpost");

export interface Twinpost {
  child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Resolves when stdout or stderr has this text. */
  says(text: string): Promise<void>;
  /** Resolves with the exit code, or with the name of the signal. */
  ended: Promise<number | string>;
  /** Command lines of the processes that it started, and of itself. */
  processes(): string[];
}

export interface Folder {
  directory: string;
  twinpost(words: string[], env?: NodeJS.ProcessEnv, options?: { ownGroup?: boolean }): Twinpost;
  /** Ends what is still running. */
  remove(): void;
}

export function openFolder(): Folder {
  const directory = mkdtempSync(join(tmpdir(), "twinpost-cli-"));
  const marks: string[] = [];
  return {
    directory,
    twinpost(words, env = {}, { ownGroup = false } = {}) {
      // Children inherit this variable, as few others, so a mark in it finds them even after their parent is gone.
      const mark = `XDG_TEST_MARK=${randomUUID()}`;
      marks.push(mark);
      const [name = "", value = ""] = mark.split("=");
      const child = spawn(process.execPath, [program, ...words], {
        cwd: directory,
        env: { ...process.env, ...fixtureEnv, ...env, [name]: value },
        // As a shell starts it: a terminal signals the whole group.
        detached: ownGroup,
      });
      const read = { stdout: "", stderr: "" };
      child.stdout.on("data", (text) => (read.stdout += text));
      child.stderr.on("data", (text) => (read.stderr += text));
      const ended = once(child, "close").then(([code, signal]) => (code ?? signal) as number | string);
      return {
        child,
        ended,
        stdout: () => read.stdout,
        stderr: () => read.stderr,
        processes: () => marked(mark).map(({ commandLine }) => commandLine),
        says: (text) =>
          until(() => {
            if (child.exitCode !== null) throw new Error(`twinpost ${words.join(" ")} ended\n${read.stdout}\n${read.stderr}`);
            return `${read.stdout}${read.stderr}`.includes(text);
          }),
      };
    },
    remove() {
      for (const { pid } of marks.flatMap(marked)) process.kill(pid, "SIGKILL");
      rmSync(directory, { recursive: true });
    },
  };
}

/** @throws Error when it does not hold within so many seconds. */
export async function until(holds: () => boolean, seconds = 60): Promise<void> {
  for (const deadline = Date.now() + seconds * 1000; !holds(); await sleep(50))
    if (Date.now() > deadline) throw new Error(`not within ${seconds} s: ${holds}`);
}

function marked(mark: string): { pid: number; commandLine: string }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        if (!readFileSync(`/proc/${name}/environ`, "utf8").includes(mark)) return [];
        return [{ pid: Number(name), commandLine: readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ") }];
      } catch {
        // Ended meanwhile, or somebody else's.
        return [];
      }
    });
}
