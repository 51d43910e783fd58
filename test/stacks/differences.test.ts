/** Environments differ only by data: every difference between the synthesised stacks, and which field of the environments it comes from. */
import { Testing } from "cdktf";
import { loadEnvironments } from "../../declaration/load";
import type { Environment } from "../../declaration/schema/environment";
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

const stacks = environments.map(synthesise);

/** A resource; of lists whose entries an environment may lack, such as records and statements of a policy, the entry. */
function addressOf(path: string): string {
  const inside = path.replace(/^(resource|data)\./, "");
  return (
    /^(output\.records\.value|.+?\.(statement\.\d+\.condition|Statement))\.\d+|^terraform\.required_providers\.\w+/i.exec(inside)?.[0] ??
    inside.split(".").slice(0, 2).join(".")
  );
}

/** By environment: what it has at all. */
const addresses = stacks.map((stack) => new Set(stack.map(([path]) => addressOf(path))));

/** Between the environments that have the thing. */
const rows = differences(stacks).flatMap(([path, values]) => {
  const present = environments.map((_, at) => at).filter((at) => addresses[at]?.has(addressOf(path)));
  if (new Set(present.map((at) => values[at])).size === 1) return [];
  const templates = present.map((at) => (values[at] === undefined ? undefined : explain(values[at], at)));
  return [{ path, values, template: new Set(templates).size === 1 ? templates[0] : undefined }];
});

test("what one environment does not have at all follows from its sending providers, its records and its readers", () => {
  const all = [...new Set(addresses.flatMap((each) => [...each]))].sort();
  const lines = all.flatMap((address) => {
    const having = environments.filter((_, at) => addresses[at]?.has(address)).map(({ name }) => name);
    return having.length === environments.length ? [] : [`${address}: only ${having.join(", ")}`];
  });
  expect(lines.join("\n")).toMatchInlineSnapshot(`
"aws_cloudwatch_dashboard.dashboard_sending: only staging, prod
aws_cloudwatch_event_rule.credentials-age_sendgrid-rule: only staging, prod
aws_cloudwatch_event_rule.credentials-age_ses-rule: only staging, prod
aws_cloudwatch_event_rule.secret-reads_rule: only staging, prod
aws_cloudwatch_event_target.credentials-age_sendgrid-to-alerts: only staging, prod
aws_cloudwatch_event_target.credentials-age_ses-to-alerts: only staging, prod
aws_cloudwatch_event_target.secret-reads_to-alerts: only staging, prod
aws_cloudwatch_metric_alarm.alarm_bounce-rate: only staging, prod
aws_cloudwatch_metric_alarm.alarm_complaint-rate: only staging, prod
aws_cloudwatch_metric_alarm.alarm_failure-rate: only staging, prod
aws_cloudwatch_metric_alarm.alarm_sends-near-limit: only staging, prod
aws_iam_policy_document.sending_events_who-may-publish.statement.0: only staging, prod
aws_iam_policy_document.sending_events_who-may-publish.statement.0.condition.0: only staging, prod
aws_iam_policy_document.sending_events_who-may-publish.statement.0.condition.1: only staging, prod
aws_iam_policy_document.sending_events_who-may-publish.statement.1: only staging, prod
aws_iam_policy_document.sending_events_who-may-publish.statement.1.condition.0: only staging, prod
aws_iam_policy_document.ses-smtp_policy.statement.0: only staging, prod
aws_iam_policy_document.ses-smtp_policy.statement.0.condition.0: only staging, prod
aws_iam_policy_document.ses-smtp_policy.statement.0.condition.1: only staging
aws_iam_user.ses-smtp_user: only staging, prod
aws_iam_user_policy.ses-smtp_may-send: only staging, prod
aws_secretsmanager_secret.secrets_admin-sendgrid: only staging, prod
aws_secretsmanager_secret.secrets_capture: only dev
aws_secretsmanager_secret.secrets_plan-sendgrid: only staging, prod
aws_secretsmanager_secret.secrets_sendgrid: only staging, prod
aws_secretsmanager_secret.secrets_ses: only staging, prod
aws_secretsmanager_secret_policy.secrets_admin-cloudflare-policy.policy.Statement.2: only staging, prod
aws_secretsmanager_secret_policy.secrets_admin-sendgrid-policy: only staging, prod
aws_secretsmanager_secret_policy.secrets_admin-sendgrid-policy.policy.Statement.0: only staging, prod
aws_secretsmanager_secret_policy.secrets_admin-sendgrid-policy.policy.Statement.1: only staging, prod
aws_secretsmanager_secret_policy.secrets_admin-sendgrid-policy.policy.Statement.2: only staging, prod
aws_secretsmanager_secret_policy.secrets_application-policy.policy.Statement.2: only staging, prod
aws_secretsmanager_secret_policy.secrets_capture-policy: only dev
aws_secretsmanager_secret_policy.secrets_capture-policy.policy.Statement.0: only dev
aws_secretsmanager_secret_policy.secrets_capture-policy.policy.Statement.1: only dev
aws_secretsmanager_secret_policy.secrets_plan-cloudflare-policy.policy.Statement.2: only staging, prod
aws_secretsmanager_secret_policy.secrets_plan-sendgrid-policy: only staging, prod
aws_secretsmanager_secret_policy.secrets_plan-sendgrid-policy.policy.Statement.0: only staging, prod
aws_secretsmanager_secret_policy.secrets_plan-sendgrid-policy.policy.Statement.1: only staging, prod
aws_secretsmanager_secret_policy.secrets_plan-sendgrid-policy.policy.Statement.2: only staging, prod
aws_secretsmanager_secret_policy.secrets_sendgrid-policy: only staging, prod
aws_secretsmanager_secret_policy.secrets_sendgrid-policy.policy.Statement.0: only staging, prod
aws_secretsmanager_secret_policy.secrets_sendgrid-policy.policy.Statement.1: only staging, prod
aws_secretsmanager_secret_policy.secrets_sendgrid-policy.policy.Statement.2: only staging, prod
aws_secretsmanager_secret_policy.secrets_ses-policy: only staging, prod
aws_secretsmanager_secret_policy.secrets_ses-policy.policy.Statement.0: only staging, prod
aws_secretsmanager_secret_policy.secrets_ses-policy.policy.Statement.1: only staging, prod
aws_secretsmanager_secret_policy.secrets_ses-policy.policy.Statement.2: only staging, prod
aws_sesv2_configuration_set.ses_configuration-set: only staging, prod
aws_sesv2_configuration_set_event_destination.sending_to-cloudwatch: only staging, prod
aws_sesv2_configuration_set_event_destination.sending_to-topic: only staging, prod
aws_sesv2_email_identity.ses_identity: only staging, prod
aws_sesv2_email_identity_feedback_attributes.sending_feedback: only staging, prod
aws_sesv2_email_identity_mail_from_attributes.ses_mail-from: only staging, prod
aws_sns_topic.sending_events_topic: only staging, prod
aws_sns_topic_policy.sending_events_policy: only staging, prod
aws_sns_topic_subscription.alerts_email-operations-example-com-a10553: only prod
aws_sns_topic_subscription.alerts_email-operations-example-net-9a3b41: only dev, staging
cloudflare_dns_record.dns_sendgrid-dkim-1: only staging, prod
cloudflare_dns_record.dns_sendgrid-dkim-2: only staging, prod
cloudflare_dns_record.dns_sendgrid-return-path: only staging, prod
cloudflare_dns_record.dns_ses-dkim-1: only staging, prod
cloudflare_dns_record.dns_ses-dkim-2: only staging, prod
cloudflare_dns_record.dns_ses-dkim-3: only staging, prod
cloudflare_dns_record.dns_ses-mail-from-mx: only staging, prod
cloudflare_dns_record.dns_ses-mail-from-spf: only staging, prod
cloudflare_dns_record.dns_tls-rpt: only staging, prod
output.records.value.10: only staging, prod
output.records.value.2: only staging, prod
output.records.value.3: only staging, prod
output.records.value.4: only staging, prod
output.records.value.5: only staging, prod
output.records.value.6: only staging, prod
output.records.value.7: only staging, prod
output.records.value.8: only staging, prod
output.records.value.9: only staging, prod
sendgrid_sender_authentication.sendgrid_domain: only staging, prod
terraform.required_providers.sendgrid: only staging, prod"
`);
});

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
aws_cloudwatch_event_rule.credentials-age_sendgrid-rule: name, sendingProviders.primary
aws_cloudwatch_event_rule.credentials-age_ses-rule: name, sendingProviders.standby
aws_cloudwatch_event_rule.secret-reads_rule: aws.account, name, secretReaders.1, sendingProviders.primary, sendingProviders.standby
aws_cloudwatch_event_target.credentials-age_sendgrid-to-alerts: name
aws_cloudwatch_event_target.credentials-age_ses-to-alerts: name
aws_cloudwatch_metric_alarm.alarm_bounce-rate: name
aws_cloudwatch_metric_alarm.alarm_complaint-rate: name
aws_cloudwatch_metric_alarm.alarm_failure-rate: name
aws_cloudwatch_metric_alarm.alarm_sends-near-limit: name
aws_iam_policy_document.alerts_who-may-publish.statement.0.condition.0: aws.account
aws_iam_policy_document.alerts_who-may-publish.statement.0.condition.1: aws.account, name
aws_iam_policy_document.alerts_who-may-publish.statement.0: aws.account, name
aws_iam_policy_document.alerts_who-may-publish.statement.1.condition.0: aws.account
aws_iam_policy_document.alerts_who-may-publish.statement.1.condition.1: aws.account, name
aws_iam_policy_document.alerts_who-may-publish.statement.1: aws.account, name
aws_iam_policy_document.alerts_who-may-publish.statement.2: aws.account, name
aws_iam_policy_document.secrets_key-policy.statement.0: aws.account
aws_iam_policy_document.secrets_key-policy.statement.1.condition.0: aws.account, name
aws_iam_policy_document.sending_events_who-may-publish.statement.0.condition.0: aws.account
aws_iam_policy_document.sending_events_who-may-publish.statement.0: aws.account, name
aws_iam_policy_document.sending_events_who-may-publish.statement.1: aws.account, name
aws_iam_policy_document.ses-smtp_policy.statement.0.condition.0: sender.address
aws_iam_user.ses-smtp_user: name
aws_kms_alias.secrets_key-alias: name
aws_kms_key.secrets_key: name
aws_secretsmanager_secret.secrets_admin-cloudflare: name
aws_secretsmanager_secret.secrets_admin-sendgrid: name, sendingProviders.primary
aws_secretsmanager_secret.secrets_application: name
aws_secretsmanager_secret.secrets_plan-cloudflare: name
aws_secretsmanager_secret.secrets_plan-sendgrid: name, sendingProviders.primary
aws_secretsmanager_secret.secrets_sendgrid: name, sendingProviders.primary
aws_secretsmanager_secret.secrets_ses: name, sendingProviders.standby
aws_secretsmanager_secret_policy.secrets_admin-cloudflare-policy.policy.Statement.1: aws.account, name
aws_secretsmanager_secret_policy.secrets_admin-cloudflare-policy.policy.Statement.2: aws.account, name
aws_secretsmanager_secret_policy.secrets_admin-sendgrid-policy.policy.Statement.1: aws.account, name
aws_secretsmanager_secret_policy.secrets_admin-sendgrid-policy.policy.Statement.2: aws.account, name
aws_secretsmanager_secret_policy.secrets_application-policy.policy.Statement.1: aws.account, name
aws_secretsmanager_secret_policy.secrets_application-policy.policy.Statement.2: aws.account, name, secretReaders.0, secretReaders.1
aws_secretsmanager_secret_policy.secrets_plan-cloudflare-policy.policy.Statement.1: aws.account, name
aws_secretsmanager_secret_policy.secrets_plan-cloudflare-policy.policy.Statement.2: aws.account, name
aws_secretsmanager_secret_policy.secrets_plan-sendgrid-policy.policy.Statement.1: aws.account, name
aws_secretsmanager_secret_policy.secrets_plan-sendgrid-policy.policy.Statement.2: aws.account, name
aws_secretsmanager_secret_policy.secrets_sendgrid-policy.policy.Statement.1: aws.account, name
aws_secretsmanager_secret_policy.secrets_sendgrid-policy.policy.Statement.2: aws.account, name, secretReaders.0, secretReaders.1
aws_secretsmanager_secret_policy.secrets_ses-policy.policy.Statement.1: aws.account, name
aws_secretsmanager_secret_policy.secrets_ses-policy.policy.Statement.2: aws.account, name, secretReaders.0, secretReaders.1
aws_sesv2_configuration_set.ses_configuration-set: name
aws_sesv2_email_identity.ses_identity: sendingDomain
aws_sesv2_email_identity_mail_from_attributes.ses_mail-from: sendingDomain
aws_sns_topic.alerts_topic: name
aws_sns_topic.sending_events_topic: name
cloudflare_dns_record.dns_dmarc: cloudflare.zoneId, sendingDomain
cloudflare_dns_record.dns_sendgrid-dkim-1: cloudflare.zoneId, sendingDomain
cloudflare_dns_record.dns_sendgrid-dkim-2: cloudflare.zoneId, sendingDomain
cloudflare_dns_record.dns_sendgrid-return-path: cloudflare.zoneId, sendingDomain
cloudflare_dns_record.dns_ses-dkim-1: cloudflare.zoneId, sendingDomain, sendingProviders.standby
cloudflare_dns_record.dns_ses-dkim-2: cloudflare.zoneId, sendingDomain, sendingProviders.standby
cloudflare_dns_record.dns_ses-dkim-3: cloudflare.zoneId, sendingDomain, sendingProviders.standby
cloudflare_dns_record.dns_ses-mail-from-mx: cloudflare.zoneId, sendingDomain
cloudflare_dns_record.dns_ses-mail-from-spf: cloudflare.zoneId, sendingDomain
cloudflare_dns_record.dns_spf: cloudflare.zoneId, sendingDomain
cloudflare_dns_record.dns_tls-rpt: cloudflare.zoneId, sendingDomain, tlsRpt.reportTo.0
output.records.value.0: sendingDomain
output.records.value.10: sendingDomain
output.records.value.1: sendingDomain
output.records.value.2: sendingDomain, tlsRpt.reportTo.0
output.records.value.3: sendingDomain
output.records.value.4: sendingDomain
output.records.value.5: sendingDomain
output.records.value.6: sendingDomain, sendingProviders.standby
output.records.value.7: sendingDomain, sendingProviders.standby
output.records.value.8: sendingDomain, sendingProviders.standby
output.records.value.9: sendingDomain
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
"aws_cloudwatch_dashboard.dashboard_sending.dashboard_body.widgets.4.properties.annotations.horizontal.0.value: - | 800 | 8000
aws_cloudwatch_dashboard.dashboard_sending.dashboard_body.widgets.4.properties.title: - | Sends a day: good below 800, 80 % of what is declared | Sends a day: good below 8000, 80 % of what is declared
aws_cloudwatch_metric_alarm.alarm_sends-near-limit.threshold: - | 800 | 8000
cloudflare_dns_record.dns_dmarc.content: "v=DMARC1; p=reject; np=reject; adkim=r; aspf=r; rua=mailto:dmarc-reports@example.net" | "v=DMARC1; p=quarantine; np=reject; adkim=r; aspf=r; rua=mailto:dmarc-reports@example.net" | "v=DMARC1; p=none; np=reject; adkim=r; aspf=r; rua=mailto:dmarc-reports@example.com"
cloudflare_dns_record.dns_spf.content: "v=spf1 -all" | "v=spf1 include:sendgrid.net include:amazonses.com ~all" | "v=spf1 include:sendgrid.net include:amazonses.com ~all"
data.aws_iam_policy_document.alerts_who-may-publish.statement.1.condition.1.values.1: - | arn:aws:events:eu-west-1:111122223333:rule/twinpost-staging-sendgrid-credentials-age | arn:aws:events:eu-west-1:444455556666:rule/twinpost-prod-sendgrid-credentials-age
data.aws_iam_policy_document.alerts_who-may-publish.statement.1.condition.1.values.2: - | arn:aws:events:eu-west-1:111122223333:rule/twinpost-staging-ses-credentials-age | arn:aws:events:eu-west-1:444455556666:rule/twinpost-prod-ses-credentials-age
output.records.value.0.value: v=spf1 -all | v=spf1 include:sendgrid.net include:amazonses.com ~all | v=spf1 include:sendgrid.net include:amazonses.com ~all
output.records.value.1.value: v=DMARC1; p=reject; np=reject; adkim=r; aspf=r; rua=mailto:dmarc-reports@example.net | v=DMARC1; p=quarantine; np=reject; adkim=r; aspf=r; rua=mailto:dmarc-reports@example.net | v=DMARC1; p=none; np=reject; adkim=r; aspf=r; rua=mailto:dmarc-reports@example.com"
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
