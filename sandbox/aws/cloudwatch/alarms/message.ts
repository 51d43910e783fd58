/**
 * What an alarm publishes when its state changes: the message as AWS's documents and its users' records show it, the subject, and the text of mail.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-sns-schema.html
 */
import { list, object } from "../../query-protocol";
import type { Alarm, AlarmState, CompositeAlarm, MetricAlarm } from "./alarm";
import { timeText } from "./evaluate-metric";

export interface AlarmMessage {
  subject: string;
  message: string;
  /** Of mail, which CloudWatch writes for people. */
  mail: string;
}

export interface Change {
  alarm: Alarm;
  before: AlarmState;
  /** Of a composite alarm: those that made it change. */
  children: readonly Alarm[];
}

export function messageOf({ alarm, before, children }: Change): AlarmMessage {
  const { name, arn, description = null, state, actions } = alarm;
  const [, , , region = "", account = ""] = arn.split(":");
  const place = regionNames[region] ?? region;
  const change = {
    AlarmName: name,
    AlarmDescription: description,
    AWSAccountId: account,
    ...(alarm.kind === "metric" ? { AlarmConfigurationUpdatedTimestamp: timeText(alarm.configuredAt) } : {}),
    NewStateValue: state.value,
    NewStateReason: state.reason,
    StateChangeTime: timeText(state.changedAt),
    Region: place,
    AlarmArn: arn,
    OldStateValue: before.value,
    OKActions: actions.OK,
    AlarmActions: actions.ALARM,
    InsufficientDataActions: actions.INSUFFICIENT_DATA,
  };
  const what = alarm.kind === "metric" ? { Trigger: triggerOf(alarm) } : compositeOf(alarm, children);
  return {
    subject: `${state.value}: "${name}" in ${place}`.slice(0, 100),
    message: JSON.stringify({ ...change, ...what }),
    mail: mailOf(alarm, before, place, account),
  };
}

const compositeOf = ({ rule }: CompositeAlarm, children: readonly Alarm[]): object => ({
  AlarmRule: rule,
  TriggeringChildren: children.map(({ arn, state }) => ({ Arn: arn, State: { Value: state.value, Timestamp: timeText(state.changedAt) } })),
});

function triggerOf({ given, watched, evaluationPeriods, datapointsToAlarm, comparison, threshold }: MetricAlarm): object {
  const { TreatMissingData = "missing", EvaluateLowSampleCountPercentile = "", Period, ...of } = given;
  const common = {
    EvaluationPeriods: evaluationPeriods,
    DatapointsToAlarm: datapointsToAlarm,
    ComparisonOperator: comparison,
    Threshold: threshold,
    TreatMissingData,
    EvaluateLowSampleCountPercentile,
  };
  if ("queries" in watched) {
    const period = watched.queries.flatMap(({ reading, period }) => reading?.period ?? period ?? [])[0] ?? 60_000;
    return { Period: period / 1000, ...common, Metrics: list(of.Metrics).map(metricOf) };
  }
  const statistic =
    of.Statistic === undefined
      ? { StatisticType: "ExtendedStatistic", ExtendedStatistic: of.ExtendedStatistic }
      : { StatisticType: "Statistic", Statistic: statistics[String(of.Statistic)] };
  const { MetricName, Namespace, Unit = null } = of;
  return { MetricName, Namespace, ...statistic, Unit, Dimensions: list(of.Dimensions).map(dimensionOf), Period, ...common };
}

const statistics: Record<string, string> = {
  SampleCount: "SAMPLE_COUNT",
  Average: "AVERAGE",
  Sum: "SUM",
  Minimum: "MINIMUM",
  Maximum: "MAXIMUM",
};

const dimensionOf = (dimension: unknown): object => ({ value: object(dimension).Value, name: object(dimension).Name });

function metricOf(query: unknown): object {
  const { Id, Expression, Label, ReturnData, MetricStat } = object(query);
  if (MetricStat === undefined) return { Expression, Id, Label, ReturnData };
  const { Metric, Period, Stat } = object(MetricStat);
  const { MetricName, Namespace, Dimensions } = object(Metric);
  return {
    Id,
    Label,
    MetricStat: { Metric: { Dimensions: list(Dimensions).map(dimensionOf), MetricName, Namespace }, Period, Stat },
    ReturnData,
  };
}

function mailOf({ name, arn, description = "", state, actions }: Alarm, before: AlarmState, place: string, account: string): string {
  const at = dayText(state.changedAt);
  const sent = (label: string, arns: string[]): string => `- ${label}: [${arns.join(", ")}]`;
  return `You are receiving this email because your Amazon CloudWatch Alarm "${name}" in the ${place} region has entered the ${state.value} state, because "${state.reason}" at "${at}".

Alarm Details:
- Name:                       ${name}
- Description:                ${description}
- State Change:               ${before.value} -> ${state.value}
- Reason for State Change:    ${state.reason}
- Timestamp:                  ${at}
- AWS Account:                ${account}
- Alarm Arn:                  ${arn}

State Change Actions:
${sent("OK", actions.OK)}
${sent("ALARM", actions.ALARM)}
${sent("INSUFFICIENT_DATA", actions.INSUFFICIENT_DATA)}`;
}

/** "Wednesday 10 November, 2021 02:45:55 UTC" */
export function dayText(at: number): string {
  const date = new Date(at);
  const part = (options: Intl.DateTimeFormatOptions): string => date.toLocaleDateString("en-US", { ...options, timeZone: "UTC" });
  const day = String(date.getUTCDate()).padStart(2, "0");
  const time = date.toISOString().slice(11, 19);
  return `${part({ weekday: "long" })} ${day} ${part({ month: "long" })}, ${date.getUTCFullYear()} ${time} UTC`;
}

/** As CloudWatch calls them in messages; others by their id. */
const regionNames: Record<string, string> = {
  "us-east-1": "US East (N. Virginia)",
  "us-east-2": "US East (Ohio)",
  "us-west-1": "US West (N. California)",
  "us-west-2": "US West (Oregon)",
  "ca-central-1": "Canada (Central)",
  "eu-central-1": "EU (Frankfurt)",
  "eu-west-1": "EU (Ireland)",
  "eu-west-2": "EU (London)",
  "eu-west-3": "EU (Paris)",
  "eu-north-1": "EU (Stockholm)",
  "eu-south-1": "EU (Milan)",
  "ap-south-1": "Asia Pacific (Mumbai)",
  "ap-southeast-1": "Asia Pacific (Singapore)",
  "ap-southeast-2": "Asia Pacific (Sydney)",
  "ap-northeast-1": "Asia Pacific (Tokyo)",
  "sa-east-1": "South America (Sao Paulo)",
};
