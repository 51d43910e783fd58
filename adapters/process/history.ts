/** The history of the checkout, by git: whether a commit is on a branch, and files as a commit has them. */
import { git } from "./git";

/** @returns "unknown" where the history is cut off, or there is no git. */
export function isAncestor(directory: string, commit: string, branch: string): boolean | "unknown" {
  const tip = [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`, "HEAD"].find(
    (ref) => git(directory, "rev-parse", "--verify", "-q", ref) !== undefined,
  );
  if (tip === undefined) return "unknown";
  if (git(directory, "merge-base", "--is-ancestor", commit, tip) !== undefined) return true;
  // One that is not there at all may lie beyond the end of a shallow clone.
  const isCutOff = git(directory, "rev-parse", "--is-shallow-repository")?.trim() !== "false";
  return isCutOff ? "unknown" : false;
}

/** @returns undefined where the commit has no such file, or is not there. */
export const fileAt = (directory: string, commit: string, path: string): string | undefined => git(directory, "show", `${commit}:${path}`);

/** How many commits one has that the other lacks. @returns undefined where one of them is not there, as in a shallow clone. */
export function commitsBetween(directory: string, from: string, to: string): number | undefined {
  const count = git(directory, "rev-list", "--count", `${from}..${to}`, "--")?.trim();
  return count === undefined ? undefined : Number(count);
}
