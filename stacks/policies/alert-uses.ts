/** What `twinpost alerts test` does: one message to each topic of alerts, and a call of each function that posts. Of people alone. */
import { functionsOf } from "../../declaration/events";
import type { Environment } from "../../declaration/schema/environment";
import { alertTopics, anyKey, functionArn } from "./arns";
import { on, type Use } from "./use";

export function alertUses(environment: Environment): Use[] {
  const topics = alertTopics(environment);
  const functions = functionsOf(environment).filter((name) => name === "notify" || name === "watch");
  if (functions.length === 0) return [];
  return [
    on(topics, "sns:Publish"),
    // SNS encrypts on the caller's behalf, for these topics only.
    {
      ...on(anyKey(environment), "kms:Decrypt", "kms:GenerateDataKey"),
      condition: { StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": topics } },
    },
    on(
      functions.map((name) => functionArn(environment, name)),
      "lambda:InvokeFunction",
    ),
  ];
}
