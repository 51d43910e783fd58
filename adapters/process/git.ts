/** Asks git about the checkout. Without GIT_* of a hook that runs Twinpost: they name another repository than the directory's. */
import { execFileSync } from "node:child_process";
import { childEnvironment } from "./child-environment";

/** @returns undefined where git is not there, or says no. */
export function git(directory: string, ...words: string[]): string | undefined {
  try {
    return execFileSync("git", words, {
      cwd: directory,
      encoding: "utf8",
      env: childEnvironment(process.env, /(?!)/),
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 60_000,
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch {
    return undefined;
  }
}
