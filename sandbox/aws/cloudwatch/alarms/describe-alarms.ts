/**
 * DescribeAlarms. Without types it tells metric alarms only, and a page has 50 unless asked otherwise.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
import { type Input, list, number, text } from "../../query-protocol";
import { invalid } from "../metric-queries";
import type { Alarm } from "./alarm";
import type { AlarmBook } from "./alarm-book";
import { reasonOf } from "./suppression";

const usual = 50;
const most = 100;

export function describeAlarms(book: AlarmBook, input: Input): object {
  const types = list(input.AlarmTypes).map(text);
  const kinds = types.length === 0 ? ["metric"] : types.map((type) => (type === "CompositeAlarm" ? "composite" : "metric"));
  const names = list(input.AlarmNames).map(text);
  const { AlarmNamePrefix, StateValue, ActionPrefix, ChildrenOfAlarmName, ParentsOfAlarmName } = input;
  if (names.length > most) throw invalid(`AlarmNames must have at most ${most} members`);
  if (names.length > 0 && AlarmNamePrefix !== undefined) throw invalid("AlarmNames and AlarmNamePrefix exclude each other");
  const family =
    ChildrenOfAlarmName === undefined
      ? ParentsOfAlarmName === undefined
        ? undefined
        : book.parentsOf(text(ParentsOfAlarmName))
      : book.childrenOf(book.require(text(ChildrenOfAlarmName)));
  const found = (family ?? book.all()).filter(
    ({ kind, name, state, actions }) =>
      kinds.includes(kind) &&
      (names.length === 0 || names.includes(name)) &&
      (AlarmNamePrefix === undefined || name.startsWith(text(AlarmNamePrefix))) &&
      (StateValue === undefined || state.value === StateValue) &&
      (ActionPrefix === undefined ||
        [...actions.OK, ...actions.ALARM, ...actions.INSUFFICIENT_DATA].some((arn) => arn.startsWith(text(ActionPrefix)))),
  );
  const from = number(input.NextToken) ?? 0;
  const to = from + Math.min(number(input.MaxRecords) ?? usual, most);
  const page = found.slice(from, to);
  return {
    MetricAlarms: page.filter(({ kind }) => kind === "metric").map(describe),
    CompositeAlarms: page.filter(({ kind }) => kind === "composite").map(describe),
    ...(to < found.length ? { NextToken: String(to) } : {}),
  };
}

export function describe(alarm: Alarm): object {
  const { name, arn, description, actions, state, configuredAt } = alarm;
  const common = {
    AlarmName: name,
    AlarmArn: arn,
    AlarmDescription: description,
    AlarmConfigurationUpdatedTimestamp: new Date(configuredAt),
    ActionsEnabled: actions.isEnabled,
    OKActions: actions.OK,
    AlarmActions: actions.ALARM,
    InsufficientDataActions: actions.INSUFFICIENT_DATA,
    StateValue: state.value,
    StateReason: state.reason,
    StateReasonData: state.data,
    StateUpdatedTimestamp: new Date(state.updatedAt),
    StateTransitionedTimestamp: new Date(state.changedAt),
  };
  if (alarm.kind === "metric") return { ...common, ...alarm.given };
  const { rule, suppressor } = alarm;
  const { suppressedBy } = state;
  return {
    ...common,
    AlarmRule: rule,
    ...(suppressedBy ? { ActionsSuppressedBy: suppressedBy, ActionsSuppressedReason: reasonOf(suppressedBy) } : {}),
    ...(suppressor
      ? {
          ActionsSuppressor: suppressor.given,
          ActionsSuppressorWaitPeriod: suppressor.waitMs / 1000,
          ActionsSuppressorExtensionPeriod: suppressor.extensionMs / 1000,
        }
      : {}),
  };
}
