/**
 * Preloaded into every test file: only a `*.process.test.ts` starts processes (terraform, Python, a sandbox with its moto, twinpost itself). In
 * every other file it throws, so that `npm run test:quick`, which leaves those out, stays quick and runs where nothing but Node is installed.
 */
import childProcess from "node:child_process";
import { syncBuiltinESMExports } from "node:module";

type Start = (...args: unknown[]) => unknown;
type Starters = Record<string, Start>;

const { testPath = "" } = expect.getState();
const mayStart = testPath.endsWith(".process.test.ts");

/** Every asynchronous start ends in ChildProcess.spawn. */
guard(childProcess.ChildProcess.prototype as unknown as Starters, ["spawn"]);
guard(childProcess as unknown as Starters, ["spawnSync", "execSync", "execFileSync"]);
syncBuiltinESMExports();

/** Node's modules are the same for all files of a worker: what the file before has put there is replaced. */
function guard(owner: Starters, names: readonly string[]): void {
  for (const name of names) {
    const start = originals(owner)[name] ?? (owner[name] as Start);
    originals(owner)[name] = start;
    owner[name] = mayStart ? start : refuse;
  }
}

function originals(owner: Starters): Starters {
  const kept = owner as unknown as Record<symbol, Starters>;
  const key = Symbol.for("twinpost: starts processes");
  kept[key] ??= {};
  return kept[key];
}

function refuse(...args: unknown[]): never {
  const [first] = args as [string | { file?: string } | undefined];
  const what = typeof first === "string" ? first : first?.file;
  throw new Error(`only *.process.test.ts start processes: "${what}" was refused`);
}
