/** The commits of a repository, as far as its API tells of them: no trees, and files as changes only. */
import { createHash } from "node:crypto";
import type { Commit, Contents, FileChange } from "./contents";
import type { User } from "./user";

/** Of a repository, as far as its history needs it. */
interface Repository extends Contents {
  id: number;
  defaultBranch: string;
  updatedAt: string;
}

export interface NewCommit {
  branch: string;
  message: string;
  files?: readonly FileChange[];
  /** Where a new branch begins; the default branch unless told. */
  from?: string;
  /** Of a commit that a repository of git has; made up unless told. */
  sha?: string;
  author: User;
  at: string;
}

export function push(repository: Repository, { branch, message, files = [], from, author, at, ...known }: NewCommit): Commit {
  const { branches, defaultBranch, commits } = repository;
  const parent = branches.get(branch) ?? branches.get(from ?? defaultBranch);
  const sha = known.sha ?? createHash("sha1").update(`${repository.id} ${parent} ${commits.size} ${message}`).digest("hex");
  const commit: Commit = { sha, message, parents: parent === undefined ? [] : [parent], author, at, files };
  commits.set(sha, commit);
  branches.set(branch, sha);
  repository.updatedAt = at;
  return commit;
}

/** @param ref a branch, a tag, either with what comes before it in full, or (the beginning of) a sha. */
export function resolveRef({ branches, tags, commits }: Repository, ref: string): Commit | undefined {
  const name = ref.replace(/^refs\//, "");
  const sha =
    branches.get(name.replace(/^heads\//, "")) ??
    tags.get(name.replace(/^tags\//, "")) ??
    (/^[0-9a-f]{7,40}$/.test(ref) ? [...commits.keys()].find((each) => each.startsWith(ref)) : undefined);
  return sha === undefined ? undefined : commits.get(sha);
}

/** A commit and all before it, newest first. */
export function historyOf({ commits }: Repository, from: Commit): Commit[] {
  const seen = new Set<Commit>();
  const open = [from];
  for (let commit = open.shift(); commit; commit = open.shift()) {
    if (seen.has(commit)) continue;
    seen.add(commit);
    for (const parent of commit.parents) {
      const known = commits.get(parent);
      if (known) open.push(known);
    }
  }
  return [...seen];
}

export interface Comparison {
  mergeBase: Commit;
  /** What the head has and the base has not, oldest first. */
  ahead: Commit[];
  behind: Commit[];
  files: FileChange[];
}

/** As `git diff base...head` and `git log` see them. @returns undefined when they have no commit in common. */
export function compare(repository: Repository, base: Commit, head: Commit): Comparison | undefined {
  const [ofBase, ofHead] = [historyOf(repository, base), historyOf(repository, head)];
  const [inBase, inHead] = [new Set(ofBase), new Set(ofHead)];
  const mergeBase = ofHead.find((commit) => inBase.has(commit));
  if (!mergeBase) return undefined;
  const ahead = ofHead.filter((commit) => !inBase.has(commit)).reverse();
  return { mergeBase, ahead, behind: ofBase.filter((commit) => !inHead.has(commit)).reverse(), files: together(ahead) };
}

/** What a row of commits changed, as one change for each file. */
function together(commits: readonly Commit[]): FileChange[] {
  const files = new Map<string, FileChange>();
  for (const change of commits.flatMap((commit) => commit.files)) {
    const before = files.get(change.filename);
    if (before?.status === "added" && change.status === "removed") files.delete(change.filename);
    else files.set(change.filename, before ? { ...change, status: before.status === "added" ? "added" : change.status } : change);
  }
  return [...files.values()].sort((a, b) => (a.filename < b.filename ? -1 : 1));
}
