/** A plan for a terminal: one line a resource, what is destroyed first. */
import type { ChangeAction, PlanSummary } from "../changes/read-plan";

const order: ChangeAction[] = ["delete", "replace", "update", "create"];
const signs: Record<ChangeAction, string> = { delete: "-", replace: "±", update: "~", create: "+" };

export function planText(environment: string, { changes, outputs }: PlanSummary): string {
  if (changes.length === 0 && outputs.length === 0) return `${environment}: nothing to change\n`;
  const counts = order.map((action) => `${changes.filter((change) => change.action === action).length} to ${action}`);
  const lines = order.flatMap((action) =>
    changes.filter((change) => change.action === action).map(({ address }) => `  ${signs[action]} ${address}`),
  );
  return [`${environment}: ${counts.reverse().join(", ")}`, ...lines, ""].join("\n");
}
