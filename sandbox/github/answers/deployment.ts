/** Deployments and their statuses, as GitHub shows them. */
import type { Deployment, DeploymentStatus } from "../automation";
import { nodeId } from "../node-id";
import type { Repository } from "../state";
import { simpleUser } from "./account";
import { repositoryUrl } from "./repository";

export function deploymentAnswer(deployment: Deployment, repository: Repository, api: string): object {
  const { id, sha, ref, task, payload, environment, description, isTransient, isForUsers, creator, createdAt, updatedAt } = deployment;
  const url = `${repositoryUrl(repository, api)}/deployments/${id}`;
  return {
    ...{ url, id, node_id: nodeId("DE", id), sha, ref, task, payload, original_environment: environment, environment, description },
    ...{ creator: simpleUser(creator, api), created_at: createdAt, updated_at: updatedAt, statuses_url: `${url}/statuses` },
    ...{ repository_url: repositoryUrl(repository, api), transient_environment: isTransient, production_environment: isForUsers },
    performed_via_github_app: null,
  };
}

export function deploymentStatusAnswer(status: DeploymentStatus, { id, environment }: Deployment, repository: Repository, api: string) {
  const deployment = `${repositoryUrl(repository, api)}/deployments/${id}`;
  return {
    ...{ url: `${deployment}/statuses/${status.id}`, id: status.id, node_id: nodeId("DES", status.id), state: status.state },
    ...{ creator: simpleUser(status.creator, api), description: status.description, environment, target_url: status.targetUrl },
    ...{ created_at: status.createdAt, updated_at: status.createdAt, deployment_url: deployment },
    ...{ repository_url: repositoryUrl(repository, api), environment_url: status.environmentUrl, log_url: status.logUrl },
    performed_via_github_app: null,
  };
}
