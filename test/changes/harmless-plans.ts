/** Harmless edits of the stacks: what people do every day. None needs a reason. */
import {
  add,
  addressesOf,
  type Edit,
  edited,
  everyPolicy,
  find,
  policy,
  record,
  remove,
  type Stack,
  set,
  setByProvider,
  text,
} from "./recorded-plan";

interface Harmless {
  what: string;
  stack: Stack;
  edit: Edit[];
}

const domain = "mail.example.com";
const spf = "cloudflare_dns_record.dns_spf";
const dmarc = "cloudflare_dns_record.dns_dmarc";
const tlsRpt = "cloudflare_dns_record.dns_tls-rpt";
const key = "aws_kms_key.secrets_key";
const secret = "aws_secretsmanager_secret.secrets_application";
const smtp = "aws_iam_user_policy.ses-smtp_may-send";
const reads = "aws_cloudwatch_event_rule.secret-reads_rule";
const topicPolicy = "aws_sns_topic_policy.alerts_policy";
const bounce = "aws_cloudwatch_metric_alarm.alarm_bounce-rate";
const failures = "aws_cloudwatch_metric_alarm.alarm_failure-rate";
const configurationSet = "aws_sesv2_configuration_set.ses_configuration-set";
const applyRole = "aws_iam_role.prod_apply";
const people = "aws_iam_role.prod_break-glass";

const prod = (what: string, ...edit: Edit[]): Harmless => ({ what, stack: "prod", edit });
const acct = (what: string, ...edit: Edit[]): Harmless => ({ what, stack: "account", edit });
const tagAll: Edit = (plan) => {
  for (const { address, change } of plan.resource_changes)
    if (change.before && "tags_all" in change.before) setByProvider(address, { "tags_all.team": "mail" })(plan);
};
const readers = (edit: (all: string[]) => string[]): Edit =>
  everyPolicy("aws_secretsmanager_secret_policy", (all) =>
    all.map((each) => {
      const { StringNotEquals } = each.Condition as { StringNotEquals?: { "aws:PrincipalArn": string[] } };
      return StringNotEquals
        ? { ...each, Condition: { StringNotEquals: { "aws:PrincipalArn": edit(StringNotEquals["aws:PrincipalArn"]) } } }
        : each;
    }),
  );

export const harmless: Harmless[] = [
  prod("a tag on everything", tagAll),
  prod(
    "DMARC raised",
    text(dmarc, (was) => was.replace("p=none", "p=quarantine")),
  ),
  prod(
    "DMARC raised for a tenth of the mail",
    text(dmarc, (was) => was.replace("p=none", "p=quarantine; pct=10")),
  ),
  prod(
    "DMARC reports to another address of ours",
    text(dmarc, (was) => was.replace("dmarc-reports@example.com", "reports@example.com")),
  ),
  prod(
    "DMARC reports to a zone of another environment",
    text(dmarc, (was) => was.replace(/rua=\S+/, "rua=mailto:reports@example.net")),
  ),
  prod(
    "a second address for DMARC reports",
    text(dmarc, (was) => was.replace(/rua=\S+/, (rua) => `${rua},mailto:reports@example.com`)),
  ),
  prod(
    "failure reports to an address of ours",
    text(dmarc, (was) => `${was}; ruf=mailto:failures@example.com`),
  ),
  prod(
    "DMARC's tags in another order and case",
    text(dmarc, (was) => was.replace("adkim=r; aspf=r", "aspf=r; adkim=R")),
  ),
  prod(
    "SPF from ~all to -all",
    text(spf, (was) => was.replace("~all", "-all")),
  ),
  prod(
    "SPF in another order",
    text(spf, () => "v=spf1 include:amazonses.com include:sendgrid.net ~all"),
  ),
  prod(
    "SPF with a server of ours",
    text(spf, (was) => was.replace("~all", "ip4:192.0.2.7 ~all")),
  ),
  prod(
    "SPF with hosts of a domain of ours",
    text(spf, (was) => was.replace("~all", "a:relay.example.com include:_spf.example.net ~all")),
  ),
  prod(
    "TLS-RPT to another address of ours",
    text(tlsRpt, () => "v=TLSRPTv1; rua=mailto:tls@example.com"),
  ),
  prod("a TTL of an hour", set(spf, { ttl: 3600 })),
  prod("a record's comment", set(spf, { comment: "twinpost, do not edit" })),
  prod("an MX of ours at the sending domain", record("mx", domain, "MX", "mx.example.com", { priority: 10 })),
  prod("a website elsewhere in the zone", record("www", "www.example.com", "CNAME", "pages.example.org")),
  prod("a key's description", set(key, { description: "Twinpost prod" })),
  prod("a secret's description", set(secret, { description: "Settings of the application" })),
  prod("a copy of a secret in a second region", set(secret, { "replica.0.region": "eu-central-1" })),
  prod(
    "another sender address of our domain",
    policy(smtp, (all) => all.map((each) => ({ ...each, Condition: { StringEquals: { "ses:FromAddress": `hello@${domain}` } } }))),
  ),
  prod(
    "a policy's statements in another order, under other names",
    policy(topicPolicy, (all) => all.reverse().map((each, index) => ({ ...each, Sid: `S${index}` }))),
  ),
  prod(
    "a single action as a list",
    policy(smtp, (all) => all.map((each) => ({ ...each, Action: ["ses:SendRawEmail"] }))),
  ),
  prod(
    "a reader less",
    readers((all) => all.slice(1)),
  ),
  prod(
    "a rule of ours more that may publish",
    policy(topicPolicy, (all) => all.map((each) => (each.Sid === "Rules" ? { ...each, Condition: withRule(each.Condition) } : each))),
  ),
  prod(
    "an alert to one more address of ours",
    add("aws_sns_topic_subscription", "x", {
      protocol: "email",
      endpoint: "night@example.com",
      topic_arn: "arn:aws:sns:eu-west-1:444455556666:twinpost-prod-alerts",
    }),
  ),
  prod("alerts to another address of ours", (plan) => {
    const [address = ""] = addressesOf(plan, "aws_sns_topic_subscription");
    const { change } = find(plan, address);
    add("aws_sns_topic_subscription", "x", { protocol: "email", endpoint: "night@example.com", topic_arn: change.before?.topic_arn })(plan);
    remove(address)(plan);
  }),
  prod(
    "an application that hears of outcomes",
    set("aws_lambda_function.events_take-events_function", {
      "environment.0.variables.TWINPOST_OUTCOME_QUEUE": "https://sqs.eu-west-1.amazonaws.com/111122223333/twinpost-prod-outcomes",
    }),
  ),
  prod("an alarm that starts earlier", set(bounce, { threshold: 0.02 })),
  prod("another failure rate", set(failures, { threshold: 0.1 })),
  prod("an alarm's description", set(bounce, { alarm_description: "Hard bounces" })),
  prod("pages earlier", set("aws_cloudwatch_metric_alarm.watch_ses-failures-page", { threshold: 0.1 })),
  prod(
    "one more cause of a joined alarm",
    edited(
      "aws_cloudwatch_composite_alarm.watch_events-ticket",
      "alarm_rule",
      (rule) => `${rule.slice(0, -1)} OR ALARM("twinpost-prod/x"))`,
    ),
  ),
  prod("another limit of sends", set("aws_cloudwatch_metric_alarm.alarm_sends-near-limit", { threshold: 16_000 })),
  prod("the dashboard", set("aws_cloudwatch_dashboard.dashboard_sending", { dashboard_body: "{}" })),
  prod("the dashboard deleted", remove("aws_cloudwatch_dashboard.dashboard_sending")),
  prod("another text of an alert", set("aws_cloudwatch_event_target.credentials-age_ses-to-alerts", { input: '"old"' })),
  prod("a rule's description", set(reads, { description: "Somebody read a secret" })),
  prod(
    "an event more that SES tells of",
    set("aws_sesv2_configuration_set_event_destination.sending_to-topic", {
      "event_destination.0.matching_event_types": ["BOUNCE", "COMPLAINT", "DELIVERY", "DELIVERY_DELAY", "OPEN", "REJECT", "SEND"],
    }),
  ),
  prod("a new default of the provider", setByProvider(configurationSet, { "vdm_options.0.guardian": "ON" })),
  prod("sending recorded in another order", set(configurationSet, { "suppression_options.0.suppressed_reasons": ["COMPLAINT", "BOUNCE"] })),
  prod(
    "a group to unsubscribe from",
    add("sendgrid_unsubscribe_group", "x", { name: "News", description: "What is new", is_default: false }),
  ),
  prod("a permissions boundary for an SMTP user without one", (plan) => {
    const { change } = find(plan, "aws_iam_user.ses-smtp_user");
    Object.assign(change, { actions: ["update"], before: { ...change.before, permissions_boundary: "" } });
  }),

  {
    what: "the organisation's DMARC raised",
    stack: "organisation",
    edit: [text("cloudflare_dns_record.example-com_dmarc", (was) => was.replace("p=none", "p=quarantine"))],
  },
  {
    what: "the organisation's TLS-RPT to another zone of ours",
    stack: "organisation",
    edit: [text("cloudflare_dns_record.example-com_tls-rpt", () => "v=TLSRPTv1; rua=mailto:tls@example.net")],
  },
  {
    what: "the organisation's SPF from ~all to -all",
    stack: "organisation",
    edit: [text("cloudflare_dns_record.example-com_spf", (was) => was.replace("~all", "-all"))],
  },
  acct("a role's description", set(applyRole, { description: "GitHub jobs" })),
  acct("a role's tag", set(applyRole, { "tags.team": "mail" })),
  acct(
    "fewer people",
    policy(people, (all) => all.map((each) => ({ ...each, Principal: { AWS: [] } })), "assume_role_policy"),
  ),
  acct(
    "a subject as a text",
    policy(applyRole, (all) => all.map((each) => ({ ...each, Condition: flat(each.Condition) })), "assume_role_policy"),
  ),
  acct(
    "a role's permissions without one action",
    policy("aws_iam_role_policy.prod_apply-policy", (all) => all.slice(1)),
  ),
  acct(
    "a trust that denies more",
    policy(
      people,
      (all) => [
        ...all,
        { Effect: "Deny", Principal: "*", Action: "sts:AssumeRole", Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } } },
      ],
      "assume_role_policy",
    ),
  ),
  acct("the trail's tags", set("aws_cloudtrail.audit_trail", { "tags.team": "mail" })),
  acct("another description of the organisation's key", set("aws_kms_key.organisation_key", { description: "Tokens" })),
];

function withRule(condition: unknown): unknown {
  const more = "arn:aws:events:eu-west-1:444455556666:rule/twinpost-prod-more";
  return Object.fromEntries(
    Object.entries(condition as Record<string, Record<string, string | string[]>>).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys).map(([name, values]) => [name, name === "aws:SourceArn" ? [...[values].flat(), more] : values]),
      ),
    ]),
  );
}

function flat(condition: unknown): unknown {
  return JSON.parse(JSON.stringify(condition).replaceAll(/\["([^"]*)"\]/g, '"$1"'));
}
