/** Wires the test of alerts: the topics of SNS, and the two functions. */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { publishToTopic, topicSubscribers } from "../adapters/aws/alert-topics";
import { invokeFunction } from "../adapters/aws/invoke-function";
import type { Urgency } from "../declaration/alarms/alarm";
import { alertTopic, pageTopic, topicArn } from "../declaration/names/alarms";
import { functionName } from "../declaration/names/events";
import type { Environment } from "../declaration/schema/environment";
import type { TestAlertsEffects } from "../workflows/test-alerts";
import type { Connections } from "./connections";

const posted = z.object({ is: z.string(), status: z.number().optional(), why: z.string().optional(), answer: z.string().optional() });
const beat = z.object({ heartbeat: z.string(), why: z.string().optional() });
/** A function waits for others. */
const timeoutMs = 60_000;

export function testAlertsEffects(environment: Environment, connections: Connections): TestAlertsEffects {
  const { name } = environment;
  const { json } = connections.aws(environment);
  const topic = (urgency: Urgency): string => topicArn(environment, urgency === "page" ? pageTopic(name) : alertTopic(name));
  const lambda = { ...json("LAMBDA"), timeoutMs };
  return {
    newId: () => randomUUID().slice(0, 8),
    topics: {
      publish: (urgency, message) => publishToTopic(topic(urgency), message, json("SNS")),
      subscribers: (urgency) => topicSubscribers(topic(urgency), json("SNS")),
    },
    functions: {
      post: async (test) => {
        const { is, status, why, answer } = await invokeFunction(functionName(name, "notify"), { test }, posted, lambda);
        return {
          is,
          ...(status === undefined ? {} : { status }),
          ...(why === undefined ? {} : { why }),
          ...(answer === undefined ? {} : { answer }),
        };
      },
      heartbeat: async () => {
        const { heartbeat, why } = await invokeFunction(functionName(name, "watch"), { due: "nothing" }, beat, lambda);
        return { heartbeat, ...(why === undefined ? {} : { why }) };
      },
    },
  };
}
