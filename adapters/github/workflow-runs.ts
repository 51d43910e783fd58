/** Runs of a workflow: https://docs.github.com/en/rest/actions/workflow-runs, https://docs.github.com/en/rest/actions/workflows. Only reads. */
import { z } from "zod";
import type { Github } from "./client";
import { orUndefined, type RepositoryName } from "./repository";

export interface WorkflowFacts {
  /** "active", or why its schedule does not run: GitHub switches schedules off after 60 days without a commit in a public repository. */
  state: string;
  createdAt: Date;
}

const workflow = z.object({ state: z.string(), created_at: z.coerce.date() });
const runs = z.array(z.object({ created_at: z.coerce.date(), conclusion: z.string().nullish() }));

/** @param file below .github/workflows. @returns undefined when the main branch has no such file. @throws ApiError */
export const readWorkflow = async (github: Github, { owner, name }: RepositoryName, file: string): Promise<WorkflowFacts | undefined> => {
  const found = await orUndefined(() =>
    github.read("GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}", workflow, ({ rest }) =>
      rest.actions.getWorkflow({ owner, repo: name, workflow_id: file }),
    ),
  );
  return found && { state: found.state, createdAt: found.created_at };
};

/** When its schedule last started a run that nobody cancelled. @throws ApiError */
export async function newestScheduledRun(github: Github, { owner, name }: RepositoryName, file: string): Promise<Date | undefined> {
  const asked = { owner, repo: name, workflow_id: file, event: "schedule", per_page: 20 };
  const operation = "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs";
  const { workflow_runs } = await github.read(operation, z.object({ workflow_runs: runs }), ({ rest }) =>
    rest.actions.listWorkflowRuns(asked),
  );
  const times = workflow_runs.filter(({ conclusion }) => conclusion !== "cancelled").map(({ created_at }) => created_at.getTime());
  return times.length === 0 ? undefined : new Date(Math.max(...times));
}
