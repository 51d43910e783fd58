/** Which run of a workflow this is. https://docs.github.com/en/actions/reference/workflows-and-actions/variables#default-environment-variables */
import type { Run } from "../../evidence/evidence";

/** @returns undefined outside a job. */
export function readRun(env: Readonly<Record<string, string | undefined>>): Run | undefined {
  const { GITHUB_ACTIONS, GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_WORKFLOW } = env;
  if (GITHUB_ACTIONS !== "true" || !GITHUB_RUN_ID) return undefined;
  return { id: GITHUB_RUN_ID, attempt: Number(GITHUB_RUN_ATTEMPT) || 1, workflow: GITHUB_WORKFLOW ?? "" };
}
