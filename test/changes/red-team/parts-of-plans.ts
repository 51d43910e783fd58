/** Harmful edits of what a plan has besides settings of ours: providers, other types, replacements, what is put off. */
import type { Row } from "../harmful-plans";
import { add, type Edit, find, set } from "../recorded-plan";
import { account, applied, attacker, foreign, output, prod } from "./edits";

const key = "aws_kms_key.secrets_key";
const identity = "aws_sesv2_email_identity.ses_identity";
const bounce = "aws_cloudwatch_metric_alarm.alarm_bounce-rate";
const held = ["resource/attribute"];
const [config] = [
  (edit: (settings: Record<string, { full_name: string; expressions: Record<string, unknown> }>) => void): Edit =>
    (plan) =>
      edit(plan.configuration.provider_config),
];
const aws = (settings: object): Edit => config(({ aws: plugin }) => Object.assign(plugin?.expressions as object, settings));

export const partsOfPlans: Row[] = [
  ...Object.entries({
    endpoints: [{ sts: { constant_value: `https://${attacker}` } }],
    assume_role: [{ role_arn: { constant_value: `arn:aws:iam::${foreign}:role/x` } }],
    skip_requesting_account_id: { constant_value: true },
    access_key: { constant_value: "x" },
    profile: { constant_value: "x" },
    ignore_tags: [{ keys: { constant_value: ["environment"] } }],
    http_proxy: { constant_value: `http://${attacker}` },
    insecure: { constant_value: true },
  }).map(([name, value]) => prod(`provider: ${name}`, ["plan/provider"], aws({ [name]: value }))),
  prod("provider: a stranger's account", ["plan/provider"], aws({ allowed_account_ids: { constant_value: [foreign] } })),
  prod("provider: one account more", ["plan/provider"], aws({ allowed_account_ids: { constant_value: [account, foreign] } })),
  prod(
    "provider: a second one that is not bound",
    ["plan/provider"],
    config((all) =>
      Object.assign(all, {
        "aws.b": { full_name: "registry.terraform.io/hashicorp/aws", expressions: { region: { constant_value: "us-east-1" } } },
      }),
    ),
  ),
  prod(
    "provider: Cloudflare's address",
    ["plan/provider"],
    config(({ cloudflare }) => Object.assign(cloudflare?.expressions as object, { base_url: { constant_value: `https://${attacker}` } })),
  ),
  prod("provider: Cloudflare's address by a variable's default", ["plan/provider"], (plan) =>
    Object.assign(plan.configuration.root_module, { variables: { cloudflare_base_url: { default: `https://${attacker}` } } }),
  ),
  prod(
    "provider: SendGrid's address",
    ["plan/provider"],
    config(({ sendgrid: plugin }) =>
      Object.assign(plugin as object, { expressions: { base_url: { constant_value: `https://${attacker}` } } }),
    ),
  ),
  prod(
    "provider: of another registry",
    ["plan/provider"],
    config(({ aws: plugin }) => Object.assign(plugin as object, { full_name: `${attacker}/hashicorp/aws` })),
  ),
  prod("provider: another region, where nothing is found", ["plan/provider"], aws({ region: { constant_value: "us-east-1" } }), (plan) => {
    const { change, ...resource } = find(plan, key);
    plan.resource_drift = [{ ...resource, change: { ...change, actions: ["delete"], after: null } }];
  }),
  ...["http", "external", "local_sensitive_file", "aws_kms_secrets", "aws_ssm_parameter", "terraform_remote_state"].map((type) =>
    prod(`data source: ${type}`, ["plan/data-source"], (plan) =>
      plan.configuration.root_module.resources.push({ address: `data.${type}.x`, mode: "data", type }),
    ),
  ),
  ...[
    "null_resource",
    "local_file",
    "random_password",
    "time_sleep",
    "aws_lambda_layer_version",
    "aws_ses_receipt_rule",
    "aws_sns_topic_data_protection_policy",
    "aws_kms_grant",
    "aws_s3_bucket_acl",
    "aws_secretsmanager_secret_rotation",
    "aws_sesv2_dedicated_ip_pool",
    "aws_iam_group_membership",
    "cloudflare_page_rule",
    "cloudflare_ruleset",
  ].map((type) => prod(`type: ${type}`, ["plan/other-type"], add(type, "x", {}))),
  prod("a function that is none of ours", ["resource/attribute"], add("aws_lambda_function", "x", { function_name: "x" })),
  prod("a deposed object", ["smtp-user/deleted"], (plan) => {
    const { change, ...user } = find(plan, "aws_iam_user.ses-smtp_user");
    plan.resource_changes.push({ ...user, deposed: "abcd1234", change: { ...change, actions: ["delete"], after: null } } as never);
  }),
  prod("moved, and weaker there", held, (plan) => {
    set(bounce, { threshold: 0.5 })(plan);
    Object.assign(find(plan, bounce), { previous_address: "aws_cloudwatch_metric_alarm.x" });
  }),
  prod("imported, and changed", held, (plan) => {
    set(key, { enable_key_rotation: false })(plan);
    Object.assign(find(plan, key).change, { importing: { id: "x" } });
  }),
  prod("replaced by another's change (replace_triggered_by)", ["identity/replaced"], (plan) => {
    Object.assign(find(plan, identity).change, { actions: ["delete", "create"] });
    Object.assign(find(plan, identity), { action_reason: "replace_by_triggers" });
  }),
  prod("every key of a resource with an index", ["encryption-key/disabled"], (plan) => {
    set(key, { is_enabled: false })(plan);
    Object.assign(find(plan, key), { address: `${key}[0]`, index: 0 });
  }),
  prod("an output more", ["plan/output"], (plan) =>
    Object.assign(plan.output_changes, { key: { actions: ["create"], before: null, after: "x", after_unknown: false } }),
  ),
  prod(
    "the records' output, hidden",
    ["plan/output"],
    output((all) => all),
    (plan) => Object.assign(plan.output_changes.records as object, { after_sensitive: true }),
  ),
  prod("deferred: a creation of another type", ["plan/other-type"], (plan) => {
    plan.deferred_changes = [
      {
        reason: "resource_config_unknown",
        resource_change: {
          address: "null_resource.x",
          mode: "managed",
          type: "null_resource",
          change: { actions: ["create"], before: null, after: {} },
        },
      },
    ];
  }),
  prod(
    "drift that is ignored (ignore_changes)",
    { harmless: "Terraform does nothing; what others changed is told by verify and drift" },
    (plan) => {
      const { change, ...resource } = find(plan, key);
      plan.resource_drift = [
        { ...resource, change: { ...change, actions: ["update"], after: { ...change.after, enable_key_rotation: false } } },
      ];
    },
  ),
  prod(
    "an alarm's state before was as weak",
    { harmless: "it gets no weaker" },
    applied(bounce, set(bounce, { threshold: 0.9 })),
    set(bounce, { alarm_description: "x" }),
  ),
];
