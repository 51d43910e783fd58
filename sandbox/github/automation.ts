/** What workflows do in a repository, and what they leave there. Knows no HTTP, and runs nothing. */
import { randomBytes } from "node:crypto";
import type { User } from "./user";

export interface Run {
  id: number;
  number: number;
  /** From 1; another for each time that it is run again. */
  attempt: number;
  /** File below .github/workflows. */
  workflow: string;
  event: string;
  branch: string;
  sha: string;
  status: "queued" | "in_progress" | "waiting" | "completed";
  conclusion: "success" | "failure" | "cancelled" | null;
  actor: User;
  inputs: Readonly<Record<string, unknown>>;
  /** Environments, by name in lower case, whose reviewers it waits for, and those that they let it use. */
  waiting: Set<string>;
  approved: Set<string>;
  /** As far as whoever plays the runner tells of them. */
  jobs: RunJob[];
  createdAt: string;
  updatedAt: string;
}

/** A job of a run, in one attempt. */
export interface RunJob {
  id: number;
  name: string;
  attempt: number;
  status: "in_progress" | "waiting" | "completed";
  conclusion: "success" | "failure" | "cancelled" | "skipped" | null;
  startedAt: string;
  completedAt: string | null;
}

export interface Artifact {
  id: number;
  name: string;
  run: number;
  /** The archive as it is downloaded. */
  zip: Buffer;
  isExpired: boolean;
  createdAt: string;
  expiresAt: string;
  /** In the address that it is downloaded from, which needs no token. */
  secret: string;
}

export const deploymentStates = ["error", "failure", "inactive", "in_progress", "queued", "pending", "success"] as const;

export interface DeploymentStatus {
  id: number;
  state: (typeof deploymentStates)[number];
  description: string;
  targetUrl: string;
  logUrl: string;
  environmentUrl: string;
  creator: User;
  createdAt: string;
}

export interface Deployment {
  id: number;
  sha: string;
  ref: string;
  task: string;
  payload: object | string;
  environment: string;
  description: string | null;
  isTransient: boolean;
  isForUsers: boolean;
  creator: User;
  createdAt: string;
  updatedAt: string;
  /** Newest first. */
  statuses: DeploymentStatus[];
}

export interface Automation {
  /** Files below .github/workflows that there are. */
  workflows: readonly string[];
  /** Those that are not active, and why: "disabled_inactivity". */
  disabledWorkflows: Map<string, string>;
  runs: Map<number, Run>;
  artifacts: Map<number, Artifact>;
  deployments: Map<number, Deployment>;
}

export const emptyAutomation = (): Automation => ({
  ...{ workflows: ["ci.yml"], disabledWorkflows: new Map() },
  ...{ runs: new Map(), artifacts: new Map(), deployments: new Map() },
});

interface Source {
  newId(): number;
  now(): string;
}

export function startRun(
  { runs }: Automation,
  run: Pick<Run, "workflow" | "event" | "branch" | "sha" | "actor"> & { inputs?: Run["inputs"] },
  { newId, now }: Source,
): Run {
  const number = [...runs.values()].filter(({ workflow }) => workflow === run.workflow).length + 1;
  const started: Run = {
    ...{ inputs: {}, ...run, id: newId(), number, attempt: 1, status: "queued", conclusion: null, jobs: [] },
    ...{ waiting: new Set(), approved: new Set(), createdAt: now(), updatedAt: now() },
  };
  runs.set(started.id, started);
  return started;
}

/** As a job uploads it; GitHub keeps it for 90 days. */
export function addArtifact(
  { artifacts }: Automation,
  { name, run, zip }: Pick<Artifact, "name" | "run" | "zip">,
  { newId, now }: Source,
): Artifact {
  const expiresAt = `${new Date(Date.parse(now()) + 90 * 24 * 60 * 60 * 1000).toISOString().slice(0, 19)}Z`;
  const times = { isExpired: false, createdAt: now(), expiresAt };
  const artifact: Artifact = { id: newId(), name, run, zip, ...times, secret: randomBytes(16).toString("hex") };
  artifacts.set(artifact.id, artifact);
  return artifact;
}
