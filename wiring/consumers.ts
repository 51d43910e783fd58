/** Tells the declared consumers that the application's login is another one now. */
import type { ECS } from "@aws-sdk/client-ecs";
import { type EcsService, forceNewDeployment, readDeployments, readTasks } from "../adapters/aws/ecs-service";
import { request } from "../adapters/http/request";
import { OperatorError } from "../declaration/operator-error";
import type { Environment } from "../declaration/schema/environment";
import type { Consumer } from "../declaration/schema/rotation-shape";
import { messageOf } from "../workflows/credentials/failures";
import type { Rollout } from "../workflows/rotate/seen";
import type { Connections } from "./connections";

/** How long a webhook may take: it answers once the application has read its secret again. */
const webhookMs = 30_000;

/** May be repeated. @throws OperatorError naming every consumer that was not told. */
export async function refreshConsumers(environment: Environment, connections: Pick<Connections, "aws">): Promise<void> {
  const outcomes = await Promise.allSettled((environment.consumers ?? []).map((each) => refresh(each, environment, connections)));
  const failures = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as Error] : []));
  if (failures.length === 0) return;
  throw new OperatorError(
    `${failures.length} of ${outcomes.length} consumers were not told of the new login: ${failures.map(({ message }) => message).join("; ")}`,
    "the secret has it already: restart them by hand, or run this again, which tells all of them again",
    { cause: new AggregateError(failures) },
  );
}

/** Of the services that are started anew. What cannot be read is a value: in a leak a rotation goes on without. */
export function readRollouts(environment: Environment, connections: Pick<Connections, "aws">): Promise<Rollout[]> {
  const services = (environment.consumers ?? []).flatMap((each) => (each.kind === "ecs" ? [each] : []));
  return Promise.all(
    services.map(async (service) => {
      const name = `${service.cluster}/${service.service}`;
      const { ecs } = connections.aws(environment);
      try {
        // Tasks tell more, and a role of an earlier version may not read them.
        const [deployments, tasks] = await Promise.all([readDeployments(ecs, service), readTasks(ecs, service).catch(() => undefined)]);
        return { name, deployments, tasks };
      } catch (error) {
        return { name, unknown: messageOf(error) };
      }
    }),
  );
}

/** Without a default: a kind that is added does not compile until it is told here too. */
function refresh(consumer: Consumer, environment: Environment, connections: Pick<Connections, "aws">): Promise<void> {
  switch (consumer.kind) {
    case "ecs":
      return redeploy(consumer, connections.aws(environment).ecs);
    case "webhook":
      return callWebhook(consumer.url, environment);
  }
}

async function redeploy(consumer: EcsService, ecs: ECS): Promise<void> {
  const deployments = await readDeployments(ecs, consumer);
  const primary = deployments.find((deployment) => deployment.primary);
  if (!primary) throw new OperatorError(`the service ${consumer.service} has no deployment`, "start it, then run this again");
  const busy = deployments.find(({ state }) => state === "IN_PROGRESS");
  if (busy)
    throw new OperatorError(
      `a deployment of the service ${consumer.service} is under way (${busy.id})`,
      "wait until it has ended, then run this again",
    );
  await forceNewDeployment(ecs, consumer, primary.taskDefinition);
}

async function callWebhook(url: string, { name }: Environment): Promise<void> {
  const body = JSON.stringify({ environment: name, event: "application-secret-changed" });
  const headers = { "Content-Type": "application/json" };
  const { status, failure } = await request({ method: "POST", url, headers, body }, { deadline: Date.now() + webhookMs });
  if (failure || status < 200 || status > 299) throw new OperatorError(`${url} answered ${failure ?? status}`);
}
