/**
 * What support asks of what became of messages, and does to it: trace, affected, erase, redrive (docs/support.md). Of break-glass alone: who reads the table
 * and uses the key of the digests can find out whom we write to.
 */
import { keepsEvents } from "../../declaration/events";
import { addressKeyAlias } from "../../declaration/names/events";
import { type Environment, sendingProvidersOf } from "../../declaration/schema/environment";
import { anyKey, deadEventQueueArn, eventArchiveArn, eventQueueArn, eventTableArn } from "./arns";
import { on, type Use } from "./use";

export function supportUses(environment: Environment): Use[] {
  if (!keepsEvents(environment)) return [];
  const table = eventTableArn(environment);
  return [
    on(table, "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:Scan"),
    on(`${table}/index/*`, "dynamodb:Query"),
    // The key's id is known only once it is made.
    {
      ...on(anyKey(environment), "kms:GenerateMac"),
      condition: { StringEquals: { "kms:RequestAlias": addressKeyAlias(environment.name) } },
    },
    on(`${eventArchiveArn(environment)}/*`, "s3:GetObject"),
    on(deadEventQueueArn(environment), "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:ReceiveMessage"),
    on(eventQueueArn(environment), "sqs:SendMessage"),
    // The account's list, for which IAM knows no resource.
    ...(sendingProvidersOf(environment).includes("ses")
      ? [on("*", "ses:DeleteSuppressedDestination", "ses:GetSuppressedDestination")]
      : []),
  ];
}
