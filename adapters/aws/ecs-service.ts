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
  /** IN_PROGRESS, COMPLETED or FAILED. */
  state: string;
  /** In ECS's words. */
  reason: string;
  taskDefinition: string;
  running: number;
  desired: number;
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
    ({ id = "", status, rolloutState = "", rolloutStateReason = "", taskDefinition = "", runningCount = 0, desiredCount = 0 }) => ({
      ...{ id, primary: status === "PRIMARY", state: rolloutState, reason: rolloutStateReason, taskDefinition },
      ...{ running: runningCount, desired: desiredCount },
    }),
  );
}

interface Task {
  /** The id of the deployment that started it. */
  deployment: string;
  /** Digests of its containers' images, sorted; undefined where ECS does not tell one. */
  images: string[] | undefined;
}

/** Those that run; a service with more than a hundred is judged by a hundred. */
export async function readTasks(ecs: ECS, { cluster, service }: EcsService): Promise<Task[]> {
  const { taskArns = [] } = await callAws("ECS ListTasks", () => ecs.listTasks({ cluster, serviceName: service }));
  if (taskArns.length === 0) return [];
  const { tasks = [] } = await callAws("ECS DescribeTasks", () => ecs.describeTasks({ cluster, tasks: taskArns }));
  return tasks.map(({ startedBy = "", containers = [] }) => {
    const digests = containers.map(({ imageDigest }) => imageDigest);
    return { deployment: startedBy, images: digests.every((each) => each !== undefined) ? (digests as string[]).sort() : undefined };
  });
}

/** The same task definition, so the same image: what runs is only started again. */
export async function forceNewDeployment(ecs: ECS, { cluster, service }: EcsService, taskDefinition: string): Promise<void> {
  await callAws("ECS UpdateService", () => ecs.updateService({ cluster, service, taskDefinition, forceNewDeployment: true }));
}
