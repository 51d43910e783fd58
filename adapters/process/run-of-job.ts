/** Which run of a workflow this is. https://docs.github.com/en/actions/reference/workflows-and-actions/variables#default-environment-variables */
import type { Run } from "../../evidence/evidence";

type Settings = Readonly<Record<string, string | undefined>>;

/** @returns undefined outside a job. */
export function readRun(env: Settings): Run | undefined {
  const { GITHUB_ACTIONS, GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT } = env;
  if (GITHUB_ACTIONS !== "true" || !GITHUB_RUN_ID) return undefined;
  return { id: GITHUB_RUN_ID, attempt: Number(GITHUB_RUN_ATTEMPT) || 1, workflow: workflowOf(env) };
}

/** The file of "owner/name/.github/workflows/plan.yml@refs/heads/main"; the workflow's name where GitHub does not say the file. */
const workflowOf = ({ GITHUB_WORKFLOW_REF = "", GITHUB_WORKFLOW = "" }: Settings): string =>
  /\/\.github\/workflows\/([^/@]+)@/.exec(GITHUB_WORKFLOW_REF)?.[1] ?? GITHUB_WORKFLOW;
