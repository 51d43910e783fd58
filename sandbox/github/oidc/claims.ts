/**
 * What GitHub says about a job in its token, apart from the standard claims: https://docs.github.com/en/actions/reference/security/oidc
 * All values are strings. Not imitated: enterprises, workflows of other repositories, custom properties.
 */
import { createHash } from "node:crypto";
import { nodeId } from "../node-id";
import type { GithubState, Repository } from "../state";

/** A job of a workflow. */
export interface JobIdentity {
  /** "owner/name" */
  repository: string;
  environment?: string;
  /** "refs/heads/main"; "refs/pull/7/merge" for a pull request. */
  ref: string;
  /** "push", "pull_request", "workflow_dispatch", "schedule" ... */
  event: string;
  /** File of the workflow; "ci.yml" unless told. */
  workflow?: string;
  /** Commit; made of the ref unless told. */
  sha?: string;
  /** Login of who caused it; the owner unless told. */
  actor?: string;
  /** Of a pull request: the branch that it comes from, and the one that it goes to. */
  headRef?: string;
  baseRef?: string;
  runId?: number;
  /** Which time that it is run; the first unless told. */
  attempt?: number;
  /** "none" for a job without `permissions: id-token: write`, and for every pull request from a fork. */
  idToken?: "write" | "none";
}

export function jobClaims(job: JobIdentity, repository: Repository, { accounts, newId }: JobSource): Record<string, string> {
  const { environment, ref, event, workflow = "ci.yml", headRef = "", baseRef = "", runId = newId(), attempt = 1 } = job;
  const { owner, name } = repository;
  const sha = job.sha ?? createHash("sha1").update(`${owner.login}/${name} ${ref}`).digest("hex");
  const actor = accounts.get((job.actor ?? owner.login).toLowerCase()) ?? owner;
  const workflowRef = `${owner.login}/${name}/.github/workflows/${workflow}@${ref}`;
  const known = environment === undefined ? undefined : repository.environments.get(environment.toLowerCase());
  return {
    ...(environment === undefined ? {} : { environment, environment_node_id: nodeId("EN", known?.id ?? 0) }),
    ref,
    ref_type: ref.startsWith("refs/tags/") ? "tag" : "branch",
    ref_protected: String(repository.protections.has(ref.replace(/^refs\/heads\//, ""))),
    sha,
    repository: `${owner.login}/${name}`,
    repository_id: String(repository.id),
    repository_owner: owner.login,
    repository_owner_id: String(owner.id),
    repository_visibility: repository.visibility,
    ...{ actor: actor.login, actor_id: String(actor.id) },
    ...{ run_id: String(runId), run_number: "1", run_attempt: String(attempt), runner_environment: "github-hosted" },
    ...{ event_name: event, head_ref: headRef, base_ref: baseRef },
    ...{ workflow: workflow.replace(/\.ya?ml$/, ""), workflow_ref: workflowRef, workflow_sha: sha },
    ...{ job_workflow_ref: workflowRef, job_workflow_sha: sha },
  };
}

interface JobSource extends Pick<GithubState, "accounts"> {
  newId(): number;
}
