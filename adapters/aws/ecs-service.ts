/**
 * A service of ECS whose tasks read a secret when they start: a new deployment gives them the new one.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
import type { ECS } from "@aws-sdk/client-ecs";
import { OperatorError } from "../../declaration/operator-error";
import { callAws } from "./call";

export interface EcsService {
  cluster: string;
  service: string;
}

interface Deployment {
  id: string;
  primary: boolean;
  state: string;
  taskDefinition: string;
  running: number;
  desired: number;
  startedAt: Date | undefined;
}

/** @throws OperatorError when there is no such service, or it is inactive. */
export async function readDeployments(ecs: ECS, { cluster, service }: EcsService): Promise<Deployment[]> {
  const { services = [] } = await callAws("ECS DescribeServices", () => ecs.describeServices({ cluster, services: [service] }));
  const found = services.find(({ status }) => status === "ACTIVE");
  if (!found)
    throw new OperatorError(
      `ECS has no active service "${service}" in the cluster "${cluster}"`,
      "correct `consumers` in the environment's file",
    );
  return (found.deployments ?? []).map(
    ({ id = "", status, rolloutState = "", taskDefinition = "", runningCount = 0, desiredCount = 0, createdAt }) => ({
      ...{ id, primary: status === "PRIMARY", state: rolloutState, taskDefinition, running: runningCount, desired: desiredCount },
      startedAt: createdAt,
    }),
  );
}

/** The same task definition, so the same image: what runs is only started again. */
export async function forceNewDeployment(ecs: ECS, { cluster, service }: EcsService, taskDefinition: string): Promise<void> {
  await callAws("ECS UpdateService", () => ecs.updateService({ cluster, service, taskDefinition, forceNewDeployment: true }));
}
