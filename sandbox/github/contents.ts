/** What people and workflows put into a repository. Knows no HTTP. */
import type { User } from "./user";

export interface FileChange {
  filename: string;
  status: "added" | "removed" | "modified";
  additions: number;
  deletions: number;
  /** Of a text. */
  patch?: string;
  /** What it is then, where somebody asks for it. */
  text?: string;
}

export interface Commit {
  sha: string;
  message: string;
  parents: readonly string[];
  author: User;
  at: string;
  /** Against its first parent. */
  files: readonly FileChange[];
}

/** A pull request is an issue too, with the same number. */
export interface Issue {
  id: number;
  number: number;
  title: string;
  body: string | null;
  labels: string[];
  user: User;
  state: "open" | "closed";
  stateReason: "completed" | "not_planned" | "reopened" | null;
  createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  pull?: Pull;
}

export interface Pull {
  id: number;
  /** A branch of this repository, which may move. */
  head: string;
  base: string;
  isDraft: boolean;
  merged: { at: string; sha: string; by: User } | undefined;
}

export interface Comment {
  id: number;
  /** Number of its issue. */
  issue: number;
  body: string;
  user: User;
  createdAt: string;
  updatedAt: string;
  /** Why it is hidden: "OUTDATED". */
  minimised: string | undefined;
}

export interface Contents {
  /** By sha. */
  commits: Map<string, Commit>;
  /** Shas, by name. */
  branches: Map<string, string>;
  tags: Map<string, string>;
  /** By number. */
  issues: Map<number, Issue>;
  comments: Map<number, Comment>;
}

export const emptyContents = (): Contents => ({
  ...{ commits: new Map(), branches: new Map(), tags: new Map(), issues: new Map(), comments: new Map() },
});
