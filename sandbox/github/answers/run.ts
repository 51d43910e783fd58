/** Runs of workflows and their artifacts, as GitHub shows them. */
import { createHash } from "node:crypto";
import type { Artifact, Run, RunJob } from "../automation";
import { nodeId } from "../node-id";
import type { Repository } from "../state";
import { simpleUser } from "./account";
import { gitUser, treeOf } from "./commit";
import { minimalRepository, repositoryPage, repositoryUrl } from "./repository";

export function runAnswer(run: Run, repository: Repository, api: string): object {
  const { id, number, attempt, workflow, event, branch, sha, status, conclusion, actor, createdAt, updatedAt } = run;
  const url = `${runUrl(id, repository, api)}`;
  const commit = repository.commits.get(sha);
  const who = simpleUser(actor, api);
  return {
    ...{
      id,
      name: workflow.replace(/\.ya?ml$/, ""),
      node_id: nodeId("WFR", id),
      head_branch: branch,
      head_sha: sha,
      event,
      status,
      conclusion,
    },
    ...{ path: `.github/workflows/${workflow}`, display_title: commit?.message ?? workflow, run_number: number, run_attempt: attempt },
    ...{ workflow_id: workflowId(workflow), check_suite_id: id + 1, check_suite_node_id: nodeId("CS", id + 1), url },
    ...{ html_url: `${repositoryPage(repository)}/actions/runs/${id}`, pull_requests: [], created_at: createdAt, updated_at: updatedAt },
    ...{ actor: who, triggering_actor: who, run_started_at: createdAt, jobs_url: `${url}/jobs`, logs_url: `${url}/logs` },
    ...{ check_suite_url: `${repositoryUrl(repository, api)}/check-suites/${id + 1}`, artifacts_url: `${url}/artifacts` },
    ...{ cancel_url: `${url}/cancel`, rerun_url: `${url}/rerun`, previous_attempt_url: null, referenced_workflows: [] },
    workflow_url: `${repositoryUrl(repository, api)}/actions/workflows/${workflowId(workflow)}`,
    head_commit: commit
      ? {
          ...{ id: sha, tree_id: treeOf(sha), message: commit.message, timestamp: commit.at },
          ...{ author: gitUser(commit.author), committer: gitUser(commit.author) },
        }
      : null,
    ...{ repository: minimalRepository(repository, api), head_repository: minimalRepository(repository, api) },
  };
}

export function jobAnswer({ id, name, attempt, ...job }: RunJob, run: Run, repository: Repository, api: string): object {
  const { status, conclusion, startedAt, completedAt } = job;
  const base = repositoryUrl(repository, api);
  return {
    ...{
      id,
      run_id: run.id,
      run_url: runUrl(run.id, repository, api),
      node_id: nodeId("J", id),
      head_sha: run.sha,
      name,
      status,
      conclusion,
    },
    ...{ url: `${base}/actions/jobs/${id}`, html_url: `${repositoryPage(repository)}/actions/runs/${run.id}/job/${id}`, steps: [] },
    ...{ check_run_url: `${base}/check-runs/${id}`, run_attempt: attempt, created_at: startedAt, started_at: startedAt },
    ...{ completed_at: completedAt, labels: ["ubuntu-latest"], runner_id: 1, runner_name: "GitHub Actions 1", runner_group_id: 0 },
    ...{ runner_group_name: "GitHub Actions", workflow_name: run.workflow.replace(/\.ya?ml$/, ""), head_branch: run.branch },
  };
}

export const runUrl = (id: number, repository: Repository, api: string): string => `${repositoryUrl(repository, api)}/actions/runs/${id}`;

export function artifactAnswer(artifact: Artifact, repository: Repository, api: string): object {
  const { id, name, zip, isExpired, createdAt, expiresAt } = artifact;
  const url = `${repositoryUrl(repository, api)}/actions/artifacts/${id}`;
  const run = repository.runs.get(artifact.run);
  return {
    ...{ id, node_id: nodeId("A", id), name, size_in_bytes: zip.length, url, archive_download_url: `${url}/zip`, expired: isExpired },
    ...{ digest: `sha256:${createHash("sha256").update(zip).digest("hex")}`, created_at: createdAt, updated_at: createdAt },
    expires_at: expiresAt,
    workflow_run: run
      ? { id: run.id, repository_id: repository.id, head_repository_id: repository.id, head_branch: run.branch, head_sha: run.sha }
      : null,
  };
}

/** As old as its repository. */
export function workflowAnswer(workflow: string, repository: Repository, api: string): object {
  const id = workflowId(workflow);
  const name = workflow.replace(/\.ya?ml$/, "");
  return {
    ...{ id, node_id: nodeId("W", id), name, path: `.github/workflows/${workflow}` },
    ...{
      state: repository.disabledWorkflows.get(workflow) ?? "active",
      created_at: repository.createdAt,
      updated_at: repository.createdAt,
    },
    ...{ url: `${repositoryUrl(repository, api)}/actions/workflows/${id}` },
    html_url: `${repositoryPage(repository)}/blob/${repository.defaultBranch}/.github/workflows/${workflow}`,
    badge_url: `${repositoryPage(repository)}/workflows/${name}/badge.svg`,
  };
}

/** The same for the same file. */
export const workflowId = (workflow: string): number => createHash("sha1").update(workflow).digest().readUInt32BE(0);
