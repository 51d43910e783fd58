/** Wires the dead letters of an environment's events to its queues. */
import { requireAccount } from "../adapters/aws/account";
import { openDeadLetters } from "../adapters/aws/dead-letters";
import { sendingEventTopic, topicArn } from "../declaration/names/alarms";
import { deadEventQueue, eventQueue } from "../declaration/names/events";
import { OperatorError } from "../declaration/operator-error";
import type { Environment } from "../declaration/schema/environment";
import type { RedriveEffects } from "../workflows/redrive";
import type { Connections } from "./connections";
import { requireEvents } from "./event-search";
import { letterContent } from "./functions/providers/letter-content";

/** @throws OperatorError where there are no events, or no queues yet. */
export async function redriveEffects(environment: Environment, connections: Connections): Promise<RedriveEffects> {
  requireEvents(environment);
  const { name, aws } = environment;
  const { sts, json } = connections.aws(environment);
  await requireAccount(sts, aws.account);
  const letters = await openDeadLetters({ queue: eventQueue(name), dead: deadEventQueue(name) }, json("SQS"));
  if (!letters)
    throw new OperatorError(`the queue of events of "${name}" does not exist`, "plan and apply the environment, whose stack makes it");
  const topic = topicArn(environment, sendingEventTopic(name));
  return { letters, contentOf: (body) => letterContent(body, topic) };
}
