/** Who is told: a subscription's address or webhook outside our domains is a stranger's, until a person says whose it is. */
import { type Finding, findingOf } from "../../findings/finding";
import type { GuardedResource } from "../guarded-resource";
import { domainOfRecipient, isOurDomain } from "../own";
import { isSame, text, valueText } from "../values";
import type { Judging } from "./type-rules";

export function recipientElsewhere({ address: where, before, after }: GuardedResource, { own }: Judging): Finding[] {
  const endpoint = after?.endpoint;
  if (isSame(endpoint, before?.endpoint)) return [];
  // The queue of the environment's own events, in the account itself.
  if (after?.protocol === "sqs" && new RegExp(`^arn:aws:sqs:[\\w-]+:${own.account}:twinpost-[\\w-]+-events$`).test(text(endpoint)))
    return [];
  // The function that posts alerts to the address in the environment's secret.
  if (
    after?.protocol === "lambda" &&
    new RegExp(`^arn:aws:lambda:[\\w-]+:${own.account}:function:twinpost-[\\w-]+-notify$`).test(text(endpoint))
  )
    return [];
  const domain = domainOfRecipient(text(endpoint));
  if (domain !== undefined && isOurDomain(domain, own)) return [];
  return [
    findingOf("alerts/recipient-elsewhere", { where, what: `${valueText(endpoint)} would be told, which is in none of our domains` }),
  ];
}
