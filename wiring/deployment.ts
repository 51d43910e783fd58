/**
 * Mirrors the record of an apply as a deployment at GitHub, with the commit that was applied: GitHub's own deployment of the job has the run's. The record
 * is the truth: without it nothing is claimed, and what GitHub does not take changes nothing.
 */
import { createDeployment, createDeploymentStatus } from "../adapters/github/deployments";
import { evidenceKey, evidencePrefix } from "../declaration/names/evidence";
import { githubEnvironment } from "../declaration/names/github";
import { OperatorError } from "../declaration/operator-error";
import type { Evidence } from "../evidence/evidence";
import { placeOf } from "./comment";
import type { Connections } from "./connections";
import { githubJob } from "./github-job";
import { connectJob, isOfMain } from "./pull-request";

/** @param applied as it lies in the state bucket. Does not throw: what was applied is applied. */
export async function mirrorApplied(applied: Evidence<"applied">, connections: Connections): Promise<void> {
  const job = githubJob(connections.env);
  if (!job || !isOfMain(job) || !applied.commit || applied.commit.dirty) return;
  try {
    const connected = await connectJob(job, connections);
    if (!connected) return;
    const { github, repository } = connected;
    const description = descriptionOf(applied);
    const id = await createDeployment(github, repository, {
      ...{ sha: applied.commit.id, environment: githubEnvironment(applied.target, "apply"), task: "twinpost", description },
      payload: { evidence: evidencePrefix(applied.kind, applied.target) + evidenceKey(applied), how: applied.result.how },
    });
    const state = applied.result.outcome === "done" ? "success" : "failure";
    await createDeploymentStatus(github, repository, id, { state, description, logUrl: placeOf(job, undefined, connections).runUrl });
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    connections.narrate(`GitHub was not told of this deployment, which changes nothing: ${error.message}`);
  }
}

/** That it was applied, and no more: whether it works is what `verify` records. */
function descriptionOf({ result: { outcome, how, changes, dataOf } }: Evidence<"applied">): string {
  const what = `${changes.length} ${changes.length === 1 ? "change" : "changes"}`;
  const data = dataOf === undefined ? "" : `, data of ${dataOf.slice(0, 12)}`;
  return outcome === "done"
    ? `applied, ${what}, by ${how}${data}; not verified by this`
    : `failed in the middle of ${what}, by ${how}${data}`;
}
