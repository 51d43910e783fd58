/**
 * What a plan deletes and the service keeps for a while all the same: it can be brought back, it is paid for, and a secret's name is taken.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
import { z } from "zod";

export interface DeferredDeletion {
  /** "secret" or "encryption key", with its name for people. */
  what: string;
  /** Until it is gone, from the deletion on. */
  days: number;
}

/** AWS's, when the state does not say. */
const longestWait = 30;

const waits: Record<string, { called: string; name: string; days: string }> = {
  aws_secretsmanager_secret: { called: "secret", name: "name", days: "recovery_window_in_days" },
  aws_kms_key: { called: "encryption key", name: "description", days: "deletion_window_in_days" },
};

const planSchema = z.object({
  resource_changes: z
    .array(z.object({ type: z.string(), change: z.object({ actions: z.array(z.string()), before: z.unknown() }) }))
    .default([]),
});

/** @param json the output of `terraform show -json <plan file>`. @throws ZodError when it is not such a plan. */
export function deferredDeletions(json: unknown): DeferredDeletion[] {
  return planSchema.parse(json).resource_changes.flatMap(({ type, change: { actions, before } }) => {
    const wait = waits[type];
    if (!wait || !actions.includes("delete")) return [];
    const values = (before ?? {}) as Record<string, unknown>;
    const days = typeof values[wait.days] === "number" ? Number(values[wait.days]) : longestWait;
    return days > 0 ? [{ what: `${wait.called} "${String(values[wait.name] ?? "")}"`, days }] : [];
  });
}
