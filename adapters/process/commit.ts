/** The commit that is checked out where Twinpost runs from, and whether files differ from it: https://git-scm.com/docs/git-status, "Porcelain Format Version 2". */
import { execFileSync } from "node:child_process";
import type { Commit } from "../../evidence/evidence";
import { childEnvironment } from "./child-environment";

/** @returns undefined outside a checkout, before the first commit, and without git. */
export function readCommit(directory: string): Commit | undefined {
  const [head = "", ...others] = status(directory).split("\n").filter(Boolean);
  const [, id] = /^# branch\.oid ([0-9a-f]{40,64})$/.exec(head) ?? [];
  return id === undefined ? undefined : { id, dirty: others.some((line) => !line.startsWith("#")) };
}

function status(directory: string): string {
  try {
    return execFileSync("git", ["--no-optional-locks", "status", "--porcelain=v2", "--branch"], {
      cwd: directory,
      encoding: "utf8",
      // Without GIT_* of a hook that runs Twinpost, too: they name another repository than the directory's.
      env: childEnvironment(process.env, /(?!)/),
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 10_000,
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch {
    return "";
  }
}
