/** Looks at an environment's dashboard as the console would: its body, and the answer to each widget's question. */
import { alarmStates } from "../../adapters/aws/alarms";
import { findDashboard, metricData } from "../../adapters/aws/dashboards";
import { sendingDashboard } from "../../declaration/names/alarms";
import { providersWithAge } from "../../declaration/rotation";
import type { Environment } from "../../declaration/schema/environment";
import { type Dashboard, type MetricWidget, readDashboard } from "../../reports/dashboard/body";
import type { AlarmState, AnsweredLine, DashboardPicture, WidgetAnswer } from "../../reports/dashboard/picture";
import { questionOf, type WidgetQuestion } from "../../reports/dashboard/questions";
import type { Connections } from "../../wiring/connections";

interface CloudWatchAnswers {
  dashboard(name: string): Promise<string | undefined>;
  lines(question: WidgetQuestion): Promise<readonly AnsweredLine[]>;
  /** By ARN. */
  alarms(names: readonly string[]): Promise<ReadonlyMap<string, AlarmState>>;
}

/** @returns undefined where there is no dashboard: the stack was not applied, or the environment delivers nothing. */
export async function lookAtDashboard(
  { name, aws }: Environment,
  connections: Connections,
  now: Date,
): Promise<DashboardPicture | undefined> {
  const { cloudwatch } = connections.aws({ aws });
  return pictureOf(sendingDashboard(name), now, {
    dashboard: (dashboard) => findDashboard(cloudwatch, dashboard),
    lines: ({ queries, from, to }) =>
      metricData(cloudwatch, { MetricDataQueries: queries, StartTime: new Date(from), EndTime: new Date(to) }),
    alarms: (names) => alarmStates(cloudwatch, names),
  });
}

/** Those that can be looked at: a rehearsal that failed has perhaps none, and fails for nothing that a picture misses. */
export async function dashboardsThere(
  environments: readonly Environment[],
  connected: (name: string) => Connections,
  now: Date,
): Promise<DashboardPicture[]> {
  const looked = environments
    .filter((environment) => providersWithAge(environment).length > 0)
    .map((environment) => lookAtDashboard(environment, connected(environment.name), now).catch(() => undefined));
  return (await Promise.all(looked)).flatMap((picture) => picture ?? []);
}

export async function pictureOf(name: string, now: Date, ask: CloudWatchAnswers): Promise<DashboardPicture | undefined> {
  const body = await ask.dashboard(name);
  if (body === undefined) return undefined;
  const dashboard = readDashboard(body);
  const charts = dashboard.widgets.filter((widget) => widget.kind === "metric");
  const arns = dashboard.widgets.flatMap((widget) => (widget.kind === "alarm" ? widget.alarms : []));
  const [answers, alarms] = await Promise.all([
    Promise.all(charts.map(async (widget) => [widget, await answerOf(widget, dashboard, now, ask)] as const)),
    arns.length === 0 ? new Map() : ask.alarms(arns.map((arn) => arn.replace(/^.*:alarm:/, ""))),
  ]);
  return { name, dashboard, answers: new Map(answers), alarms, now };
}

/** CloudWatch draws the other widgets too when one of them asks what it refuses. */
async function answerOf(widget: MetricWidget, dashboard: Dashboard, now: Date, ask: CloudWatchAnswers): Promise<WidgetAnswer> {
  const question = questionOf(widget, dashboard, now.getTime());
  try {
    return { ...question, lines: await ask.lines(question) };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}
