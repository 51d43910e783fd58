/**
 * One CloudWatch dashboard for an environment's sending, whoever sends. What matters most is on top: alarms, the last day in numbers, the shares
 * that alarms look at; then each provider, the way of events, and what changes slowly. Each title says what is good.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import { alarmsOf } from "../../declaration/alarms/alarms";
import { alarmArn, sendingDashboard } from "../../declaration/names/alarms";
import { providersWithAge } from "../../declaration/rotation";
import type { Environment } from "../../declaration/schema/environment";
import { sendingProviders } from "../../mail/providers/sending-providers";
import { type Chart, chartProperties } from "./chart";
import { colourOfProvider } from "./colours";
import { eventCharts, expiryChart } from "./environment-charts";
import { providerCharts } from "./provider-charts";
import { shareCharts } from "./share-charts";

/** A dashboard is 24 units wide. */
const wide = 24;
const chartHeight = 6;
const numbersHeight = 3;
/** Of an alarm widget, one beside the other. */
const alarmsInARow = 5;

export interface SendingDashboardProps {
  environment: Environment;
  /** What providers count themselves. */
  own: { alarms: string[]; charts: Chart[] };
}

export class SendingDashboard extends Construct {
  constructor(scope: Construct, id: string, { environment, own }: SendingDashboardProps) {
    super(scope, id);
    const providers = providersWithAge(environment).map((provider) => providerCharts(environment, provider));
    const charts = (...drawn: Chart[]): Row => ({
      height: drawn.every(({ isNumbers }) => isNumbers) ? numbersHeight : chartHeight,
      widgets: drawn.map((chart) => ({ type: "metric", properties: chartProperties(environment, chart) })),
    });
    const slow = [...providers.flatMap(({ volume }) => volume ?? []), expiryChart(environment), ...own.charts];
    const rows: Row[] = [
      heading(environment),
      alarms(environment, own.alarms),
      charts(...providers.map(({ day }) => day)),
      ...shareCharts(environment).map((row) => charts(...row)),
      charts(...providers.map(({ mail }) => mail)),
      charts(...providers.map(({ failures }) => failures)),
      charts(...providers.map(({ asked }) => asked)),
      ...inTwos([...eventCharts(environment), ...slow]).map((pair) => charts(...pair)),
    ];
    new CloudwatchDashboard(this, "sending", {
      dashboardName: sendingDashboard(environment.name),
      // Without "inherit" the console chooses periods itself: thresholds are of the periods that are declared.
      dashboardBody: JSON.stringify({ start: "-P1D", periodOverride: "inherit", widgets: placed(rows) }),
    });
  }
}

/** Widgets beside each other, equally wide. */
interface Row {
  height: number;
  widgets: { type: "metric" | "alarm" | "text"; properties: object }[];
}

function placed(rows: readonly Row[]): object[] {
  let y = 0;
  return rows.flatMap(({ height, widgets }) => {
    const width = Math.floor(wide / widgets.length);
    const row = widgets.map((widget, index) => ({ ...widget, x: index * width, y, width, height }));
    y += height;
    return row;
  });
}

const inTwos = <T>(all: readonly T[]): T[][] => all.flatMap((_, index) => (index % 2 === 0 ? [all.slice(index, index + 2)] : []));

function heading(environment: Environment): Row {
  const colours = providersWithAge(environment).map(
    (provider) => `${colourOfProvider(provider).word} is ${sendingProviders[provider].title}`,
  );
  const markdown =
    `Mail of **${environment.sendingDomain}**: ${colours.join(", ")}. Red is bad; a red line wakes somebody, an orange one waits for the morning. ` +
    "What an alarm means and what to do: `docs/monitoring.md`. Terraform makes this dashboard: changes made here do not last.";
  return { height: 2, widgets: [{ type: "text", properties: { markdown } }] };
}

/** Those that wake somebody first. What is part of a joined alarm is seen there. */
function alarms(environment: Environment, own: readonly string[]): Row {
  const { metric, joined } = alarmsOf(environment);
  const parts = new Set(metric.flatMap(({ id, within }) => (within === undefined ? [] : [id])));
  const told = [...joined, ...metric].filter(({ id, urgency }) => urgency !== undefined && !parts.has(id));
  const ids = [...told.filter(({ urgency }) => urgency === "page"), ...told.filter(({ urgency }) => urgency === "ticket")];
  const arns = [...ids.map(({ id }) => alarmArn(environment, id)), ...own];
  const title = "Alarms: good while none is in alarm";
  const height = Math.ceil(arns.length / alarmsInARow) + 1;
  return { height, widgets: [{ type: "alarm", properties: { title, alarms: arns } }] };
}
