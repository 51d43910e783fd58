/** Deletions that the service only schedules. Until then the thing can be restored, costs money, and a secret's name stays taken. */
import type { Plan } from "./plan";

export interface DeferredDeletion {
  /** "secret" or "encryption key", with its name for people. */
  what: string;
  /** From the deletion until it is gone. */
  days: number;
}

/** AWS's default, for a state that does not say. */
const longestWait = 30;

const waits: Record<string, { called: string; name: string; days: string }> = {
  aws_secretsmanager_secret: { called: "secret", name: "name", days: "recovery_window_in_days" },
  aws_kms_key: { called: "encryption key", name: "description", days: "deletion_window_in_days" },
};

export const deferredDeletions = ({ resources }: Pick<Plan, "resources">): DeferredDeletion[] =>
  resources.flatMap(({ type, action, before }) => {
    const wait = waits[type];
    if (!wait || !before || (action !== "delete" && action !== "replace")) return [];
    const days = before[wait.days];
    const lasts = typeof days === "number" ? days : longestWait;
    return lasts > 0 ? [{ what: `${wait.called} "${String(before[wait.name] ?? "")}"`, days: lasts }] : [];
  });
