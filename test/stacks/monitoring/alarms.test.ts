/** When people are alarmed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sesConfigurationSet } from "../../../declaration/names/ses";
import { staging } from "../../fixtures/environments/staging";
import { alarm, alarms, reference, type Synthesised, stack, synthesise, widgets } from "./synthesised";

describe("alarms", () => {
  test("each watches one thing, from a threshold, with a reason for silence", () => {
    const sign = (operator: string): string => (operator === "GreaterThanThreshold" ? ">" : ">=");
    const lines = alarms.map((each) => {
      const { metric_name, metric_query = [], dimensions, statistic, period } = each;
      const scope = dimensions ? Object.values(dimensions).join() : "account";
      const what = metric_name
        ? `${statistic} of ${metric_name} (${scope}) in ${period} s`
        : `${metric_query.map(({ expression, metric }) => expression ?? `${metric?.metric_name} in ${metric?.period} s`).join("; ")}`;
      return `${each.alarm_name}: ${what} ${sign(each.comparison_operator)} ${each.threshold}; without data ${each.treat_missing_data}`;
    });
    expect(lines.join("\n")).toMatchInlineSnapshot(`
"twinpost-staging-bounce-rate: Maximum of Reputation.BounceRate (account) in 3600 s >= 0.025; without data ignore
twinpost-staging-complaint-rate: Maximum of Reputation.ComplaintRate (account) in 3600 s >= 0.0005; without data ignore
twinpost-staging-failure-rate: Send in 3600 s; Bounce in 3600 s; Reject in 3600 s; IF(send >= 20, (FILL(bounce, 0) + FILL(reject, 0)) / send, 0) > 0.05; without data notBreaching
twinpost-staging-sends-near-limit: Sum of Send (twinpost-staging) in 86400 s >= 800; without data notBreaching"
`);
  });

  test("each tells the alert topic when it begins and when it is over", () => {
    for (const { alarm_actions, ok_actions, evaluation_periods } of alarms) {
      expect([alarm_actions, ok_actions, evaluation_periods]).toEqual([
        [reference("aws_sns_topic_policy.alerts_policy.arn")],
        [reference("aws_sns_topic_policy.alerts_policy.arn")],
        1,
      ]);
    }
  });

  test("each is explained where its message says", () => {
    const explained = readFileSync(join(__dirname, "..", "..", "..", "docs", "monitoring.md"), "utf8");
    for (const { alarm_description, alarm_name } of alarms) {
      const kind = alarm_name.replace("twinpost-staging-", "");
      expect(alarm_description).toContain(`docs/monitoring.md, "${kind}"`);
      expect(explained).toContain(`\n### ${kind}\n`);
    }
  });

  test("the volume's and the failure rate's thresholds are the environment's own; the reputation's are AWS's, halved", () => {
    const other = synthesise({ ...staging, alerts: { ...staging.alerts, failureRate: 0.02 }, limits: { sendsPerDay: 33 } });
    const thresholds = ({ resource: { aws_cloudwatch_metric_alarm: all } }: Synthesised) =>
      Object.values(all).flatMap(({ alarm_name, threshold }) => (alarm_name.includes("/") ? [] : [threshold]));
    expect(thresholds(stack)).toEqual([0.025, 0.0005, 0.05, 800]);
    expect(thresholds(other)).toEqual([0.025, 0.0005, 0.02, 26]);
  });

  test.each([
    ["nothing sent, a bounce from before", 0, 1, undefined, 0],
    ["too few sends to judge", 19, 19, undefined, 0],
    ["no bounce and no reject were counted", 500, undefined, undefined, 0],
    ["one failure in twenty is 5 %", 20, 1, undefined, 0.05],
    ["bounces and rejects together", 40, 2, 1, 0.075],
  ])("the failure rate: %s", (_name, send, bounce, reject, expected) => {
    const expression = alarm("failure-rate").metric_query?.find(({ return_data }) => return_data)?.expression ?? "";
    const inputs = alarm("failure-rate").metric_query?.filter(({ metric }) => metric) ?? [];
    expect(inputs.map(({ id, metric }) => `${id} is ${metric?.metric_name}`)).toEqual([
      "send is Send",
      "bounce is Bounce",
      "reject is Reject",
    ]);

    const choose = (condition: boolean, yes: number, no: number): number => (condition ? yes : no);
    const fill = (value: number | undefined, other: number): number => value ?? other;
    // biome-ignore lint/security/noGlobalEval: CloudWatch's expression uses nothing that JavaScript reads otherwise.
    const rate = eval(`(IF, FILL, send, bounce, reject) => ${expression}`) as (...values: unknown[]) => number;
    expect(rate(choose, fill, send, bounce, reject)).toBeCloseTo(expected);
  });
});

test("everything that SES's alarms and charts ask for is counted, under the dimension that they ask for", () => {
  const { matching_event_types: counted = [], cloud_watch_destination } =
    stack.resource.aws_sesv2_configuration_set_event_destination["sending_to-cloudwatch"]?.event_destination ?? {};
  const [dimension, ...others] = cloud_watch_destination?.dimension_configuration ?? [];
  const charted = widgets(stack).flatMap(({ properties: { metrics = [] } }) =>
    metrics.flatMap(([namespace, metric]) => (namespace === "AWS/SES" ? [metric] : [])),
  );
  const asked = [...alarms.flatMap(({ metric_query = [] }) => metric_query.map(({ metric }) => metric?.metric_name)), ...charted];
  const counts = new Set(asked.filter((metric) => typeof metric === "string" && !metric.startsWith("Reputation.")));
  expect(counted).toEqual(expect.arrayContaining([...counts].map((metric) => String(metric).toUpperCase())));
  expect(others).toEqual([]);
  const ours = { [dimension?.dimension_name ?? ""]: sesConfigurationSet("staging") };
  expect(alarm("sends-near-limit").dimensions).toEqual(ours);
  for (const { metric } of alarm("failure-rate").metric_query ?? []) expect(metric?.dimensions ?? ours).toEqual(ours);
});
