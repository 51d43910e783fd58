/** What the dashboard shows, in which order, in which colours. */
import { readDashboard } from "../../../reports/dashboard/body";
import { staging } from "../../fixtures/environments/staging";
import { reference, stack, synthesise, widgets } from "./synthesised";

const body = ({ resource: { aws_cloudwatch_dashboard } } = stack): string =>
  aws_cloudwatch_dashboard.dashboard_sending?.dashboard_body ?? "";
const charts = readDashboard(body()).widgets.filter((widget) => widget.kind === "metric");

test("says in each title what is good, and what matters most stands on top", () => {
  expect(widgets(stack).map(({ properties: { title } }) => title)).toMatchInlineSnapshot(`
[
  undefined,
  "Alarms: good while none is in alarm",
  "SendGrid, the last 24 hours",
  "Amazon SES, the last 24 hours",
  "Failed in an hour: good below 20 %; rings from 20 messages",
  "From accepted to delivered, the median of an hour: good below 30 seconds",
  "Failed in a day: good below 5 %; rings from 50 messages",
  "Unknown recipients in a day: good below 2.5 %; rings from 50 messages",
  "Called spam in a day: good below 0.05 %; rings from 2 complaints",
  "SendGrid, messages an hour: good while accepted and delivered keep together",
  "Amazon SES, messages an hour: good while accepted and delivered keep together",
  "SendGrid, failures an hour: good at 0",
  "Amazon SES, failures an hour: good at 0",
  "SendGrid, asked every hour: good at 0",
  "Amazon SES, asked every hour: good at 0",
  "Events that did not come, by what the provider counts: good at 0",
  "Events an hour of messages that nobody here sent: good at 0, somebody is woken from 50",
  "Oldest event that waits: good below 900 seconds",
  "Events that could not be taken: good at 0",
  "SendGrid, credits used: good below 80 %",
  "Days until the domain and the certificate of the application's address expire: good above 60",
  "Bounce rate of the whole SES account: good below 2.5 %",
  "Complaint rate of the whole SES account: good below 0.05 %",
  "Failed in an hour, as SES counts: good up to 5 %; rings from 20 messages",
  "Sends a day, as SES counts: good below 800, 80 % of what is declared",
]
`);
});

test("shows every alarm, those that wake somebody first, and charts of this environment's region", () => {
  const [, status] = widgets(stack);
  const told = [
    ...Object.values(stack.resource.aws_cloudwatch_composite_alarm),
    ...Object.values(stack.resource.aws_cloudwatch_metric_alarm),
  ]
    .filter(({ alarm_name, alarm_actions = [] }) => alarm_name.includes("/") && alarm_actions.length > 0)
    .map(({ alarm_name }) => `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${alarm_name}`);
  const own = Object.keys(stack.resource.aws_cloudwatch_metric_alarm).filter((id) => id.startsWith("alarm_"));
  const shown = status?.properties.alarms ?? [];
  expect([...shown].sort()).toEqual([...told, ...own.map((id) => reference(`aws_cloudwatch_metric_alarm.${id}.arn`))].sort());
  const pages = shown.map((arn) => arn.endsWith("-page"));
  expect(pages).toEqual([...pages].sort((one, other) => Number(other) - Number(one)));
  expect(charts.map(({ region }) => region)).toEqual(charts.map(() => "eu-west-1"));
});

test("has no two widgets in one place, and none beyond its 24 columns", () => {
  const cells = widgets(stack).flatMap(({ x, y, width, height }) =>
    Array.from({ length: width * height }, (_, index) => [x + (index % width), y + Math.floor(index / width)]),
  );
  expect(new Set(cells.map(String)).size).toBe(cells.length);
  expect(Math.max(...cells.map(([x = 0]) => x))).toBe(23);
});

test("is drawn with the periods that its thresholds are of, over a time that has several", () => {
  const { start, periodOverride } = JSON.parse(body()) as Record<string, string>;
  expect({ start, periodOverride }).toEqual({ start: "-P1D", periodOverride: "inherit" });
  const daily = charts.filter(({ view, lines }) => view === "timeSeries" && lines.some(({ period }) => period === 86_400));
  expect(daily.length).toBeGreaterThan(3);
  expect(daily.map((each) => each.start)).toEqual(daily.map(() => "-P14D"));
});

test("nothing is drawn that says neither its unit nor its name in words", () => {
  const lines = charts.filter(({ view }) => view === "timeSeries");
  expect(lines.filter(({ axes }) => !axes.left.label)).toEqual([]);
  const shown = charts.flatMap((each) => each.lines.filter(({ isVisible }) => isVisible));
  expect(shown.filter(({ id, label, metric }) => !label || label === id || label === metric?.name)).toEqual([]);
});

test("a provider has one colour everywhere, and red lines of thresholds are pages", () => {
  const coloursOf = (title: string): Set<string | undefined> =>
    new Set(charts.flatMap(({ lines }) => lines.filter(({ label }) => label === title).map(({ color }) => color)));
  expect([...coloursOf("SendGrid")]).toEqual(["#1f77b4"]);
  expect([...coloursOf("Amazon SES")]).toEqual(["#9467bd"]);
  const marks = charts.flatMap(({ thresholds }) => thresholds.map(({ label, color }) => `${label} ${color}`));
  expect([...new Set(marks)].sort()).toEqual(["AWS reviews the account #d62728", "page #d62728", "ticket #ff7f0e"]);
});

test("no widget has an id twice, and none asks for more metrics than are free", () => {
  for (const { lines, title } of charts) expect([title, new Set(lines.map(({ id }) => id)).size]).toEqual([title, lines.length]);
  const metrics = charts.flatMap(({ lines }) => lines.flatMap(({ metric }) => (metric ? [JSON.stringify(metric)] : [])));
  // https://aws.amazon.com/cloudwatch/pricing/: a dashboard beyond the free ones costs more with more than 50.
  expect(new Set(metrics).size).toBeLessThanOrEqual(50);
});

test("with one provider its charts are as wide as the dashboard", () => {
  const only = synthesise({ ...staging, sendingProviders: { primary: "sendgrid" } });
  const shown = widgets(only).filter(({ properties: { title } }) => title?.startsWith("SendGrid, messages"));
  expect(shown.map(({ x, width }) => [x, width])).toEqual([[0, 24]]);
  expect(body(only)).not.toContain("Amazon SES");
});
