/**
 * moto in a private Python environment in the user's cache, made on first use and keyed by everything that it depends on, so that it is never
 * half a version of something. Two first runs at once do not clash: one makes it, the other waits.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { SandboxError } from "../sandbox-error";

const execute = promisify(execFile);
const requirements = join(__dirname, "moto-requirements.txt");
/** Making the environment takes about half a minute; a lock older than this was left by a run that died. */
const lockLifeMs = 10 * 60_000;

type Settings = Readonly<Record<string, string | undefined>>;

export const motoVersion = (): string => /^moto==(\S+)/m.exec(readFileSync(requirements, "utf8"))?.[1] ?? "unknown";

/** @returns the path of `moto_server`. @throws SandboxError with the remedy. */
export async function prepareMoto(env: Settings, narrate: (text: string) => void = () => {}): Promise<string> {
  const python = await findPython(env);
  const key = createHash("sha256").update(readFileSync(requirements)).update(python).digest("hex").slice(0, 12);
  const cache = join(env.XDG_CACHE_HOME || join(env.HOME ?? homedir(), ".cache"), "twinpost");
  const directory = join(cache, `moto-${key}`);
  const ready = join(directory, "ready");
  mkdirSync(cache, { recursive: true });
  if (!existsSync(ready)) narrate("installing moto from PyPI into your cache, once; about half a minute");
  while (!existsSync(ready)) {
    if (takeLock(`${directory}.lock`)) {
      try {
        await install(directory, env);
        writeFileSync(ready, "");
      } finally {
        rmSync(`${directory}.lock`, { force: true });
      }
    } else {
      await sleep(500);
    }
  }
  return join(directory, "bin", "moto_server");
}

/** @returns the version, such as "3.11.7". */
async function findPython(env: Settings): Promise<string> {
  const script = "import sys; print('.'.join(map(str, sys.version_info[:3])))";
  const { stdout } = await execute("python3", ["-c", script], { env: env as NodeJS.ProcessEnv }).catch((cause: NodeJS.ErrnoException) => {
    const what = cause.code === "ENOENT" ? "python3 was not found on PATH" : "python3 does not run";
    throw new SandboxError(
      `the sandbox runs moto, which needs Python: ${what}`,
      "install Python 3.10 or later (Debian, Ubuntu: `apt install python3 python3-venv`)",
      { cause },
    );
  });
  const version = stdout.trim();
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major === 3 && minor >= 10) return version;
  throw new SandboxError(
    `the sandbox runs moto, which needs Python 3.10 or later, got ${version}`,
    "install a newer Python 3, first on PATH",
  );
}

async function install(directory: string, env: Settings): Promise<void> {
  const options = { env: env as NodeJS.ProcessEnv, maxBuffer: 16 * 1024 * 1024 };
  rmSync(directory, { recursive: true, force: true });
  await execute("python3", ["-m", "venv", directory], options).catch((cause: Error & { stdout?: string }) => {
    const words = (cause.stdout || cause.message).trim();
    throw new SandboxError(
      `a Python environment for moto cannot be made\n${words}`,
      "install venv (Debian, Ubuntu: `apt install python3-venv`)",
      { cause },
    );
  });
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes", "-r", requirements];
  await execute(join(directory, "bin", "python"), pip, options).catch((cause: Error & { stderr?: string }) => {
    const words = (cause.stderr || cause.message).trim().split("\n").slice(-3).join("\n");
    throw new SandboxError(
      `moto cannot be installed\n${words}`,
      "it comes from PyPI, once: connect to the network, or configure pip for your own index",
      { cause },
    );
  });
}

/** The lock holds the pid of its owner, so that one left by a run that died is known for what it is. */
function takeLock(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    if (isStale(file)) rmSync(file, { force: true });
    return false;
  }
}

function isStale(file: string): boolean {
  try {
    if (Date.now() - statSync(file).mtimeMs > lockLifeMs) return true;
    process.kill(Number(readFileSync(file, "utf8")), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
