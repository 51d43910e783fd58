/**
 * How each type comes under management, and what the gate holds of imports. Ids are of the form that the "Import" section of the type's page has:
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/<type without "aws_">
 */

import { recordTypes } from "../../changes/dns-hosts/dns-hosts";
import { judgePlan } from "../../changes/guard";
import { readPlanJson } from "../../changes/plan";
import { managedTypes, typeRulesOf } from "../../changes/types/managed-types";
import type { Values } from "../../changes/values";
import { environmentTarget } from "../../declaration/target";
import { knownAfterApply } from "../../mail/dns/record";
import { connect } from "../../wiring/connections";
import { existing } from "../../wiring/existing";
import { declared } from "../fixtures/declared";
import { addressesOf, type Edit, find, own, recordedPlan, type Stack, set } from "./recorded-plan";

const place = { account: "123456789012", region: "us-east-1" };

const ids: Record<string, [Values, string]> = {
  aws_cloudtrail: [{ name: "my-sample-trail" }, "arn:aws:cloudtrail:us-east-1:123456789012:trail/my-sample-trail"],
  aws_cloudwatch_composite_alarm: [{ alarm_name: "my-alarm" }, "my-alarm"],
  aws_cloudwatch_dashboard: [{ dashboard_name: "dashboard_name" }, "dashboard_name"],
  aws_cloudwatch_event_rule: [{ name: "capture-console-sign-in" }, "capture-console-sign-in"],
  aws_cloudwatch_metric_alarm: [{ alarm_name: "alarm-12345" }, "alarm-12345"],
  aws_dynamodb_table: [{ name: "GameScores" }, "GameScores"],
  aws_iam_openid_connect_provider: [
    { url: "https://token.actions.githubusercontent.com" },
    "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
  ],
  aws_iam_policy: [{ name: "UsersManageOwnCredentials" }, "arn:aws:iam::123456789012:policy/UsersManageOwnCredentials"],
  aws_iam_role: [{ name: "developer_name" }, "developer_name"],
  aws_iam_role_policy: [{ role: "role_of_mypolicy_name", name: "mypolicy_name" }, "role_of_mypolicy_name:mypolicy_name"],
  aws_iam_role_policy_attachment: [
    { role: "test-role", policy_arn: "arn:aws:iam::xxxxxxxxxxxx:policy/test-policy" },
    "test-role/arn:aws:iam::xxxxxxxxxxxx:policy/test-policy",
  ],
  aws_cloudwatch_log_group: [{ name: "yada" }, "yada"],
  aws_lambda_function: [{ function_name: "my_test_lambda_function" }, "my_test_lambda_function"],
  aws_sqs_queue: [{ name: "MyQueue" }, "https://sqs.us-east-1.amazonaws.com/123456789012/MyQueue"],
  aws_iam_user: [{ name: "loadbalancer" }, "loadbalancer"],
  aws_iam_user_policy: [{ user: "user_of_mypolicy_name", name: "mypolicy_name" }, "user_of_mypolicy_name:mypolicy_name"],
  aws_kms_alias: [{ name: "alias/my-key-alias" }, "alias/my-key-alias"],
  aws_s3_bucket: [{ bucket: "bucket-name" }, "bucket-name"],
  aws_s3_bucket_lifecycle_configuration: [{ bucket: "bucket-name" }, "bucket-name"],
  aws_s3_bucket_ownership_controls: [{ bucket: "my-bucket" }, "my-bucket"],
  aws_s3_bucket_server_side_encryption_configuration: [{ bucket: "bucket-name" }, "bucket-name"],
  aws_s3_bucket_policy: [{ bucket: "my-tf-test-bucket" }, "my-tf-test-bucket"],
  aws_s3_bucket_public_access_block: [{ bucket: "my-bucket" }, "my-bucket"],
  aws_s3_bucket_versioning: [{ bucket: "bucket-name" }, "bucket-name"],
  aws_secretsmanager_secret_policy: [
    { secret_arn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:example-123456" },
    "arn:aws:secretsmanager:us-east-1:123456789012:secret:example-123456",
  ],
  aws_sesv2_account_suppression_attributes: [{ suppressed_reasons: ["BOUNCE"] }, "123456789012"],
  aws_sesv2_configuration_set: [{ configuration_set_name: "example" }, "example"],
  aws_sesv2_configuration_set_event_destination: [
    { configuration_set_name: "example_configuration_set", event_destination_name: "example_event_destination" },
    "example_configuration_set|example_event_destination",
  ],
  aws_sesv2_email_identity: [{ email_identity: "example.com" }, "example.com"],
  aws_sesv2_email_identity_feedback_attributes: [{ email_identity: "example.com" }, "example.com"],
  aws_sesv2_email_identity_mail_from_attributes: [{ email_identity: "example.com" }, "example.com"],
  aws_sns_topic: [{ name: "my-topic" }, "arn:aws:sns:us-east-1:123456789012:my-topic"],
  aws_sns_topic_policy: [{ arn: "arn:aws:sns:us-east-1:123456789012:my-topic" }, "arn:aws:sns:us-east-1:123456789012:my-topic"],
};

const isHow = (how: string) => (type: string) => typeRulesOf(type).adopting.how === how;

test.each(managedTypes.filter(isHow("named")))("the import id of a %s follows from its declared attributes", (type) => {
  const [values, id] = ids[type] as [Values, string];
  const { importId } = typeRulesOf(type).adopting;
  expect(importId?.(values, place)).toBe(id);
  const unknown = Object.fromEntries(Object.keys(values).map((name) => [name, knownAfterApply]));
  if (type !== "aws_sesv2_account_suppression_attributes") expect(importId?.(unknown, place)).toBeUndefined();
});

test("every other type is looked up, or says that making it takes over what is there", () => {
  const asked = existing(
    environmentTarget("prod", declared),
    connect({ env: {}, directory: "." }, () => {}),
  );
  expect([...Object.keys(asked), ...recordTypes].sort()).toEqual(managedTypes.filter(isHow("looked up")).sort());
  expect(managedTypes.filter(isHow("made again")).sort()).toEqual([
    "aws_sns_topic_subscription",
    "sendgrid_bounce_settings",
    "sendgrid_click_tracking_settings",
    "sendgrid_enforce_tls",
  ]);
});

/** As Terraform plans it after `adopt`: what is there is read, and becomes what is declared. */
const imported =
  (address: string, id: string, there: Record<string, unknown> = {}): Edit =>
  (plan) => {
    const { change } = find(plan, address);
    Object.assign(change, { importing: { id }, actions: Object.keys(there).length > 0 ? ["update"] : ["no-op"] });
    change.before = { ...change.before, ...there };
  };
const judged = (stack: Stack, ...edits: Edit[]) => judgePlan(readPlanJson(recordedPlan(stack, ...edits)), { own: own[stack] });
const one = (stack: Stack, type: string): string => addressesOf(recordedPlan(stack), type)[0] ?? "";

test.each<[Stack, string]>([
  ...managedTypes.flatMap((type) => (["prod", "account"] as const).map((stack): [Stack, string] => [stack, type])),
  ["organisation", "cloudflare_dns_record"],
])("in the stack %s a %s that is as declared is imported, and the plan tells it", (stack, type) => {
  for (const address of addressesOf(recordedPlan(stack), type)) {
    const plan = judged(stack, imported(address, "the id"));
    expect(plan.findings).toEqual([]);
    expect(plan.imports).toEqual([{ address, type, id: "the id" }]);
  }
});

test("what somebody made by hand becomes what is declared, whatever it was", () => {
  const identity = one("prod", "aws_sesv2_email_identity");
  const key = one("prod", "aws_kms_key");
  const set = one("prod", "aws_sesv2_configuration_set");
  const secret = one("prod", "aws_secretsmanager_secret_policy");
  const anybody = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] });
  const { findings } = judged(
    "prod",
    imported(identity, "mail.example.com", { configuration_set_name: "theirs" }),
    imported(key, "1", { enable_key_rotation: false, deletion_window_in_days: null, policy: anybody }),
    imported(set, "twinpost-prod", { delivery_options: [{ tls_policy: "OPTIONAL" }], suppression_options: [] }),
    imported(secret, "2", { policy: anybody, block_public_policy: null }),
  );
  expect(findings).toEqual([]);
});

test("what the stack leaves to the provider stays as it is, but on types that give access", () => {
  const table = one("prod", "aws_dynamodb_table");
  const backups = [{ enabled: false, recovery_period_in_days: 0 }];
  const half: Edit = (plan) => {
    imported(table, "twinpost-prod-journal", { point_in_time_recovery: backups, deletion_protection_enabled: false })(plan);
    (find(plan, table).change.after as Record<string, unknown>).point_in_time_recovery = [{ enabled: true, recovery_period_in_days: 0 }];
  };
  expect(judged("prod", half).findings).toEqual([]);
  const role = one("account", "aws_iam_role");
  const administrator = { managed_policy_arns: ["arn:aws:iam::aws:policy/AdministratorAccess"] };
  const widened: Edit = (plan) => {
    imported(role, "r", administrator)(plan);
    Object.assign(find(plan, role).change.after as object, administrator);
  };
  expect(judged("account", widened).findings.map(({ id }) => id)).toEqual(["resource/attribute"]);
});

test.each<[string, Edit]>([
  ["another name", imported(one("prod", "aws_iam_user"), "alice", { name: "alice" })],
  ["another domain", imported(one("prod", "sendgrid_sender_authentication"), "7", { domain: "mail.other.example" })],
  ["another account", imported(one("prod", "aws_sns_topic"), "arn:aws:sns:eu-west-1:999988887777:twinpost-prod-alerts")],
  [
    "another environment's tag",
    (plan) => {
      const key = one("prod", "aws_kms_key");
      imported(key, "k", { key_id: "k", tags_all: { application: "twinpost", environment: "staging" } })(plan);
    },
  ],
  [
    "another meaning in DNS",
    (plan) => {
      const spf = addressesOf(plan, "cloudflare_dns_record").find((address) => address.endsWith("_spf")) ?? "";
      imported(spf, "z/1", { content: '"google-site-verification=1"' })(plan);
    },
  ],
  ["a name that is not known", imported(one("prod", "aws_iam_user"), "u", { name: null })],
])("what has %s is held back", (_, edit) => {
  expect(judged("prod", edit).findings.map(({ id }) => id)).toContain("plan/import");
});

test("a key without tags is ours by the alias that leads to it", () => {
  const [key, alias] = [one("prod", "aws_kms_key"), one("prod", "aws_kms_alias")];
  const bare = imported(key, "k", { key_id: "k", tags_all: {} });
  expect(judged("prod", bare).findings.map(({ id }) => id)).toEqual(["plan/import"]);
  const led: Edit = (plan) => {
    imported(alias, "alias/twinpost-prod")(plan);
    (find(plan, alias).change.before as Record<string, unknown>).target_key_id = "k";
  };
  expect(judged("prod", bare, led).findings.map(({ id }) => id)).toEqual([]);
});

test("what is imported may not become something else than what is declared", () => {
  const address = one("prod", "aws_sesv2_configuration_set");
  const edits = [imported(address, "twinpost-prod"), set(address, { "delivery_options.0.tls_policy": "OPTIONAL" })];
  expect(judged("prod", ...edits).findings.map(({ id }) => id)).toEqual(["tls/not-required"]);
});

test("what is imported only to be replaced is lost like anything else", () => {
  const address = one("prod", "aws_sesv2_email_identity");
  const replaced: Edit = (plan) => Object.assign(find(plan, address).change, { actions: ["delete", "create"] });
  expect(judged("prod", imported(address, "mail.example.com"), replaced).findings.map(({ id }) => id)).toContain("identity/replaced");
});

test("a type that no stack declares is held back even if it would only be imported", () => {
  const stranger: Edit = ({ resource_changes }) => {
    const change = { actions: ["no-op"], before: { id: "vpc-1" }, after: { id: "vpc-1" }, importing: { id: "vpc-1" } };
    resource_changes.push({ address: "aws_vpc.v", mode: "managed", type: "aws_vpc", change });
  };
  expect(judged("prod", stranger).findings.map(({ id }) => id)).toEqual(["plan/other-type"]);
});
