/** The paths in which two commits differ: https://git-scm.com/docs/git-diff, "--name-only", "-z". */
import { git } from "./git";

/** @param base an id. @returns undefined when git does not know it, as in a checkout without history, and for "0000…", which is no commit. */
export function changedPaths(directory: string, base: string): string[] | undefined {
  if (!/^[0-9a-f]{40,64}$/.test(base) || /^0+$/.test(base)) return undefined;
  // Of a renamed file both paths are told.
  return git(directory, "diff", "--name-only", "--no-renames", "-z", base, "HEAD", "--")?.split("\0").filter(Boolean);
}
