/** A Python with pinned packages of PyPI, installed once into the user's cache folder. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** @param requirements file with hashes. @returns the path of a Python that has them, or why there is none. */
export function preparePython(name: string, requirements: string): string | { problem: string } {
  const key = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "twinpost");
  const home = join(cache, `${name}-${key}`);
  const python = join(home, "bin", "python");
  if (existsSync(python)) return python;
  // Made aside and then renamed, so that it is never half of itself, and two runs at once do no harm.
  const aside = `${home}.${process.pid}`;
  console.error(`installing ${name} from PyPI into your cache, once; about half a minute`);
  mkdirSync(cache, { recursive: true });
  try {
    const options = { encoding: "utf8", stdio: "pipe" } as const;
    execFileSync("python3", ["-m", "venv", aside], options);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes", "-r", requirements];
    execFileSync(join(aside, "bin", "python"), pip, options);
    if (!existsSync(home)) renameSync(aside, home);
    return python;
  } catch (error) {
    const { message, stderr, stdout } = error as Error & { stderr?: string; stdout?: string };
    return { problem: (stderr || stdout || message).trim().split("\n").slice(-3).join("\n") };
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** @returns the exit code: red on GitHub only, where it can always be installed. */
export function notPrepared(name: string, what: string, problem: string): number {
  console.error(`${name} cannot be installed, so ${what}\n${problem}`);
  console.error("  it needs Python 3.11 or later with venv and, once, PyPI: connect to the network, or configure pip for your own index");
  return process.env.GITHUB_ACTIONS ? 1 : 0;
}
