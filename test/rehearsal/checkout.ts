/** A checkout of one's own, in which a test may declare what it likes: what runs there are processes, as in a shell. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fixtureEnv } from "../fixtures/declared";

const root = join(__dirname, "..", "..");
const parts = [
  ...["adapters", "bin", "changes", "cli", "declaration", "evidence", "findings", "functions", "mail", "rehearsal", "reports", "sandbox"],
  ...["stacks", "wiring", "workflows"],
];
const files = ["main.ts", "package.json", "tsconfig.json", "cdktf.json"];

interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Checkout {
  directory: string;
  /** Runs a verb to its end, in this environment. */
  twinpost(...words: string[]): Promise<Ran>;
  /** Runs another program there. */
  run(program: string, words: string[], directory: string): Promise<Ran>;
  /** As a shell's `eval` of `twinpost sandbox env`: for all that is run later. @returns the variables. */
  enter(lines: string): Record<string, string>;
  /** Starts `twinpost sandbox`; it ends with the checkout. @returns what it printed. */
  startSandbox(...words: string[]): Promise<string>;
  remove(): Promise<void>;
}

export function makeCheckout(): Checkout {
  const directory = mkdtempSync(join(tmpdir(), "checkout-"));
  for (const part of [...parts, ...files]) cpSync(join(root, part), join(directory, part), { recursive: true });
  cpSync(fixtureEnv.TWINPOST_ENVIRONMENTS, join(directory, "environments"), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
  let env: NodeJS.ProcessEnv = { ...process.env };
  let sandbox: ChildProcess | undefined;
  const twinpost = (words: string[]): [string, string[]] => [process.execPath, [join(directory, "bin", "twinpost"), ...words]];
  const run = async (program: string, words: string[], at: string): Promise<Ran> => {
    const child = spawn(program, words, { cwd: at, env });
    const said = { stdout: "", stderr: "" };
    child.stdout.on("data", (text) => (said.stdout += text));
    child.stderr.on("data", (text) => (said.stderr += text));
    const [code] = (await once(child, "close")) as [number | null];
    return { code, ...said };
  };

  return {
    directory,
    enter(lines) {
      const { set, unset } = readLines(lines);
      env = Object.fromEntries(Object.entries({ ...env, ...set }).filter(([name]) => !unset.includes(name)));
      return set;
    },
    twinpost: (...words) => run(...twinpost(words), directory),
    run,
    startSandbox(...words) {
      const child = spawn(...twinpost(["sandbox", ...words]), { cwd: directory, env });
      sandbox = child;
      let said = "";
      return new Promise((resolve, reject) => {
        child.stderr.on("data", (text) => (said += text));
        child.stdout.on("data", (text) => {
          said += text;
          if (said.includes("In another terminal")) resolve(said);
        });
        child.once("close", () => reject(new Error(`the sandbox ended: ${said}`)));
      });
    },
    async remove() {
      if (sandbox && sandbox.exitCode === null) {
        const ended = once(sandbox, "close");
        sandbox.kill("SIGINT");
        await ended;
      }
      rmSync(directory, { recursive: true });
    },
  };
}

function readLines(lines: string): { set: Record<string, string>; unset: string[] } {
  const found = [...lines.matchAll(/^export (\w+)='((?:[^']|'\\'')*)'$/gm)];
  return {
    set: Object.fromEntries(found.map(([, name = "", value = ""]) => [name, value.replaceAll("'\\''", "'")])),
    unset: [...lines.matchAll(/^unset (\w+)$/gm)].map(([, name = ""]) => name),
  };
}
