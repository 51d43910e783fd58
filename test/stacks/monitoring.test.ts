import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Testing } from "cdktf";
import { sesConfigurationSet } from "../../declaration/names/ses";
import type { Environment } from "../../declaration/schema/environment";
import { EmailStack } from "../../stacks/email-stack";
import { dev } from "../fixtures/environments/dev";
import { staging } from "../fixtures/environments/staging";

type Named<T> = Record<string, T>;

interface Alarm {
  alarm_name: string;
  alarm_description: string;
  metric_name?: string;
  dimensions?: Named<string>;
  statistic?: string;
  period?: number;
  comparison_operator: string;
  threshold: number;
  evaluation_periods: number;
  treat_missing_data: string;
  alarm_actions: string[];
  ok_actions: string[];
  metric_query?: {
    id: string;
    expression?: string;
    return_data?: boolean;
    metric?: { metric_name: string; period: number; dimensions: Named<string> };
  }[];
}

interface Statement {
  sid?: string;
  effect?: string;
  actions: string[];
  resources: string[];
  principals: { type: string; identifiers: string[] }[];
  condition?: { test: string; variable: string; values: string[] }[];
}

interface Widget {
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  properties: { title: string; region?: string; alarms?: string[]; metrics?: unknown[][] };
}

interface Synthesised {
  data: { aws_iam_policy_document: Named<{ statement: Statement[] }> };
  resource: {
    aws_cloudwatch_metric_alarm: Named<Alarm>;
    aws_cloudwatch_dashboard: Named<{ dashboard_body: string; dashboard_name: string }>;
    aws_cloudwatch_event_rule: Named<{ event_pattern: string; state: string }>;
    aws_cloudwatch_event_target: Named<{ arn: string }>;
    aws_sesv2_email_identity_feedback_attributes: Named<unknown>;
    aws_kms_key: Named<{ policy: string }>;
    aws_sns_topic: Named<{ name: string; kms_master_key_id: string }>;
    aws_sns_topic_policy: Named<{ arn: string; policy: string }>;
    aws_sns_topic_subscription: Named<{ topic_arn: string; protocol: string; endpoint: string }>;
    aws_sesv2_configuration_set: Named<unknown>;
    aws_sesv2_configuration_set_event_destination: Named<{
      event_destination: {
        enabled: boolean;
        matching_event_types: string[];
        sns_destination?: { topic_arn: string };
        cloud_watch_destination?: { dimension_configuration: { dimension_name: string }[] };
      };
    }>;
  };
}

const synthesise = (environment: Environment): Synthesised =>
  JSON.parse(Testing.synth(new EmailStack(Testing.app(), environment), false)) as Synthesised;

const stack = synthesise(staging);
const { resource } = stack;
const alarms = Object.values(resource.aws_cloudwatch_metric_alarm);
const alarm = (kind: string): Alarm => resource.aws_cloudwatch_metric_alarm[`alarm_${kind}`] as Alarm;
const statements = (document: string): Statement[] => stack.data.aws_iam_policy_document[document]?.statement ?? [];
const reference = (path: string): string => `\${${path}}`;
/** What is configured, without the arrays that Terraform wants around one block. */
const conditions = ({ condition = [] }: Statement) => Object.fromEntries(condition.map(({ variable, values }) => [variable, values]));

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
    const explained = readFileSync(join(__dirname, "..", "..", "docs", "monitoring.md"), "utf8");
    for (const { alarm_description, alarm_name } of alarms) {
      const kind = alarm_name.replace("twinpost-staging-", "");
      expect(alarm_description).toContain(`docs/monitoring.md, "${kind}"`);
      expect(explained).toContain(`\n### ${kind}\n`);
    }
  });

  test("the volume's and the failure rate's thresholds are the environment's own; the reputation's are AWS's, halved", () => {
    const other = synthesise({ ...staging, alerts: { ...staging.alerts, failureRate: 0.02 }, limits: { sendsPerDay: 33 } });
    const thresholds = ({ resource: { aws_cloudwatch_metric_alarm: all } }: Synthesised) =>
      Object.values(all).map(({ threshold }) => threshold);
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

describe("who may publish", () => {
  test.each([
    [
      "alerts",
      "twinpost-staging-alerts",
      "cloudwatch.amazonaws.com",
      ["bounce-rate", "complaint-rate", "failure-rate", "sends-near-limit"].map(
        (kind) => `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:twinpost-staging-${kind}`,
      ),
    ],
    [
      "sending_events",
      "twinpost-staging-sending-events",
      "ses.amazonaws.com",
      [reference("aws_sesv2_configuration_set.ses_configuration-set.arn")],
    ],
  ])("to %s: a service of this account, for what is ours; and nobody without TLS", (topic, name, service, sources) => {
    const all = statements(`${topic}_who-may-publish`).filter(({ sid }) => sid !== "Rules");
    const [publisher, tls, ...others] = all as [Statement, Statement];
    const arn = `arn:aws:sns:eu-west-1:111122223333:${name}`;
    expect(others).toEqual([]);
    expect(publisher).toMatchObject({
      actions: ["sns:Publish"],
      resources: [arn],
      principals: [{ type: "Service", identifiers: [service] }],
    });
    expect(publisher.effect).toBeUndefined();
    expect(conditions(publisher)).toEqual({ "aws:SourceAccount": ["111122223333"], "aws:SourceArn": sources });
    expect(tls).toMatchObject({ effect: "Deny", actions: ["sns:Publish"], resources: [arn], principals: [{ identifiers: ["*"] }] });
    expect(conditions(tls)).toEqual({ "aws:SecureTransport": ["false"] });

    expect(resource.aws_sns_topic[`${topic}_topic`]).toMatchObject({ name, kms_master_key_id: reference("aws_kms_key.secrets_key.arn") });
    expect(resource.aws_sns_topic_policy[`${topic}_policy`]).toMatchObject({
      arn: reference(`aws_sns_topic.${topic}_topic.arn`),
      policy: reference(`data.aws_iam_policy_document.${topic}_who-may-publish.json`),
    });
  });

  test("to alerts: EventBridge too, for the rules about reads of secrets and the age of credentials", () => {
    const [publisher, ...others] = statements("alerts_who-may-publish").filter(({ sid }) => sid === "Rules") as [Statement];
    expect(others).toEqual([]);
    expect(publisher).toMatchObject({ actions: ["sns:Publish"], principals: [{ identifiers: ["events.amazonaws.com"] }] });
    expect(conditions(publisher)).toEqual({
      "aws:SourceAccount": ["111122223333"],
      "aws:SourceArn": ["secret-read", "sendgrid-credentials-age", "ses-credentials-age"].map(
        (rule) => `arn:aws:events:eu-west-1:111122223333:rule/twinpost-staging-${rule}`,
      ),
    });
  });

  test("the key serves the services that publish, for the two topics only, and the account's own policies for everything", () => {
    const [account, services, ...others] = statements("secrets_key-policy") as [Statement, Statement];
    expect(resource.aws_kms_key.secrets_key?.policy).toBe(reference("data.aws_iam_policy_document.secrets_key-policy.json"));
    expect(others).toEqual([]);
    expect(account).toMatchObject({ actions: ["kms:*"], principals: [{ type: "AWS", identifiers: ["arn:aws:iam::111122223333:root"] }] });
    expect(services).toMatchObject({
      actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
      principals: [{ type: "Service", identifiers: ["cloudwatch.amazonaws.com", "events.amazonaws.com", "ses.amazonaws.com"] }],
    });
    expect(conditions(services)).toEqual({
      "kms:EncryptionContext:aws:sns:topicArn": [
        "arn:aws:sns:eu-west-1:111122223333:twinpost-staging-alerts",
        "arn:aws:sns:eu-west-1:111122223333:twinpost-staging-sending-events",
      ],
    });
  });
});

test("SES mails no bounces to the sender once it tells them to the topic", () => {
  expect(Object.values(resource.aws_sesv2_email_identity_feedback_attributes)).toMatchObject([
    { email_forwarding_enabled: false, depends_on: ["aws_sesv2_configuration_set_event_destination.sending_to-topic"] },
  ]);
});

test("the configuration set requires TLS, measures its rates and suppresses bounces and complaints", () => {
  expect(Object.values(resource.aws_sesv2_configuration_set)).toMatchObject([
    {
      delivery_options: { tls_policy: "REQUIRE" },
      reputation_options: { reputation_metrics_enabled: true },
      suppression_options: { suppressed_reasons: ["BOUNCE", "COMPLAINT"] },
    },
  ]);
});

describe("who is told", () => {
  const subscriptions = (...notify: Environment["alerts"]["notify"]) =>
    synthesise({ ...staging, alerts: { ...staging.alerts, notify } }).resource.aws_sns_topic_subscription;

  test("addresses by e-mail, webhooks over https, each once", () => {
    const told = subscriptions("on-call@example.com", "https://hooks.example.com/alerts", "on-call@example.com");
    const topic = { topic_arn: reference("aws_sns_topic_policy.alerts_policy.arn") };
    expect(Object.values(told)).toMatchObject([
      { ...topic, protocol: "https", endpoint: "https://hooks.example.com/alerts" },
      { ...topic, protocol: "email", endpoint: "on-call@example.com" },
    ]);
  });

  test("who moves in the list is not asked to confirm again; who is much like another is another", () => {
    const before = subscriptions("a.b@example.com", "a-b@example.com");
    const after = subscriptions("a-b@example.com", "a.b@example.com");
    expect(Object.keys(before)).toHaveLength(2);
    expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
  });
});

describe("what SES tells", () => {
  const destination = (id: string) => resource.aws_sesv2_configuration_set_event_destination[`sending_${id}`]?.event_destination;

  test("each event goes to the events' topic and never to the alerts'; opens and clicks are not followed", () => {
    expect(destination("to-topic")).toEqual({
      enabled: true,
      matching_event_types: ["BOUNCE", "COMPLAINT", "DELIVERY", "DELIVERY_DELAY", "REJECT", "SEND"],
      sns_destination: { topic_arn: reference("aws_sns_topic_policy.sending_events_policy.arn") },
    });
  });

  test("everything that alarms and dashboard count is counted, under the dimension that they ask for", () => {
    const { matching_event_types: counted = [], cloud_watch_destination } = destination("to-cloudwatch") ?? {};
    const [dimension, ...others] = cloud_watch_destination?.dimension_configuration ?? [];
    const charted = widgets(stack).flatMap(({ properties: { metrics = [] } }) => metrics.map(([, metric]) => metric));
    const asked = [...alarms.flatMap(({ metric_query = [] }) => metric_query.map(({ metric }) => metric?.metric_name)), ...charted];
    const counts = new Set(asked.filter((metric) => typeof metric === "string" && !metric.startsWith("Reputation.")));
    expect([...counts].map((metric) => String(metric).toUpperCase()).sort()).toEqual(counted);
    expect(others).toEqual([]);
    const ours = { [dimension?.dimension_name ?? ""]: sesConfigurationSet("staging") };
    expect(alarm("sends-near-limit").dimensions).toEqual(ours);
    for (const { metric } of alarm("failure-rate").metric_query ?? []) expect(metric?.dimensions ?? ours).toEqual(ours);
  });

  test("reputation is measured, and who bounced for good or complained is not written to again", () => {
    expect(resource.aws_sesv2_configuration_set["ses_configuration-set"]).toMatchObject({
      reputation_options: { reputation_metrics_enabled: true },
      suppression_options: { suppressed_reasons: ["BOUNCE", "COMPLAINT"] },
    });
  });
});

const widgets = ({ resource: { aws_cloudwatch_dashboard } }: Synthesised): Widget[] =>
  (JSON.parse(aws_cloudwatch_dashboard.dashboard_sending?.dashboard_body ?? "") as { widgets: Widget[] }).widgets;

describe("the dashboard", () => {
  test("says in each title what is good", () => {
    expect(widgets(stack).map(({ properties: { title } }) => title)).toMatchInlineSnapshot(`
[
  "Alarms: good while none is in alarm",
  "Bounce rate of the account: good below 2.5 %, AWS reviews it from 5 %",
  "Complaint rate of the account: good below 0.05 %, AWS reviews it from 0.1 %",
  "Failure rate an hour: good up to 5 %",
  "Sends a day: good below 800, 80 % of what is declared",
  "Sent and delivered an hour: good while the two lines keep together",
  "Bounces, complaints and rejects an hour: good at 0",
]
`);
  });

  test("shows every alarm, and charts of this environment's region", () => {
    const [status, ...charts] = widgets(stack);
    expect(status?.properties.alarms).toEqual(
      Object.keys(resource.aws_cloudwatch_metric_alarm).map((id) => reference(`aws_cloudwatch_metric_alarm.${id}.arn`)),
    );
    expect(charts.map(({ properties: { region } }) => region)).toEqual(charts.map(() => "eu-west-1"));
  });

  test("has no two widgets in one place, and none beyond its 24 columns", () => {
    const cells = widgets(stack).flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, index) => [x + (index % width), y + Math.floor(index / width)]),
    );
    expect(new Set(cells.map(String)).size).toBe(cells.length);
    expect(Math.max(...cells.map(([x = 0]) => x))).toBe(23);
  });
});

test("without SES there is no alarm and no topic for single events; who is told of secrets that were read, and of old credentials, stays", () => {
  const { resource: all } = synthesise({ ...staging, sendingProviders: { primary: "sendgrid" } });
  expect(Object.keys(all).filter((type) => /_(metric|dashboard|sesv2)/.test(type))).toEqual([]);
  expect(Object.keys(all.aws_sns_topic)).toEqual(["alerts_topic"]);
  expect(Object.keys(all.aws_cloudwatch_event_rule)).toEqual(["credentials-age_sendgrid-rule", "secret-reads_rule"]);
});

describe("credentials that are too old", () => {
  const { resource: all } = synthesise({ ...staging, rotation: { everyDays: 30 } });

  test.each(["sendgrid", "ses"])(
    "%s: a rule that is off until credentials are current; its time is nothing that Terraform puts back",
    (provider) => {
      expect(all.aws_cloudwatch_event_rule[`credentials-age_${provider}-rule`]).toMatchObject({
        name: `twinpost-staging-${provider}-credentials-age`,
        state: "DISABLED",
        lifecycle: { ignore_changes: ["schedule_expression", "state"] },
      });
    },
  );

  test("it tells the alert topic, in words: whose, how old, what to do", () => {
    const target = all.aws_cloudwatch_event_target["credentials-age_ses-to-alerts"] as { arn: string; input?: string };
    expect(target.arn).toBe(reference("aws_sns_topic_policy.alerts_policy.arn"));
    expect(JSON.parse(target.input ?? "")).toBe(
      "The sending credentials of staging at Amazon SES are 37 days old, and were to be replaced after 30. docs/monitoring.md#credentials-age says what to do.",
    );
  });

  test("a capture server's login may be as old as it likes", () => {
    expect(synthesise(dev).resource.aws_cloudwatch_event_rule).toBeUndefined();
  });
});

test("an environment's name decides nothing but names", () => {
  const neutral = (environment: Environment): unknown => JSON.parse(JSON.stringify(synthesise(environment)).replaceAll("prod", "staging"));
  expect(neutral({ ...staging, name: "prod" })).toEqual(neutral(staging));
});
