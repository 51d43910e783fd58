/**
 * Alarms on SES's own metrics. Each notifies the alert topic when it begins and when it is over. docs/monitoring.md explains them and says what to
 * do. Alarms on the events of every provider are in stacks/alarms/.
 */
import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
  type CloudwatchMetricAlarmMetricQuery,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { type OwnAlarmKind, ownAlarmName } from "../../declaration/names/alarms";
import { sesConfigurationSet, sesMetrics } from "../../declaration/names/ses";
import type { Environment } from "../../declaration/schema/environment";
import { sesReviewedFrom } from "../../mail/providers/ses";

const hour = 3600;
const day = 24 * hour;
/** With fewer sends in an hour a rate means nothing: one failure in ten is 10 %. */
export const enoughSends = 20;

/** Thresholds: an alarm goes off at its value, the failure rate's above it. */
export const alarmThresholds = ({ alerts, limits }: Environment): Record<OwnAlarmKind, number> => ({
  "bounce-rate": sesReviewedFrom.bounceRate / 2,
  "complaint-rate": sesReviewedFrom.complaintRate / 2,
  "failure-rate": alerts.failureRate,
  "sends-near-limit": Math.floor(limits.sendsPerDay * 0.8),
});

/** The share of an hour's sends that bounced for good or were rejected. */
export const failedShare = "(FILL(bounce, 0) + FILL(reject, 0)) / send";
/** An hour with few sends counts as none. */
export const failureRate = `IF(send >= ${enoughSends}, ${failedShare}, 0)`;

export interface SendingAlarmsProps {
  environment: Environment;
  alertTopic: string;
}

export class SendingAlarms extends Construct {
  readonly byKind: Readonly<Record<OwnAlarmKind, CloudwatchMetricAlarm>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: SendingAlarmsProps,
  ) {
    super(scope, id);
    this.byKind = {
      "bounce-rate": this.bounceRate(),
      "complaint-rate": this.complaintRate(),
      "failure-rate": this.failureRate(),
      "sends-near-limit": this.sendsNearLimit(),
    };
  }

  private bounceRate(): CloudwatchMetricAlarm {
    return this.reputation(
      "bounce-rate",
      sesMetrics.bounceRate,
      "Hard bounces are half way to the rate from which AWS reviews the account.",
    );
  }

  private complaintRate(): CloudwatchMetricAlarm {
    return this.reputation(
      "complaint-rate",
      sesMetrics.complaintRate,
      "Complaints are half way to the rate from which AWS reviews the account.",
    );
  }

  /** SES computes a reputation only when mail is sent: silence does not make a bad one good, so the alarm keeps its state. */
  private reputation(kind: OwnAlarmKind, metricName: string, meaning: string): CloudwatchMetricAlarm {
    return this.alarm(kind, meaning, {
      namespace: sesMetrics.namespace,
      metricName,
      statistic: "Maximum",
      period: hour,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      treatMissingData: "ignore",
    });
  }

  /** No sends are no failures: at night there are none. That sending is impossible is for other checks to find. */
  private failureRate(): CloudwatchMetricAlarm {
    return this.alarm("failure-rate", "More of the mail sent within an hour failed for good than is normal.", {
      metricQuery: [
        this.hourly("send", sesMetrics.send),
        this.hourly("bounce", sesMetrics.bounce),
        this.hourly("reject", sesMetrics.reject),
        { id: "failed", expression: failureRate, label: "failure rate", returnData: true },
      ],
      comparisonOperator: "GreaterThanThreshold",
      treatMissingData: "notBreaching",
    });
  }

  private sendsNearLimit(): CloudwatchMetricAlarm {
    return this.alarm("sends-near-limit", "A day's sends reached 80 % of what this environment may send.", {
      namespace: sesMetrics.namespace,
      metricName: sesMetrics.send,
      dimensions: this.dimensions,
      statistic: "Sum",
      period: day,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      treatMissingData: "notBreaching",
    });
  }

  private hourly(id: string, metricName: string): CloudwatchMetricAlarmMetricQuery {
    return { id, metric: { namespace: sesMetrics.namespace, metricName, dimensions: this.dimensions, stat: "Sum", period: hour } };
  }

  private get dimensions(): Record<string, string> {
    return { [sesMetrics.configurationSetDimension]: sesConfigurationSet(this.props.environment.name) };
  }

  private alarm(
    kind: OwnAlarmKind,
    meaning: string,
    config: Omit<CloudwatchMetricAlarmConfig, "alarmName" | "evaluationPeriods" | "threshold">,
  ): CloudwatchMetricAlarm {
    const { environment, alertTopic } = this.props;
    return new CloudwatchMetricAlarm(this, kind, {
      alarmName: ownAlarmName(environment.name, kind),
      alarmDescription: `${meaning} What to do: docs/monitoring.md, "${kind}".`,
      evaluationPeriods: 1,
      threshold: alarmThresholds(environment)[kind],
      alarmActions: [alertTopic],
      okActions: [alertTopic],
      ...config,
    });
  }
}
