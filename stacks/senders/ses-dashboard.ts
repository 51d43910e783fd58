/**
 * One CloudWatch dashboard for an environment's sending. Each title says what is good, and a line marks where the alarm goes off.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import { sendingDashboard } from "../../declaration/names/alarms";
import { sesConfigurationSet, sesMetrics } from "../../declaration/names/ses";
import type { Environment } from "../../declaration/schema/environment";
import { sesReviewedFrom } from "../../mail/providers/ses";
import { alarmThresholds, failureRate } from "./ses-alarms";

/** A dashboard is 24 units wide. */
const width = 12;
const height = 6;

export interface SendingDashboardProps {
  environment: Environment;
  alarms: string[];
}

interface Chart {
  title: string;
  metrics: unknown[];
  stat?: "Sum" | "Maximum";
  seconds?: number;
  /** Where the alarm goes off. */
  alarmAt?: number;
}

export class SendingDashboard extends Construct {
  constructor(scope: Construct, id: string, { environment, alarms }: SendingDashboardProps) {
    super(scope, id);
    const status = {
      type: "alarm",
      x: 0,
      y: 0,
      width: 2 * width,
      height: 3,
      properties: { title: "Alarms: good while none is in alarm", alarms },
    };
    const widgets = charts(environment).map((chart, index) => ({
      type: "metric",
      x: (index % 2) * width,
      y: 3 + Math.floor(index / 2) * height,
      width,
      height,
      properties: chartProperties(environment, chart),
    }));
    new CloudwatchDashboard(this, "sending", {
      dashboardName: sendingDashboard(environment.name),
      dashboardBody: JSON.stringify({ widgets: [status, ...widgets] }),
    });
  }
}

function charts(environment: Environment): Chart[] {
  const thresholds = alarmThresholds(environment);
  const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;
  const reputation = (title: string, metric: string, kind: "bounce-rate" | "complaint-rate", reviewedFrom: number): Chart => ({
    title: `${title} of the account: good below ${percent(thresholds[kind])}, AWS reviews it from ${percent(reviewedFrom)}`,
    metrics: [[sesMetrics.namespace, metric]],
    stat: "Maximum",
    alarmAt: thresholds[kind],
  });
  const ofEnvironment = (metric: string, options: object = {}): unknown[] => [
    sesMetrics.namespace,
    metric,
    sesMetrics.configurationSetDimension,
    sesConfigurationSet(environment.name),
    options,
  ];
  return [
    reputation("Bounce rate", sesMetrics.bounceRate, "bounce-rate", sesReviewedFrom.bounceRate),
    reputation("Complaint rate", sesMetrics.complaintRate, "complaint-rate", sesReviewedFrom.complaintRate),
    {
      title: `Failure rate an hour: good up to ${percent(thresholds["failure-rate"])}`,
      metrics: [
        [{ expression: failureRate, label: "failure rate", id: "failed" }],
        ofEnvironment(sesMetrics.send, { id: "send", visible: false }),
        ofEnvironment(sesMetrics.bounce, { id: "bounce", visible: false }),
        ofEnvironment(sesMetrics.reject, { id: "reject", visible: false }),
      ],
      alarmAt: thresholds["failure-rate"],
    },
    {
      title: `Sends a day: good below ${thresholds["sends-near-limit"]}, 80 % of what is declared`,
      metrics: [ofEnvironment(sesMetrics.send)],
      seconds: 86_400,
      alarmAt: thresholds["sends-near-limit"],
    },
    {
      title: "Sent and delivered an hour: good while the two lines keep together",
      metrics: [ofEnvironment(sesMetrics.send), ofEnvironment(sesMetrics.delivery)],
    },
    {
      title: "Bounces, complaints and rejects an hour: good at 0",
      metrics: [ofEnvironment(sesMetrics.bounce), ofEnvironment(sesMetrics.complaint), ofEnvironment(sesMetrics.reject)],
    },
  ];
}

function chartProperties({ aws }: Environment, { title, metrics, stat = "Sum", seconds = 3600, alarmAt }: Chart): object {
  return {
    title,
    metrics,
    stat,
    period: seconds,
    region: aws.region,
    view: "timeSeries",
    yAxis: { left: { min: 0 } },
    ...(alarmAt === undefined ? {} : { annotations: { horizontal: [{ label: "alarm", value: alarmAt }] } }),
  };
}
