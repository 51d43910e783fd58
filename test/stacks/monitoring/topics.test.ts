/** Who is told what, by which topic, and who may publish to it. */
import type { Environment } from "../../../declaration/schema/environment";
import { dev } from "../../fixtures/environments/dev";
import { staging } from "../../fixtures/environments/staging";
import { reference, type Statement, stack, synthesise } from "./synthesised";

const { resource } = stack;
const statements = (document: string): Statement[] => stack.data.aws_iam_policy_document[document]?.statement ?? [];
/** What is configured, without the arrays that Terraform wants around one block. */
const conditions = ({ condition = [] }: Statement) => Object.fromEntries(condition.map(({ variable, values }) => [variable, values]));

const alarmPatterns = ["-bounce-rate", "-complaint-rate", "-failure-rate", "-sends-near-limit", "/*"].map(
  (end) => `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:twinpost-staging${end}`,
);

describe("who may publish", () => {
  test.each([
    ["alerts", "twinpost-staging-alerts", "cloudwatch.amazonaws.com", alarmPatterns],
    ["pages", "twinpost-staging-pages", "cloudwatch.amazonaws.com", alarmPatterns],
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

  test("the key serves the services that publish, for the topics only, and the account's own policies for everything", () => {
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
        "arn:aws:sns:eu-west-1:111122223333:twinpost-staging-pages",
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
  const told = (...notify: Environment["alerts"]["notify"]) =>
    Object.fromEntries(Object.entries(subscriptions(...notify)).filter(([id]) => id.startsWith("alerts_")));

  test("addresses by e-mail, webhooks over https, each once", () => {
    const targets = told("on-call@example.com", "https://hooks.example.com/alerts", "on-call@example.com");
    const topic = { topic_arn: reference("aws_sns_topic_policy.alerts_policy.arn") };
    expect(Object.values(targets)).toMatchObject([
      { ...topic, protocol: "https", endpoint: "https://hooks.example.com/alerts" },
      { ...topic, protocol: "email", endpoint: "on-call@example.com" },
    ]);
  });

  test("who moves in the list is not asked to confirm again; who is much like another is another", () => {
    const before = told("a.b@example.com", "a-b@example.com");
    const after = told("a-b@example.com", "a.b@example.com");
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
});

test("without SES there is no alarm on its counts and no topic for its events; who is told of secrets that were read, and of old credentials, stays", () => {
  const { resource: all } = synthesise({ ...staging, sendingProviders: { primary: "sendgrid" } });
  expect(Object.keys(all).filter((type) => /_sesv2/.test(type))).toEqual([]);
  expect(Object.keys(all.aws_sns_topic)).toEqual(["alerts_topic", "pages_topic"]);
  expect(Object.keys(all.aws_cloudwatch_event_rule)).toEqual(["credentials-age_sendgrid-rule", "secret-reads_rule", "watching_schedule"]);
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
