/** The commit that is checked out where Twinpost runs from, and whether files differ from it: https://git-scm.com/docs/git-status, "Porcelain Format Version 2". */
import type { Commit } from "../../evidence/evidence";
import { git } from "./git";

/** @returns undefined outside a checkout, before the first commit, and without git. */
export function readCommit(directory: string): Commit | undefined {
  const [head = "", ...others] = (git(directory, "--no-optional-locks", "status", "--porcelain=v2", "--branch") ?? "")
    .split("\n")
    .filter(Boolean);
  const [, id] = /^# branch\.oid ([0-9a-f]{40,64})$/.exec(head) ?? [];
  return id === undefined ? undefined : { id, dirty: others.some((line) => !line.startsWith("#")) };
}
