/**
 * What an alarm does when its state changes: it publishes to topics, and calls functions, as far as their policies let it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions.html Not here: other kinds of actions.
 */
import type { RequestLog } from "../../../request-log";
import type { Lambda } from "../../lambda/start";
import type { Sns } from "../../sns/start";
import type { AlarmState, CompositeAlarm } from "./alarm";
import { timeText } from "./evaluate-metric";
import type { History } from "./history";
import { type Change, messageOf } from "./message";
import { reasonOf } from "./suppression";

export interface ActionOptions {
  sns: Pick<Sns, "publish">;
  lambda: Pick<Lambda, "invokeFor">;
  log: RequestLog;
  now(): number;
}

export async function act(change: Change, history: History, { sns, lambda, log, now }: ActionOptions): Promise<void> {
  const { alarm } = change;
  if (alarm.state.suppressedBy) return;
  const { isEnabled, ...lists } = alarm.actions;
  for (const arn of isEnabled ? lists[alarm.state.value] : []) {
    const failure = await once(arn).catch((error: Error) => error.message);
    const summary =
      failure === undefined ? `Successfully executed action ${arn}` : `Failed to execute action ${arn}. Received error: "${failure}"`;
    const more = { actionState: failure === undefined ? "Succeeded" : "Failed", notificationResource: arn, error: failure };
    history.add(alarm, "Action", { summary, at: now(), more });
  }

  async function once(arn: string): Promise<string | undefined> {
    const { subject, message, mail } = messageOf(change);
    if (/^arn:aws[a-z-]*:sns:/.test(arn)) {
      const by = { service: "cloudwatch.amazonaws.com", sourceArn: alarm.arn };
      const told = await sns.publish({ topicArn: arn, subject, message, mail, by });
      return "refused" in told ? told.refused : undefined;
    }
    if (/^arn:aws[a-z-]*:lambda:/.test(arn)) {
      const source = { service: "lambda.alarms.cloudwatch.amazonaws.com", sourceArn: alarm.arn };
      const ran = await lambda.invokeFor(source, arn, {
        source: "aws.cloudwatch",
        alarmArn: alarm.arn,
        alarmData: JSON.parse(message) as object,
      });
      return ran ? undefined : "the function is not there, or its policy does not allow it";
    }
    log.addUnknown("monitoring", `an alarm's action of ${arn.split(":")[2]}`);
    return "the sandbox has no such action";
  }
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
export function stateChangeOf({ alarm, before }: Change) {
  const [, , , region = "", account = ""] = alarm.arn.split(":");
  const told = ({ value, reason, data, updatedAt, suppressedBy }: AlarmState) => ({
    ...(suppressedBy ? { actionsSuppressedBy: suppressedBy, actionsSuppressedReason: reasonOf(suppressedBy) } : {}),
    ...{ value, reason, reasonData: data, timestamp: timeText(updatedAt) },
  });
  const detail = {
    alarmName: alarm.name,
    state: told(alarm.state),
    previousState: told(before),
    configuration: { description: alarm.description, ...(alarm.kind === "composite" ? suppressorOf(alarm) : {}) },
  };
  return { source: "aws.cloudwatch", detailType: "CloudWatch Alarm State Change", resources: [alarm.arn], detail, account, region };
}

const suppressorOf = ({ rule, suppressor }: CompositeAlarm): object => ({
  alarmRule: rule,
  ...(suppressor
    ? {
        actionsSuppressor: suppressor.given,
        actionsSuppressorWaitPeriod: suppressor.waitMs / 1000,
        actionsSuppressorExtensionPeriod: suppressor.extensionMs / 1000,
      }
    : {}),
});
