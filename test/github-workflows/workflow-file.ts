/** The files in .github/workflows, parsed: what the tests on them and the runner that plays GitHub read. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { root } from "../structure/sources";

interface Step {
  id?: string;
  name?: string;
  if?: string;
  uses?: string;
  run?: string;
  "working-directory"?: string;
  with?: Record<string, string | number | boolean>;
  env?: Record<string, string>;
}

export interface Job {
  name?: string;
  needs?: string | string[];
  if?: string;
  "runs-on": string;
  "timeout-minutes"?: number;
  environment?: string | { name: string; url?: string };
  permissions?: Record<string, "read" | "write" | "none">;
  concurrency?: string | { group: string; "cancel-in-progress"?: boolean | string };
  strategy?: { "fail-fast"?: boolean; "max-parallel"?: number; matrix: Record<string, unknown> };
  outputs?: Record<string, string>;
  env?: Record<string, string>;
  steps: Step[];
}

interface Input {
  description: string;
  type: "string" | "choice" | "boolean";
  required?: boolean;
  default?: string | boolean;
  options?: string[];
}

interface Triggers {
  pull_request?: { types?: string[] } | null;
  push?: { branches?: string[] } | null;
  schedule?: { cron: string }[];
  workflow_dispatch?: { inputs?: Record<string, Input> } | null;
  workflow_call?: { inputs?: Record<string, Input> } | null;
}

export interface Workflow {
  /** File below .github/workflows. */
  file: string;
  text: string;
  name: string;
  on: Triggers;
  permissions?: Record<string, string>;
  concurrency?: string | { group: string; "cancel-in-progress"?: boolean | string };
  jobs: Record<string, Job>;
}

const workflowsDirectory = join(root, ".github", "workflows");

export const workflowFiles = (): string[] => readdirSync(workflowsDirectory).filter((file) => /\.ya?ml$/.test(file));

export const readWorkflow = (file: string): Workflow => readWorkflowOf(root, file);

export function readWorkflowOf(checkout: string, file: string): Workflow {
  const text = readFileSync(join(checkout, ".github", "workflows", file), "utf8");
  // YAML 1.2: "on" is a string, as GitHub reads it.
  return { file, text, ...(parse(text, { version: "1.2" }) as Omit<Workflow, "file" | "text">) };
}

export const jobsOf = (workflow: Workflow): { id: string; job: Job; where: string }[] =>
  Object.entries(workflow.jobs).map(([id, job]) => ({ id, job, where: `${workflow.file} ${id}` }));

export const needsOf = ({ needs = [] }: Job): string[] => [needs].flat();

export const environmentOf = ({ environment }: Job): string | undefined =>
  typeof environment === "object" ? environment.name : environment;
