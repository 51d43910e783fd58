import { deferredDeletions } from "../../changes/deferred-deletions";
import { readPlanJson } from "../../changes/plan";

const plan = (type: string, actions: string[], before: object | null) => ({
  resource_changes: [{ address: `${type}.x`, mode: "managed", type, change: { actions, before } }],
});

test.each<[string, object, { what: string; days: number }[]]>([
  [
    "a secret for its recovery window",
    plan("aws_secretsmanager_secret", ["delete"], { name: "twinpost/dev/application", recovery_window_in_days: 7 }),
    [{ what: 'secret "twinpost/dev/application"', days: 7 }],
  ],
  [
    "a key whose window the state does not say, for AWS's longest",
    plan("aws_kms_key", ["delete", "create"], { description: "Twinpost dev", deletion_window_in_days: null }),
    [{ what: 'encryption key "Twinpost dev"', days: 30 }],
  ],
  [
    "of a table that could be restored to any second, DynamoDB's own backup",
    plan("aws_dynamodb_table", ["delete"], { name: "twinpost-dev-events", point_in_time_recovery: [{ enabled: true }] }),
    [{ what: 'backup of the table "twinpost-dev-events"', days: 35 }],
  ],
])("stays: %s", (_, json, expected) => {
  expect(deferredDeletions(readPlanJson(json))).toEqual(expected);
});

test.each<[string, object]>([
  ["a secret without a recovery window", plan("aws_secretsmanager_secret", ["delete"], { name: "x", recovery_window_in_days: 0 })],
  ["a secret that is changed", plan("aws_secretsmanager_secret", ["update"], { name: "x" })],
  ["a table that has no backups", plan("aws_dynamodb_table", ["delete"], { name: "x", point_in_time_recovery: [{ enabled: false }] })],
  ["a table of which the state says nothing", plan("aws_dynamodb_table", ["delete"], { name: "x" })],
  ["a topic", plan("aws_sns_topic", ["delete"], { name: "x" })],
  ["nothing", {}],
])("does not stay: %s", (_, json) => {
  expect(deferredDeletions(readPlanJson(json))).toEqual([]);
});
