/**
 * Declares in CloudWatch what declaration/alarms/ says. An alarm that is part of a joined one has no actions: CloudWatch tells of the joined one,
 * and names which rang. Joined alarms refer to the others, since CloudWatch knows no rule about an alarm that is not there.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-combining.html
 */
import {
  CloudwatchCompositeAlarm,
  type CloudwatchCompositeAlarmActionsSuppressor,
} from "@cdktf/provider-aws/lib/cloudwatch-composite-alarm";
import { CloudwatchMetricAlarm, type CloudwatchMetricAlarmConfig } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { JoinedAlarm, Metric, MetricAlarm, Rule, Urgency } from "../../declaration/alarms/alarm";
import { alarmsOf } from "../../declaration/alarms/alarms";
import { alarmName } from "../../declaration/names/alarms";
import type { Environment } from "../../declaration/schema/environment";
import { sendingProviders } from "../../mail/providers/sending-providers";

export interface MessageAlarmsProps {
  environment: Environment;
  /** ARNs of topics. */
  topics: Record<Urgency, string>;
  /** The alarms that providers have on what they count themselves: their names in the rules of joined ones. */
  own: Readonly<Record<string, CloudwatchMetricAlarm>>;
}

export class MessageAlarms extends Construct {
  /** By its id, the alarm's name as a reference. */
  private readonly names = new Map<string, string>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: MessageAlarmsProps,
  ) {
    super(scope, id);
    const { metric, joined } = alarmsOf(props.environment);
    for (const each of metric) this.names.set(each.id, this.declareMetric(each).alarmName);
    for (const each of joined) this.names.set(each.id, this.declareJoined(each).alarmName);
  }

  private declareMetric(alarm: MetricAlarm): CloudwatchMetricAlarm {
    const { id, compare, threshold, periods = 1, silence, urgency } = alarm;
    const topic = urgency && [this.props.topics[urgency]];
    return new CloudwatchMetricAlarm(this, id, {
      alarmName: alarmName(this.props.environment.name, id),
      alarmDescription: describe(alarm),
      ...measured(alarm),
      comparisonOperator: compare === ">=" ? "GreaterThanOrEqualToThreshold" : "LessThanOrEqualToThreshold",
      threshold,
      evaluationPeriods: periods,
      treatMissingData: { good: "notBreaching", keep: "ignore", tell: "missing" }[silence],
      ...(topic ? { alarmActions: topic, okActions: topic } : {}),
      // Not to be told as "breaching": a new alarm has no data either, and rings nobody.
      ...(topic && silence === "tell" ? { insufficientDataActions: topic } : {}),
    });
  }

  private declareJoined(alarm: JoinedAlarm): CloudwatchCompositeAlarm {
    const topic = [this.props.topics[alarm.urgency]];
    return new CloudwatchCompositeAlarm(this, alarm.id, {
      alarmName: alarmName(this.props.environment.name, alarm.id),
      alarmDescription: describe(alarm),
      alarmRule: this.write(alarm.rule),
      alarmActions: topic,
      // Of what a page silenced, CloudWatch would tell the end alone: after each change that it did not tell, it tells the state that it ends in.
      ...(alarm.page === undefined ? { okActions: topic } : { actionsSuppressor: this.suppressor(alarm.page) }),
    });
  }

  /** Alarms are evaluated one by one, each within a minute: a ticket waits whether its page comes, and ends after it. */
  private suppressor(page: string): CloudwatchCompositeAlarmActionsSuppressor {
    const alarm = this.names.get(page);
    if (alarm === undefined) throw new Error(`no alarm ${page} is declared before its ticket`);
    return { alarm, waitPeriod: 120, extensionPeriod: 180 };
  }

  private write(rule: Rule): string {
    if ("not" in rule) return `NOT ${this.write(rule.not)}`;
    if ("any" in rule) return `(${rule.any.map((each) => this.write(each)).join(" OR ")})`;
    if ("all" in rule) return `(${rule.all.map((each) => this.write(each)).join(" AND ")})`;
    const name = "rings" in rule ? this.names.get(rule.rings) : this.props.own[rule.ownRings]?.alarmName;
    if (name === undefined) throw new Error(`no alarm of ${JSON.stringify(rule)} is declared before the one that names it`);
    return `ALARM("${name}")`;
  }
}

/** One metric as it is, or math over several of one period. */
function measured({ metrics, expression, seconds }: MetricAlarm): Partial<CloudwatchMetricAlarmConfig> {
  const queries = Object.entries(metrics);
  const [[, only]] = queries as [[string, Metric]];
  if (expression === undefined)
    return { namespace: only.namespace, metricName: only.name, dimensions: only.dimensions, statistic: only.stat, period: seconds };
  return {
    metricQuery: [
      ...queries.map(([id, { namespace, name, dimensions, stat }]) => ({
        id,
        metric: { namespace, metricName: name, dimensions, stat, period: seconds },
      })),
      { id: "value", expression, label: "value", returnData: true },
    ],
  };
}

/** Whoever is told by night has no more than this. */
function describe({ kind, meaning, provider }: MetricAlarm | JoinedAlarm): string {
  const page = provider && sendingProviders[provider].support?.status;
  return `${meaning}. What to do: docs/runbooks/${kind}.md${page ? `. Does the provider know? ${page}` : ""}`;
}
