/** The paths in which two commits differ: https://git-scm.com/docs/git-diff, "--name-only", "-z". */
import { execFileSync } from "node:child_process";
import { childEnvironment } from "./child-environment";

/** @param base an id. @returns undefined when git does not know it, as in a checkout without history, and for "0000…", which is no commit. */
export function changedPaths(directory: string, base: string): string[] | undefined {
  if (!/^[0-9a-f]{40,64}$/.test(base) || /^0+$/.test(base)) return undefined;
  try {
    // Of a renamed file both paths are told.
    const words = ["diff", "--name-only", "--no-renames", "-z", base, "HEAD", "--"];
    const said = execFileSync("git", words, {
      cwd: directory,
      encoding: "utf8",
      env: childEnvironment(process.env, /(?!)/),
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 60_000,
      maxBuffer: 64 * 1024 * 1024,
    });
    return said.split("\0").filter(Boolean);
  } catch {
    return undefined;
  }
}
