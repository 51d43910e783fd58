/** How many resources a plan would change, or has changed, by what becomes of them. */
import type { GuardedPlan } from "../../changes/guard";
import type { ChangeAction } from "../../changes/plan-json";

const usual: readonly ChangeAction[] = ["create", "update", "replace", "delete"];
const past: Record<ChangeAction, string> = {
  ...{ create: "created", update: "updated", replace: "replaced", delete: "deleted", forget: "forgotten", defer: "left for a later plan" },
};

/** Actions that are rare are counted only where there are some; of what was done, so are all. */
export function countsText({ changes, imports = [] }: Pick<GuardedPlan, "changes" | "imports">, tense: "future" | "past"): string {
  const counts = (Object.keys(past) as ChangeAction[]).flatMap((action) => {
    const count = changes.filter((change) => change.action === action).length;
    if (count === 0 && (tense === "past" || !usual.includes(action))) return [];
    return [tense === "past" ? `${count} ${past[action]}` : `${count} to ${action}`];
  });
  const imported = imports.length > 0 ? [`${imports.length} ${tense === "past" ? "imported" : "to import"}`] : [];
  return [...counts, ...imported].join(", ") || "nothing had to change";
}
