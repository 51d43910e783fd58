/** Environments differ only by data: every difference between the synthesised stacks, and which field of the environments it comes from. */
import { Testing } from "cdktf";
import { loadEnvironments } from "../../environments/load";
import type { Environment } from "../../environments/schema";
import { EmailStack } from "../../stacks/email-stack";
import { leavesOf } from "./stack-policies";

const environments = loadEnvironments();

const leaves = (value: unknown): [string, string][] => leavesOf(value).map(([path, leaf]) => [path, String(leaf)]);

/** Each path with its value in every one, undefined where there is none; only what is not the same in all. */
function differences(lists: [string, string][][]): [path: string, values: (string | undefined)[]][] {
  const maps = lists.map((list) => new Map(list));
  const paths = [...new Set(lists.flatMap((list) => list.map(([path]) => path)))];
  const rows = paths.map((path): [string, (string | undefined)[]] => [path, maps.map((map) => map.get(path))]);
  return rows.filter(([, values]) => new Set(values).size > 1);
}

/** What the environments differ in. Numbers are no words: a 10 in a stack may be any 10. */
const fields = differences(environments.map((each) => leaves(each))).filter(([, values]) =>
  values.every((value) => Number.isNaN(Number(value)) || (value ?? "").length >= 12),
);

/** Names of fields in place of their values in this environment; a longer value is looked for before one that it contains. */
function explain(text: string, at: number): string {
  const words = fields
    .flatMap(([field, values]) => (values[at] ? [{ field, word: values[at] }] : []))
    .sort((one, other) => other.word.length - one.word.length);
  return words.reduce((rest, { field, word }) => {
    const whole = new RegExp(`(?<![A-Za-z0-9<])${word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![A-Za-z0-9>])`, "g");
    return rest.replaceAll(whole, `<${field}>`);
  }, text);
}

const synthesise = (environment: Environment): [string, string][] =>
  leaves(JSON.parse(Testing.synth(new EmailStack(Testing.app(), environment), false)));

const rows = differences(environments.map(synthesise)).map(([path, values]) => {
  const templates = values.map((value, at) => (value === undefined ? undefined : explain(value, at)));
  return { path, values, template: new Set(templates).size === 1 ? templates[0] : undefined };
});

const addressOf = (path: string): string =>
  path
    .split(".")
    .slice(path.startsWith("resource.") || path.startsWith("data.") ? 1 : 0)
    .slice(0, 2)
    .join(".");

test("every difference between the stacks is a value of their environments, in its place", () => {
  const fieldsAt = new Map<string, Set<string>>();
  for (const { path, template } of rows) {
    if (template === undefined) continue;
    const named = [...template.matchAll(/<([^<>]+)>/g)].map(([, field]) => field ?? "");
    fieldsAt.set(addressOf(path), new Set([...(fieldsAt.get(addressOf(path)) ?? []), ...named]));
  }
  const lines = [...fieldsAt].map(([address, named]) => `${address}: ${[...named].sort().join(", ")}`);
  expect(lines.sort().join("\n")).toMatchInlineSnapshot(`
"aws_cloudwatch_dashboard.dashboard_sending: name
aws_cloudwatch_metric_alarm.alarm_bounce-rate: name
aws_cloudwatch_metric_alarm.alarm_complaint-rate: name
aws_cloudwatch_metric_alarm.alarm_failure-rate: name
aws_cloudwatch_metric_alarm.alarm_sends-near-limit: name
aws_iam_policy_document.alerts_who-may-publish: aws.account, name
aws_iam_policy_document.secrets_key-policy: aws.account, name
aws_iam_policy_document.sending_events_who-may-publish: aws.account, name
aws_iam_policy_document.ses-smtp_policy: sender.address
aws_iam_user.ses-smtp_user: name
aws_kms_alias.secrets_key-alias: name
aws_kms_key.secrets_key: name
aws_secretsmanager_secret.secrets_application: name
aws_secretsmanager_secret.secrets_sendgrid: name
aws_secretsmanager_secret.secrets_ses: name
aws_secretsmanager_secret_policy.secrets_application-policy: aws.account, name
aws_secretsmanager_secret_policy.secrets_sendgrid-policy: aws.account, name
aws_secretsmanager_secret_policy.secrets_ses-policy: aws.account, name
aws_sesv2_configuration_set.ses_configuration-set: name
aws_sesv2_email_identity.ses_identity: sendingDomain
aws_sesv2_email_identity_mail_from_attributes.ses_mail-from: sendingDomain
aws_sns_topic.alerts_topic: name
aws_sns_topic.sending_events_topic: name
cloudflare_dns_record.dns_dmarc: cloudflare.zoneId, dmarc.policy, dmarc.reportTo.0, sendingDomain
cloudflare_dns_record.dns_sendgrid-dkim-1: cloudflare.zoneId, sendingDomain
cloudflare_dns_record.dns_sendgrid-dkim-2: cloudflare.zoneId, sendingDomain
cloudflare_dns_record.dns_sendgrid-return-path: cloudflare.zoneId, sendingDomain
cloudflare_dns_record.dns_ses-dkim-1: cloudflare.zoneId, sendingDomain
cloudflare_dns_record.dns_ses-dkim-2: cloudflare.zoneId, sendingDomain
cloudflare_dns_record.dns_ses-dkim-3: cloudflare.zoneId, sendingDomain
cloudflare_dns_record.dns_ses-mail-from-mx: cloudflare.zoneId, sendingDomain
cloudflare_dns_record.dns_ses-mail-from-spf: cloudflare.zoneId, sendingDomain
cloudflare_dns_record.dns_spf: cloudflare.zoneId, sendingDomain
cloudflare_dns_record.dns_tls-rpt: cloudflare.zoneId, sendingDomain, tlsRpt.reportTo.0
output.records: dmarc.policy, dmarc.reportTo.0, sendingDomain, tlsRpt.reportTo.0
provider.aws: aws.account, name
sendgrid_sender_authentication.sendgrid_domain: sendingDomain
terraform.backend: aws.account, name"
`);
});

test("the other differences follow from a value: each is listed with all three", () => {
  const lines = rows
    .filter(({ template }) => template === undefined)
    .map(({ path, values }) => `${path.replace(/^resource\./, "")}: ${values.map((value) => value ?? "-").join(" | ")}`);
  // alarms and dashboard: 80 % of limits.sendsPerDay; subscriptions: one for each of alerts.notify.
  expect(lines.sort().join("\n")).toMatchInlineSnapshot(`
"aws_cloudwatch_dashboard.dashboard_sending.dashboard_body.widgets.4.properties.annotations.horizontal.0.value: 160 | 800 | 8000
aws_cloudwatch_dashboard.dashboard_sending.dashboard_body.widgets.4.properties.title: Sends a day: good below 160, 80 % of what is declared | Sends a day: good below 800, 80 % of what is declared | Sends a day: good below 8000, 80 % of what is declared
aws_cloudwatch_metric_alarm.alarm_sends-near-limit.threshold: 160 | 800 | 8000
aws_sns_topic_subscription.alerts_email-operations-example-com-a10553.endpoint: - | - | email-operations@example.com
aws_sns_topic_subscription.alerts_email-operations-example-com-a10553.protocol: - | - | email
aws_sns_topic_subscription.alerts_email-operations-example-com-a10553.topic_arn: - | - | \${aws_sns_topic_policy.alerts_policy.arn}
aws_sns_topic_subscription.alerts_email-operations-example-net-9a3b41.endpoint: email-operations@example.net | email-operations@example.net | -
aws_sns_topic_subscription.alerts_email-operations-example-net-9a3b41.protocol: email | email | -
aws_sns_topic_subscription.alerts_email-operations-example-net-9a3b41.topic_arn: \${aws_sns_topic_policy.alerts_policy.arn} | \${aws_sns_topic_policy.alerts_policy.arn} | -"
`);
});

test("a name alone changes nothing but names", () => {
  for (const environment of environments) {
    const renamed = synthesise({ ...environment, name: "elsewhere" }).map(([path, value]) => [
      path,
      value.replaceAll("elsewhere", "<name>"),
    ]);
    const name = new RegExp(`(?<![A-Za-z0-9.])${environment.name}(?![A-Za-z0-9.])`, "g");
    const named = synthesise(environment).map(([path, value]) => [path, value.replaceAll(name, "<name>")]);
    expect(renamed).toEqual(named);
  }
});
