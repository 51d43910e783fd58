/** Runs that wait for an environment's reviewers: https://docs.github.com/en/rest/actions/workflow-runs. Unsure: the words of the refusal. */
import { z } from "zod";
import { deploymentAnswer } from "../answers/deployment";
import { reviewerAnswer } from "../answers/environment";
import { repositoryPage, repositoryUrl } from "../answers/repository";
import type { Run } from "../automation";
import { recordDeployment } from "../deploy";
import { refuse } from "../github-error";
import { nodeId } from "../node-id";
import type { GithubEnvironment } from "../state";
import { type AddRepositoryRoute, type RepositoryCall, readBody } from "./add-route";
import { knownRun } from "./runs";

const review = z.strictObject({
  environment_ids: z.array(z.number()).min(1),
  state: z.enum(["approved", "rejected"]),
  comment: z.string(),
});
const path = "/actions/runs/:run/pending_deployments";

export function pendingDeploymentRoutes(add: AddRepositoryRoute): void {
  add("GET", path, "actions=read", (call) => {
    const run = knownRun(call);
    return call.context.json(waitedFor(call, run).map((environment) => show(call, run, environment)));
  });

  add("POST", path, "deployments=write", async (call) => {
    const run = knownRun(call);
    const { environment_ids, state } = await readBody(call, review);
    const chosen = waitedFor(call, run).filter(({ id }) => environment_ids.includes(id));
    if (chosen.length < environment_ids.length || !chosen.every((environment) => mayApprove(call, run, environment)))
      return refuse(422, "Some of the environments cannot be reviewed by you.");
    for (const { name } of chosen) {
      run.waiting.delete(name.toLowerCase());
      if (state === "approved") run.approved.add(name.toLowerCase());
    }
    if (state === "rejected") Object.assign(run, { status: "completed", conclusion: "failure", updatedAt: call.now() });
    else if (run.waiting.size === 0) Object.assign(run, { status: "in_progress", updatedAt: call.now() });
    const source = { newId: () => call.state.newId(), now: call.now };
    const deployments = chosen.map(({ name }) =>
      recordDeployment(call.repository, { sha: run.sha, ref: run.branch, environment: name, creator: run.actor }, source),
    );
    return call.context.json(deployments.map((each) => deploymentAnswer(each, call.repository, call.api)));
  });
}

const waitedFor = ({ repository }: RepositoryCall, { waiting }: Run): GithubEnvironment[] =>
  [...repository.environments.values()].filter(({ name }) => waiting.has(name.toLowerCase()));

/** Who is in a team is not known here: a team lets everybody approve. */
const mayApprove = ({ token: { user } }: RepositoryCall, { actor }: Run, { reviewers, preventSelfReview }: GithubEnvironment): boolean =>
  reviewers.some(({ type, id }) => type === "Team" || id === user.id) && !(preventSelfReview && actor.id === user.id);

function show(call: RepositoryCall, run: Run, environment: GithubEnvironment): object {
  const { id, name, waitTimer, reviewers } = environment;
  const url = `${repositoryUrl(call.repository, call.api)}/environments/${encodeURIComponent(name)}`;
  const html_url = `${repositoryPage(call.repository)}/deployments/activity_log?environments_filter=${encodeURIComponent(name)}`;
  return {
    environment: { id, node_id: nodeId("EN", id), name, url, html_url },
    ...{ wait_timer: waitTimer, wait_timer_started_at: null, current_user_can_approve: mayApprove(call, run, environment) },
    reviewers: reviewers.flatMap((reviewer) => reviewerAnswer(reviewer, call.state, call.api)),
  };
}
