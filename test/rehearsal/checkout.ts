/** A checkout of one's own, in which a test may declare what it likes: what runs there are processes, as in a shell. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "..", "..");
const parts = ["adapters", "bin", "changes", "cli", "environments", "mail", "reports", "sandbox", "stacks", "workflows"];
const files = ["main.ts", "package.json", "tsconfig.json", "cdktf.json"];

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Checkout {
  directory: string;
  /** Runs a verb to its end, in this environment. */
  twinpost(...words: string[]): Promise<Ran>;
  /** What a shell would have of it: variables are added to those of later verbs. */
  enter(variables: Record<string, string>): void;
  /** Starts `twinpost sandbox`; it ends with the checkout. @returns what it printed. */
  startSandbox(...words: string[]): Promise<string>;
  remove(): Promise<void>;
}

export function makeCheckout(): Checkout {
  const directory = mkdtempSync(join(tmpdir(), "checkout-"));
  for (const part of [...parts, ...files]) cpSync(join(root, part), join(directory, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
  let env: NodeJS.ProcessEnv = { ...process.env };
  let sandbox: ChildProcess | undefined;
  const start = (words: string[]) => spawn(process.execPath, [join(directory, "bin", "twinpost"), ...words], { cwd: directory, env });

  return {
    directory,
    enter: (variables) => {
      env = { ...env, ...variables };
    },
    async twinpost(...words) {
      const child = start(words);
      const said = { stdout: "", stderr: "" };
      child.stdout.on("data", (text) => (said.stdout += text));
      child.stderr.on("data", (text) => (said.stderr += text));
      const [code] = (await once(child, "close")) as [number | null];
      return { code, ...said };
    },
    startSandbox(...words) {
      const child = start(["sandbox", ...words]);
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

/** As a shell reads the lines of `twinpost sandbox env`. */
export function readExports(lines: string): Record<string, string> {
  const found = [...lines.matchAll(/^export ([A-Z_0-9]+)='((?:[^']|'\\'')*)'$/gm)];
  return Object.fromEntries(found.map(([, name = "", value = ""]) => [name, value.replaceAll("'\\''", "'")]));
}
