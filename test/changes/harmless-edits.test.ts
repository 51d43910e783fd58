/** Ordinary edits of what is declared, one for each field and more: none needs a reason. What the stacks then are is synthesised anew. */
import { guard } from "../../changes/guard";
import { readPlanJson } from "../../changes/plan";
import { loadDeclared } from "../../declaration/load";
import type { Environment } from "../../declaration/schema/environment";
import { declaredData } from "../fixtures/declared";
import { accounts } from "../fixtures/environments/accounts";
import { dev } from "../fixtures/environments/dev";
import { prod as prodData } from "../fixtures/environments/prod";
import { editedAccount, editedData } from "./edited-data";
import { add, addressesOf, type Edit, find, own, policy, recordedPlan, remove, type Stack, set, text } from "./recorded-plan";
import { account, applied, dmarc, dmarcWith, domain, replace, spfWith } from "./red-team/edits";

const data = (edit: (environment: Environment) => Partial<Environment>): Edit[] =>
  editedData((environment) => ({ ...environment, ...edit(environment) }) as Environment);

const fields: [what: string, edit: (environment: Environment) => Partial<Environment>][] = [
  ["sender address", ({ sender }) => ({ sender: { ...sender, address: "hello@mail.example.com" } })],
  ["sender address below the domain", ({ sender }) => ({ sender: { ...sender, address: "a.b+c@mail.example.com" } })],
  ["sender name", ({ sender }) => ({ sender: { ...sender, name: "Market Edge" } })],
  ["address for replies", ({ sender }) => ({ sender: { ...sender, replyTo: "help@example.com" } })],
  ["frontend", () => ({ frontendUrl: "https://app2.example.com" })],
  ["primary and standby changed over", () => ({ sendingProviders: { primary: "ses", standby: "sendgrid" } })],
  ["reviewers", () => ({ review: { reviewers: ["@grace"], waitMinutes: 5 } })],
  ["a domain of ours in SPF", ({ spf }) => ({ spf: { ...spf, alsoInclude: ["_spf.example.net"] } })],
  ["a server of ours in SPF", ({ spf }) => ({ spf: { ...spf, alsoAllow: ["ip4:192.0.2.7", "ip6:2001:db8::7"] } })],
  ["a small network in SPF", ({ spf }) => ({ spf: { ...spf, alsoAllow: ["ip4:192.0.2.0/24"] } })],
  ["-all", ({ spf }) => ({ spf: { ...spf, all: "-all" } })],
  ["quarantine", ({ dmarc: was }) => ({ dmarc: { ...was, policy: "quarantine" } })],
  ["reject", ({ dmarc: was }) => ({ dmarc: { ...was, policy: "reject" } })],
  ["two addresses for DMARC reports", ({ dmarc: was }) => ({ dmarc: { ...was, reportTo: [...was.reportTo, "more@example.net"] } })],
  ["another address for DMARC reports", ({ dmarc: was }) => ({ dmarc: { ...was, reportTo: ["more@example.org"] } })],
  ["another address for TLS reports", () => ({ tlsRpt: { reportTo: ["tls@example.org"] } })],
  ["an alert to one person more", ({ alerts }) => ({ alerts: { ...alerts, notify: [...alerts.notify, "night@example.com"] } })],
  ["alerts to a hook of ours", ({ alerts }) => ({ alerts: { ...alerts, notify: [...alerts.notify, "https://hooks.example.com/mail"] } })],
  ["alerts to somebody else", ({ alerts }) => ({ alerts: { ...alerts, notify: ["night@example.net"] } })],
  ...[0.01, 0.02, 0.1, 0.2].map((failureRate): (typeof fields)[number] => [
    `a failure rate of ${failureRate}`,
    ({ alerts }) => ({ alerts: { ...alerts, failureRate } }),
  ]),
  ...[30, 60, 120, 180].map((everyDays): (typeof fields)[number] => [
    `rotation every ${everyDays} days`,
    () => ({ rotation: { everyDays } }),
  ]),
  ...[100, 1_000, 20_000, 200_000].map((sendsPerDay): (typeof fields)[number] => [
    `${sendsPerDay} sends a day`,
    () => ({ limits: { sendsPerDay } }),
  ]),
  ["another capacity", () => ({ capacity: { perMonth: 50_000, atOnce: 5_000, withinSeconds: 60 } })],
  ["one seed mailbox less", ({ seedMailboxes }) => ({ seedMailboxes: seedMailboxes.slice(1) })],
  ["other seed mailboxes", () => ({ seedMailboxes: ["twinpost-seed@example.com"] })],
  ["an MX of ours", () => ({ mx: [{ host: "mx.example.com", priority: 10 }] })],
  ["two MX of ours", () => ({ mx: [10, 20].map((priority) => ({ host: `mx${priority}.example.com`, priority })) })],
  ["copies of the secrets", () => ({ secrets: { replicaRegion: "eu-central-1" } })],
  ["a reader less", ({ secretReaders }) => ({ secretReaders: secretReaders.slice(1) })],
  [
    "a group to unsubscribe from",
    ({ sendgrid }) => ({ sendgrid: { ...sendgrid, unsubscribeGroup: { name: "News", description: "Monthly" } } }),
  ],
  ["tracked links of our name", ({ sendgrid }) => ({ sendgrid: { ...sendgrid, linkBranding: { subdomain: "links" } } })],
];

const key = "aws_kms_key.secrets_key";
const bounce = "aws_cloudwatch_metric_alarm.alarm_bounce-rate";
const table = "aws_dynamodb_table.journal_table";
const reads = "aws_cloudwatch_event_rule.secret-reads_rule";
const secret = "aws_secretsmanager_secret.secrets_application";
const alerts = "aws_sns_topic_policy.alerts_policy";
const strict = applied(dmarc, dmarcWith("p=none", "p=quarantine; pct=10"));
const prod = (what: string, ...edit: Edit[]): [string, Stack, Edit[]] => [what, "prod", edit];
const acct = (what: string, ...edit: Edit[]): [string, Stack, Edit[]] => [what, "account", edit];

const edits: [what: string, stack: Stack, edit: Edit[]][] = [
  ...fields.map(([what, edit]) => prod(what, ...data(edit))),
  prod("an alarm's name", replace(bounce, set(bounce, { alarm_name: "twinpost-prod-bounces" }))),
  ...[0.01, 0.03, 0.049].map((threshold) => prod(`bounces from ${threshold}`, set(bounce, { threshold }))),
  prod("complaints from 0.0005", set("aws_cloudwatch_metric_alarm.alarm_complaint-rate", { threshold: 0.0005 })),
  prod(
    "an alarm's second action",
    set(bounce, {
      alarm_actions: [`arn:aws:sns:eu-west-1:${account}:twinpost-prod-alerts`, `arn:aws:sns:eu-west-1:${account}:twinpost-prod-night`],
    }),
  ),
  prod("an alarm that tells when it is over", set(bounce, { ok_actions: [`arn:aws:sns:eu-west-1:${account}:twinpost-prod-alerts`] })),
  prod(
    "an alarm more",
    add("aws_cloudwatch_metric_alarm", "x", {
      alarm_name: "twinpost-prod-x",
      namespace: "AWS/SES",
      metric_name: "Send",
      statistic: "Sum",
      period: 60,
      evaluation_periods: 1,
      comparison_operator: "GreaterThanThreshold",
      threshold: 1,
      treat_missing_data: "missing",
      actions_enabled: true,
      alarm_actions: [],
    }),
  ),
  prod(
    "a longer recovery window than there was",
    applied(secret, set(secret, { recovery_window_in_days: 7 })),
    set(secret, { recovery_window_in_days: 14 }),
  ),
  prod(
    "a longer deletion window than there was",
    applied(key, set(key, { deletion_window_in_days: 7 })),
    set(key, { deletion_window_in_days: 30 }),
  ),
  prod("a key's rotation on again", applied(key, set(key, { enable_key_rotation: false })), set(key, { enable_key_rotation: true })),
  prod(
    "a longer time to recover",
    applied(table, set(table, { "point_in_time_recovery.0.recovery_period_in_days": 7 })),
    set(table, { "point_in_time_recovery.0.recovery_period_in_days": 35 }),
  ),
  prod("the journal's tags", set(table, { tags: { team: "mail" } })),
  prod("a rule's tags", set(reads, { tags: { team: "mail" } })),
  prod(
    "a rule on again",
    applied(reads, set(reads, { state: "DISABLED" })),
    set(reads, { state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" }),
  ),
  prod("a secret's description", set(secret, { description: "The application's settings" })),
  ...[60, 300, 1800, 3600].map((ttl) => prod(`a TTL of ${ttl}`, set(dmarc, { ttl }))),
  prod("DMARC for more of the mail", strict, dmarcWith("pct=10", "pct=50")),
  prod("DMARC for all of the mail", strict, dmarcWith("; pct=10", "")),
  prod("DMARC for subdomains too", strict, dmarcWith("; pct=10", "; sp=reject")),
  prod("DMARC aligned strictly by DKIM", dmarcWith("adkim=r", "adkim=s")),
  prod("DMARC with failure options", dmarcWith(/$/, "; fo=1")),
  prod("DMARC with a size limit of reports", dmarcWith(/rua=\S+/, "rua=mailto:dmarc-reports@example.com!10m")),
  prod("SPF with hosts of ours", spfWith(`a:relay.example.com mx:example.com`)),
  prod("SPF that refuses a stranger", spfWith("-ip4:203.0.113.0/24")),
  prod(
    "SPF with an explanation",
    text("cloudflare_dns_record.dns_spf", (was) => `${was} exp=why.${domain}`),
  ),
  prod(
    "SPF's return path with -all",
    text("cloudflare_dns_record.dns_ses-mail-from-spf", (was) => was.replace("~all", "-all")),
  ),
  prod(
    "a page beside us",
    add("cloudflare_dns_record", "x", {
      name: "status.example.com",
      type: "CNAME",
      content: "pages.example.org",
      ttl: 300,
      proxied: true,
      zone_id: "7c1e9a5b2d3f4061827364554a3b2c1d",
    }),
  ),
  prod(
    "a verification beside us",
    add("cloudflare_dns_record", "x", {
      name: "example.com",
      type: "TXT",
      content: '"google-site-verification=x"',
      ttl: 300,
      zone_id: "7c1e9a5b2d3f4061827364554a3b2c1d",
    }),
  ),
  prod(
    "an alias of ours",
    add("cloudflare_dns_record", "x", {
      name: `www.${domain}`,
      type: "CNAME",
      content: "www.example.com",
      ttl: 300,
      zone_id: "7c1e9a5b2d3f4061827364554a3b2c1d",
    }),
  ),
  prod(
    "a topic's policy that refuses what is not TLS",
    policy(alerts, (all) => [
      ...all.filter(({ Effect }) => Effect !== "Deny"),
      { Effect: "Deny", Principal: "*", Action: "sns:*", Resource: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
      ...all.filter(({ Effect }) => Effect === "Deny"),
    ]),
  ),
  prod(
    "an SMTP user's policy with one condition more for the same mail",
    policy("aws_iam_user_policy.ses-smtp_may-send", (all) => all.map((each) => ({ Version: undefined, ...each, Sid: "MaySend" }))),
  ),
  prod("the dashboard's text", set("aws_cloudwatch_dashboard.dashboard_sending", { dashboard_body: '{"widgets":[]}' })),
  prod("what an alert says", (plan) =>
    set(addressesOf(plan, "aws_cloudwatch_event_target")[0] ?? "", { input: '"old credentials"' })(plan),
  ),
  prod("a resource moved in the stack", (plan) => Object.assign(find(plan, bounce), { previous_address: "aws_cloudwatch_metric_alarm.x" })),
  prod("a resource imported as it is", (plan) => Object.assign(find(plan, key).change, { importing: { id: "x" } })),
  prod("a newer Terraform", (plan) => Object.assign(plan, { format_version: "1.3", terraform_version: "1.14.1" })),
  prod("a description of the key", set(key, { description: "Twinpost prod, secrets" })),
  prod("the dashboard gone", remove("aws_cloudwatch_dashboard.dashboard_sending")),
  prod("a tag less", (plan) => {
    const { change } = find(plan, key);
    Object.assign(change, { actions: ["update"], before: { ...change.before, tags: { team: "mail" } } });
  }),
  acct(
    "a new environment",
    ...editedAccount(({ environments, ...rest }) => ({
      ...rest,
      environments: [
        ...environments,
        { ...prodData, name: "prod2", sendingDomain: "mail2.example.com", sender: { ...prodData.sender, address: "a@mail2.example.com" } },
      ],
    })),
  ),
  acct(
    "an environment that captures",
    ...editedAccount(({ environments, ...rest }) => ({
      ...rest,
      environments: [...environments, { ...dev, name: "dev2", aws: prodData.aws }],
    })),
  ),
  acct("fewer administrators", ...editedAccount((was) => ({ ...was, administrators: [] }))),
  acct("the trail's tags", set("aws_cloudtrail.audit_trail", { tags: { team: "mail" } })),
  acct("the trail's bucket's tags", set("aws_s3_bucket.audit_bucket", { tags: { team: "mail" } })),
  acct("a boundary's tags", set("aws_iam_policy.prod-smtp-boundary", { "tags.team": "mail" })),
];

test.each(edits)("passes: %s", (_, stack, edit) => {
  const findings = guard(readPlanJson(recordedPlan(stack, ...edit)), own[stack]);
  expect(findings.map(({ id, where, what }) => `${id}@${where} ${what}`)).toEqual([]);
});

test("the data of the edits is valid", () => {
  const broken = fields.flatMap(([what, edit]) => {
    const environment = { ...prodData, ...edit(prodData) };
    const { faults } = loadDeclared(declaredData({ environments: { dev, prod: environment }, accounts }));
    return faults.map(({ problem }) => `${what}: ${problem}`);
  });
  expect(broken).toEqual([]);
});
