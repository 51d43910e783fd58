/** Harmful edits of other attributes. */
import type { Row } from "../harmful-plans";
import { add, addressesOf, find, forget, remove, set, setByProvider } from "../recorded-plan";
import { account, acct, attacker, domain, foreign, prod, replace } from "./edits";

const key = "aws_kms_key.secrets_key";
const secret = "aws_secretsmanager_secret.secrets_application";
const set1 = "aws_sesv2_configuration_set.ses_configuration-set";
const identity = "aws_sesv2_email_identity.ses_identity";
const mailFrom = "aws_sesv2_email_identity_mail_from_attributes.ses_mail-from";
const destination = "aws_sesv2_configuration_set_event_destination.sending_to-topic";
const bounce = "aws_cloudwatch_metric_alarm.alarm_bounce-rate";
const reads = "aws_cloudwatch_event_rule.secret-reads_rule";
const target = "aws_cloudwatch_event_target.secret-reads_to-alerts";
const table = "aws_dynamodb_table.journal_table";
const sendgrid = "sendgrid_sender_authentication.sendgrid_domain";
const bucket = "aws_s3_bucket.audit_bucket";
const topicArn = `arn:aws:sns:eu-west-1:${account}:twinpost-prod-alerts`;
const held = ["resource/attribute"];
const subscription = (values: object) => add("aws_sns_topic_subscription", "x", { protocol: "https", topic_arn: topicArn, ...values });

export const settings: Row[] = [
  ...Object.entries({
    period: 86_400,
    evaluation_periods: 1000,
    datapoints_to_alarm: 900,
    treat_missing_data: "notBreaching2",
    comparison_operator: "LessThanThreshold",
    statistic: "Minimum",
    metric_name: "Send",
    namespace: "AWS/EC2",
    dimensions: { x: "y" },
    threshold: -1,
    alarm_actions: [],
    actions_enabled: false,
  }).map(([attribute, value]) => prod(`alarm: ${attribute}`, held, set(bounce, { [attribute]: value }))),
  prod("alarm: an action in another account", held, set(bounce, { alarm_actions: [topicArn, `arn:aws:sns:eu-west-1:${foreign}:x`] })),
  prod("alarm: another name and a mute one", held, replace(bounce, set(bounce, { alarm_name: "x", actions_enabled: false }))),
  prod("alarm: forgotten", ["resource/forgotten"], forget(bounce)),
  prod("alarm: deleted", ["resource/deleted"], remove(bounce)),

  prod(
    "subscription: a stranger's address",
    ["alerts/recipient-elsewhere"],
    subscription({ protocol: "email", endpoint: `x@${attacker}` }),
  ),
  prod("subscription: a look-alike", ["alerts/recipient-elsewhere"], subscription({ endpoint: `https://mail.example.com.${attacker}/` })),
  prod(
    "subscription: a URL with our name as its user",
    ["alerts/recipient-elsewhere"],
    subscription({ endpoint: `https://mail.example.com:x@${attacker}/` }),
  ),
  prod(
    "subscription: a URL with a backslash",
    ["alerts/recipient-elsewhere"],
    subscription({ endpoint: `https://${attacker}\\@mail.example.com/` }),
  ),
  prod(
    "subscription: a function",
    ["alerts/recipient-elsewhere"],
    subscription({ protocol: "lambda", endpoint: `arn:aws:lambda:eu-west-1:${account}:function:x` }),
  ),
  prod(
    "subscription: a queue of another account",
    ["alerts/recipient-elsewhere", "resource/attribute"],
    subscription({ protocol: "sqs", endpoint: `arn:aws:sqs:eu-west-1:${foreign}:x` }),
  ),
  prod(
    "subscription: without TLS",
    ["alerts/recipient-elsewhere", "resource/attribute"],
    subscription({ protocol: "http", endpoint: "http://hooks.example.com/" }),
  ),
  prod("subscription: everything filtered out", held, (plan) =>
    set(addressesOf(plan, "aws_sns_topic_subscription")[0] ?? "", { filter_policy: '{"x":["y"]}' })(plan),
  ),
  prod("subscription: moved to another topic", held, (plan) => {
    const [address = ""] = addressesOf(plan, "aws_sns_topic_subscription");
    replace(address, set(address, { topic_arn: `${topicArn}-old` }))(plan);
  }),

  prod("rule: enabled for what is written alone", held, set(reads, { state: "ENABLED" })),
  prod("rule: on another bus", held, set(reads, { event_bus_name: "other" })),
  prod("rule: that listens to nothing", ["secret-reads/weakened"], set(reads, { event_pattern: undefined })),
  prod("target: another topic", held, set(target, { arn: `arn:aws:sns:eu-west-1:${account}:other` })),
  prod("target: another topic, made anew", held, replace(target, set(target, { target_id: "x", arn: `${topicArn}-old` }))),
  prod(
    "target: a function more",
    held,
    add("aws_cloudwatch_event_target", "x", { rule: "twinpost-prod-secret-read", arn: `arn:aws:lambda:eu-west-1:${account}:function:x` }),
  ),
  prod("target: an address outside AWS", held, set(target, { http_target: [{ path_parameter_values: ["x"] }] })),
  prod("target: gone", ["resource/deleted"], remove(target)),

  prod("key: of several regions", ["encryption-key/replaced", "resource/attribute"], replace(key, set(key, { multi_region: true }))),
  prod("key: off", ["encryption-key/disabled"], set(key, { is_enabled: false })),
  prod("key: made without a policy check", held, set(key, { bypass_policy_lockout_safety_check: true })),
  prod("key: renewed every seven years", held, set(key, { rotation_period_in_days: 2560 })),
  prod("key: an earlier deletion", held, set(key, { deletion_window_in_days: 29 })),
  prod("key: a new default of the provider, on what gives access", held, setByProvider(key, { xks_key_id: "x" })),
  prod("secret: its own policy", held, set(secret, { policy: "{}" })),
  prod("secret: a copy under a key of ours", held, set(secret, { "replica.0.region": "eu-central-1", "replica.0.kms_key_id": "alias/x" })),
  prod("secret: another key", held, set(secret, { kms_key_id: `arn:aws:kms:eu-west-1:${foreign}:key/x` })),
  prod("secret: gone in a week", held, set(secret, { recovery_window_in_days: 7 })),

  prod("SES: suppression of bounces alone", held, set(set1, { "suppression_options.0.suppressed_reasons": ["BOUNCE"] })),
  prod("SES: TLS where it can be had", ["tls/not-required"], set(set1, { "delivery_options.0.tls_policy": "OPTIONAL" })),
  prod("SES: sending off", ["identity/sending-stopped"], set(set1, { "sending_options.0.sending_enabled": false })),
  prod("SES: mail dropped after five minutes", held, set(set1, { "delivery_options.0.max_delivery_seconds": 300 })),
  prod("SES: a pool by a dynamic block", held, setByProvider(set1, { "delivery_options.0.sending_pool_name": "other" })),
  prod("SES: links tracked by a dynamic block", held, setByProvider(set1, { "tracking_options.0.custom_redirect_domain": attacker })),
  prod("SES: another MAIL FROM", ["return-path/target-changed"], set(mailFrom, { mail_from_domain: `x.${attacker}` })),
  prod("SES: no MAIL FROM", ["return-path/target-changed"], set(mailFrom, { mail_from_domain: undefined })),
  prod("SES: MAIL FROM unknown", ["return-path/target-changed"], (plan) => {
    const { change } = find(plan, mailFrom);
    Object.assign(change, {
      actions: ["update"],
      after: { ...change.after, mail_from_domain: null },
      after_unknown: { mail_from_domain: true },
    });
  }),
  prod("SES: a key of our own", held, set(identity, { "dkim_signing_attributes.0.domain_signing_selector": "x" })),
  prod(
    "SES: a shorter key",
    ["dkim/key-shortened"],
    set(identity, { "dkim_signing_attributes.0.next_signing_key_length": "RSA_1024_BIT" }),
  ),
  prod(
    "SES: a stranger's identity",
    held,
    add("aws_sesv2_email_identity", "x", {
      email_identity: attacker,
      configuration_set_name: "twinpost-prod",
      dkim_signing_attributes: [{ next_signing_key_length: "RSA_2048_BIT" }],
    }),
  ),
  prod("SES: fewer events", held, set(destination, { "event_destination.0.matching_event_types": ["BOUNCE"] })),
  prod("SES: events off", held, set(destination, { "event_destination.0.enabled": false })),
  prod(
    "SES: events to a stream too",
    held,
    setByProvider(destination, {
      "event_destination.0.kinesis_firehose_destination.0.delivery_stream_arn": `arn:aws:firehose:eu-west-1:${account}:deliverystream/x`,
    }),
  ),
  prod(
    "SES: bounces by mail",
    held,
    set("aws_sesv2_email_identity_feedback_attributes.sending_feedback", { email_forwarding_enabled: true }),
  ),
  prod("SendGrid: no automatic security", held, set(sendgrid, { automatic_security: false })),
  prod("SendGrid: the default of the account", held, set(sendgrid, { default: true })),
  prod("SendGrid: addresses of its own", held, set(sendgrid, { ips: ["192.0.2.1"] })),
  prod("SendGrid: another selector", held, set(sendgrid, { custom_dkim_selector: "x" })),
  prod("SendGrid: another subdomain", held, set(sendgrid, { subdomain: "other" })),
  prod(
    "SendGrid: a stranger's domain",
    held,
    add("sendgrid_sender_authentication", "x", { domain: attacker, subdomain: "em", automatic_security: true }),
  ),
  prod("SendGrid: a stranger's links", held, add("sendgrid_link_branding", "x", { domain: attacker, subdomain: "l" })),
  prod("SendGrid: links, the default of the account", held, add("sendgrid_link_branding", "x", { domain, subdomain: "l", default: true })),
  prod("SendGrid: a key", ["plan/other-type"], add("sendgrid_api_key", "x", { scopes: ["mail.send", "api_keys.create"] })),
  prod("SendGrid: a teammate", ["plan/other-type"], add("sendgrid_teammate", "x", { email: `x@${attacker}`, is_admin: true })),
  prod("SendGrid: a subuser", ["plan/other-type"], add("sendgrid_subuser", "x", { username: "x" })),
  acct("SendGrid: TLS of old versions", ["tls/not-required"], (plan) =>
    set(addressesOf(plan, "sendgrid_enforce_tls")[0] ?? "", { version: 1 })(plan),
  ),
  acct("SendGrid: TLS not required", ["tls/not-required"], (plan) =>
    set(addressesOf(plan, "sendgrid_enforce_tls")[0] ?? "", { require_tls: false })(plan),
  ),
  prod("journal: a copy elsewhere", held, set(table, { replica: [{ region_name: "us-east-1" }] })),
  prod("journal: a day of recovery", held, set(table, { "point_in_time_recovery.0.recovery_period_in_days": 1 })),
  prod("journal: entries that expire", held, set(table, { "ttl.0.enabled": true, "ttl.0.attribute_name": "at" })),
  prod(
    "journal: a stranger's key",
    held,
    set(table, {
      "server_side_encryption.0.kms_key_arn": `arn:aws:kms:eu-west-1:${foreign}:key/x`,
      "server_side_encryption.0.enabled": true,
    }),
  ),
  prod("user: made without a boundary", held, add("aws_iam_user", "x", { name: "twinpost-prod2-smtp" })),
  prod(
    "user: of another name",
    held,
    add("aws_iam_user", "x", { name: "mallory", permissions_boundary: `arn:aws:iam::${account}:policy/twinpost-prod-smtp-boundary` }),
  ),
  ...["acl", "policy", "website", "logging", "server_side_encryption_configuration", "object_lock_enabled"].map((attribute) =>
    acct(`bucket: ${attribute}`, held, set(bucket, { [attribute]: [{ x: "y" }] })),
  ),
  acct("bucket: what expires, by a dynamic block", held, setByProvider(bucket, { "lifecycle_rule.0.expiration.0.days": 1 })),
  acct(
    "bucket: versions suspended",
    ["audit-bucket/not-versioned"],
    set("aws_s3_bucket_versioning.audit_versioning", { "versioning_configuration.0.status": "Suspended" }),
  ),
  acct("trail: a prefix", held, set("aws_cloudtrail.audit_trail", { s3_key_prefix: "x" })),
  acct(
    "trail: some events",
    ["audit-trail/weakened"],
    set("aws_cloudtrail.audit_trail", { "event_selector.0.include_management_events": false }),
  ),
  acct(
    "GitHub: a thumbprint of another CA",
    held,
    set("aws_iam_openid_connect_provider.github_provider", { thumbprint_list: ["0".repeat(40)] }),
  ),
];
