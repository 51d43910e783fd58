/** What was applied, or would be, and what is left to a person then. */
import type { GuardedPlan } from "../../changes/guard";
import { planText } from "../plan/text";

/** @param commands that print what is to be published. */
export function applyText(environment: string, plan: GuardedPlan, isApplied: boolean, commands: readonly string[]): string {
  if (!isApplied) return `${planText(environment, plan)}not applied: add --apply to do so\n`;
  const count = plan.byHand?.length ?? 0;
  const publish = [
    `now publish the records at your DNS host, where ${count} ${count === 1 ? "is" : "are"} missing or to be changed:`,
    ...commands.map((command) => `  ${command}`),
    `then \`npx twinpost verify --env ${environment}\` says whether the world sees them`,
    "",
  ];
  return `${planText(environment, plan)}applied\n${count > 0 ? publish.join("\n") : ""}`;
}
