/**
 * When a scheduled rule of EventBridge fires: once. The rule, whom it tells and what are Terraform's, so only its time is set here.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
import type { EventBridge } from "@aws-sdk/client-eventbridge";
import { OperatorError } from "../../declaration/operator-error";
import { callAws, findInAws } from "./call";

/** Time in which EventBridge takes up a change. */
const soonMs = 10 * 60 * 1000;

/** What is past by now fires in ten minutes. @throws OperatorError when there is no such rule. */
export async function fireOnceAt(events: EventBridge, name: string, { at, now }: { at: Date; now: Date }): Promise<void> {
  const absent = ["ResourceNotFoundException"];
  const rule = await findInAws("EventBridge DescribeRule", absent, () => events.describeRule({ Name: name }));
  if (!rule) {
    const remedy = "it is made by `npx twinpost plan` and `npx twinpost apply` of the environment; then run this again";
    throw new OperatorError(`EventBridge has no rule "${name}", which tells when credentials are too old`, remedy);
  }
  const ScheduleExpression = onceAt(new Date(Math.max(at.getTime(), now.getTime() + soonMs)));
  if (rule.State === "ENABLED" && rule.ScheduleExpression === ScheduleExpression) return;
  // What is not said again is lost.
  const kept = rule.Description === undefined ? {} : { Description: rule.Description };
  await callAws("EventBridge PutRule", () => events.putRule({ Name: name, ...kept, ScheduleExpression, State: "ENABLED" }));
}

/** @returns the id of the rule's target that has this ARN, as Terraform imports it: "<rule>/<id>"; undefined if the rule has none, or is not there. */
export async function findRuleTarget(events: EventBridge, { rule, arn }: { rule: string; arn: string }): Promise<string | undefined> {
  const answer = await findInAws("EventBridge ListTargetsByRule", ["ResourceNotFoundException"], () =>
    events.listTargetsByRule({ Rule: rule }),
  );
  const found = answer?.Targets?.find(({ Arn }) => Arn === arn);
  return found && `${rule}/${found.Id}`;
}

/** In UTC, to the minute. */
const onceAt = (at: Date): string =>
  `cron(${at.getUTCMinutes()} ${at.getUTCHours()} ${at.getUTCDate()} ${at.getUTCMonth() + 1} ? ${at.getUTCFullYear()})`;
