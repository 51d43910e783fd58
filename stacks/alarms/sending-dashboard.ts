/**
 * One CloudWatch dashboard for an environment's sending: whoever sends. Each title says what is good, and a line marks where the alarm goes off.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import { alarmsOf } from "../../declaration/alarms/alarms";
import { alarmArn, sendingDashboard } from "../../declaration/names/alarms";
import type { Environment } from "../../declaration/schema/environment";
import { type Chart, chartProperties } from "./chart";
import { messageCharts } from "./message-charts";

/** A dashboard is 24 units wide. */
const width = 12;
const height = 6;

export interface SendingDashboardProps {
  environment: Environment;
  /** What providers count themselves. */
  own: { alarms: string[]; charts: Chart[] };
}

export class SendingDashboard extends Construct {
  constructor(scope: Construct, id: string, { environment, own }: SendingDashboardProps) {
    super(scope, id);
    const { metric, joined } = alarmsOf(environment);
    // What is part of a joined alarm is seen there.
    const told = [...joined, ...metric].filter(({ urgency }) => urgency !== undefined);
    const parts = new Set(metric.flatMap(({ id, within }) => (within === undefined ? [] : [id])));
    const alarms = [...told.filter(({ id }) => !parts.has(id)).map(({ id }) => alarmArn(environment, id)), ...own.alarms];
    const top = Math.ceil(alarms.length / 4) + 1;
    const status = {
      type: "alarm",
      x: 0,
      y: 0,
      width: 2 * width,
      height: top,
      properties: { title: "Alarms: good while none is in alarm", alarms },
    };
    const widgets = [...messageCharts(environment), ...own.charts].map((chart, index) => ({
      type: "metric",
      x: (index % 2) * width,
      y: top + Math.floor(index / 2) * height,
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
