/** What programs and people say about commits: checks, statuses, and what a branch requires; and releases. Knows no HTTP. */
import type { User } from "./user";

export interface CheckRun {
  id: number;
  name: string;
  sha: string;
  status: "queued" | "in_progress" | "completed" | "waiting" | "requested" | "pending";
  conclusion: string | null;
  startedAt: string;
  completedAt: string | null;
  externalId: string;
  detailsUrl: string | null;
  output: { title: string | null; summary: string | null; text: string | null };
  annotations: object[];
}

export interface CommitStatus {
  id: number;
  sha: string;
  state: "error" | "failure" | "pending" | "success";
  context: string;
  description: string | null;
  targetUrl: string | null;
  creator: User;
  createdAt: string;
}

export interface Release {
  id: number;
  tag: string;
  target: string;
  name: string | null;
  body: string | null;
  isDraft: boolean;
  isPrerelease: boolean;
  author: User;
  createdAt: string;
}

/** What a branch asks for; undefined where it asks for nothing. */
export interface Protection {
  checks: { strict: boolean; contexts: string[] } | undefined;
  reviews: { count: number; dismissStale: boolean; codeOwners: boolean; lastPush: boolean } | undefined;
  includesAdmins: boolean;
  linearHistory: boolean;
  forcePushes: boolean;
  deletions: boolean;
  conversations: boolean;
}

export interface Verdicts {
  checks: Map<number, CheckRun>;
  /** Oldest first. */
  statuses: CommitStatus[];
  releases: Release[];
  /** By branch. */
  protections: Map<string, Protection>;
}

export const emptyVerdicts = (): Verdicts => ({ checks: new Map(), statuses: [], releases: [], protections: new Map() });
