/** Deployments as GitHub records them: by themselves for a job that names an environment, or when they are asked for. */
import type { Automation, Deployment, DeploymentStatus } from "./automation";

interface Source {
  newId(): number;
  now(): string;
}

type New = Pick<Deployment, "sha" | "ref" | "environment" | "creator"> & Partial<Deployment>;

export function recordDeployment({ deployments }: Automation, deployment: New, { newId, now }: Source): Deployment {
  const made: Deployment = {
    ...{ task: "deploy", payload: {}, description: null, isTransient: false, isForUsers: deployment.environment === "production" },
    ...{ ...deployment, id: newId(), createdAt: now(), updatedAt: now(), statuses: [] },
  };
  deployments.set(made.id, made);
  return made;
}

/** A success ends the earlier ones of its environment, unless told or they were transient. */
export function addDeploymentStatus(
  { deployments }: Automation,
  deployment: Deployment,
  { endsOthers, ...status }: Omit<DeploymentStatus, "id" | "createdAt"> & { endsOthers: boolean },
  { newId, now }: Source,
): DeploymentStatus {
  const added = { ...status, id: newId(), createdAt: now() };
  deployment.statuses.unshift(added);
  deployment.updatedAt = now();
  if (status.state === "success" && endsOthers && !deployment.isTransient) {
    for (const other of deployments.values()) {
      const isEarlier = other.environment === deployment.environment && other.id < deployment.id && !other.isTransient;
      if (isEarlier && other.statuses[0]?.state === "success")
        other.statuses.unshift({ ...status, state: "inactive", id: newId(), createdAt: now() });
    }
  }
  return added;
}
