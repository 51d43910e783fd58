/**
 * What a deletion leaves for a while. Secrets and keys are only scheduled: until then the thing can be restored, costs money, and a secret's name
 * stays taken. Of a table that could be restored to any second, DynamoDB keeps a backup for 35 days, and its name is free:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html
 */
import type { Plan } from "./plan";
import type { Values } from "./values";

export interface DeferredDeletion {
  /** "secret", "encryption key" or "backup of the table", with its name for people. */
  what: string;
  /** From the deletion until it is gone. */
  days: number;
}

type Before = Values;

interface Wait {
  called: string;
  name: string;
  days(before: Before): number;
}

/** AWS's default, for a state that does not say. */
const longestWait = 30;
const waiting =
  (attribute: string) =>
  ({ [attribute]: days }: Before): number =>
    typeof days === "number" ? days : longestWait;

const backupDays = 35;
const isRestorable = (before: Before): boolean => before["point_in_time_recovery.0.enabled"] === true;

const waits: Record<string, Wait> = {
  aws_secretsmanager_secret: { called: "secret", name: "name", days: waiting("recovery_window_in_days") },
  aws_kms_key: { called: "encryption key", name: "description", days: waiting("deletion_window_in_days") },
  aws_dynamodb_table: { called: "backup of the table", name: "name", days: (before) => (isRestorable(before) ? backupDays : 0) },
};

export const deferredDeletions = ({ resources }: Pick<Plan, "resources">): DeferredDeletion[] =>
  resources.flatMap(({ type, action, before }) => {
    const wait = waits[type];
    if (!wait || !before || (action !== "delete" && action !== "replace")) return [];
    const days = wait.days(before);
    return days > 0 ? [{ what: `${wait.called} "${String(before[wait.name] ?? "")}"`, days }] : [];
  });
