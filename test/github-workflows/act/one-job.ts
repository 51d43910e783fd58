/**
 * One job of a workflow as a file of its own, since act gives all jobs of a file the same token, identity and variables, and asks nobody for an
 * approval. The job's steps, conditions and outputs are those of the file; the jobs that it needs are there with the results and outputs that
 * they had, and a last job writes down what became of it.
 */
import { stringify } from "yaml";
import { type Job, needsOf, type Workflow } from "../workflow-file";

export type Result = "success" | "failure" | "skipped" | "cancelled";

/** What a job leaves to those that need it. */
export interface Outcome {
  result: Result;
  outputs: Record<string, string>;
}

export const lastJob = "what-became-of-it";

export function oneJobFile(
  workflow: Workflow,
  id: string,
  { before, matrix }: { before: Readonly<Record<string, Outcome>>; matrix: Record<string, unknown> | undefined },
): string {
  const job = workflow.jobs[id];
  if (!job) throw new Error(`${workflow.file} has no job "${id}"`);
  const { strategy: _, concurrency: __, ...own } = job;
  const one = Object.keys(matrix ?? {}).length > 0 ? { ...own, strategy: { matrix: { include: [matrix] } } } : own;
  const needed = Object.fromEntries(needsOf(job).map((name) => [name, alreadyDone(name, before)]));
  const last = {
    needs: [id],
    if: "always()",
    "runs-on": "ubuntu-24.04",
    steps: [{ run: 'echo "$NEEDS" > "$WORKFLOWS_OUTCOME"', env: { NEEDS: `\${{ toJSON(needs.${id}) }}` } }],
  };
  const { name, on } = workflow;
  return stringify({ name, on, permissions: {}, jobs: { ...needed, [id]: one, [lastJob]: last } });
}

function alreadyDone(name: string, before: Readonly<Record<string, Outcome>>): Partial<Job> {
  const { result, outputs } = before[name] ?? { result: "skipped", outputs: {} };
  const names = Object.keys(outputs);
  return {
    "runs-on": "ubuntu-24.04",
    ...(result === "skipped" ? { if: "false" } : {}),
    outputs: Object.fromEntries(names.map((output) => [output, `\${{ steps.outputs.outputs.${output} }}`])),
    steps: [
      {
        id: "outputs",
        run: [
          // printf, since a value may hold anything; each is a single line.
          ...names.map((output, index) => `printf '%s=%s\\n' ${output} "$VALUE_${index}" >> "$GITHUB_OUTPUT"`),
          result === "success" ? "true" : "false",
        ].join("\n"),
        env: Object.fromEntries(names.map((output, index) => [`VALUE_${index}`, outputs[output] ?? ""])),
      },
    ],
  };
}
