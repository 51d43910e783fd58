/** What was applied, what is left to a person then, and what comes next. */
import type { GuardedPlan } from "../../changes/guard";
import type { Target } from "../../declaration/target";
import { nextLines } from "../next";
import { countsText } from "../plan/counts";

type AppliedTarget = Pick<Target, "kind" | "name" | "aws" | "declared">;

/** @param commands that print what is to be published. */
export function appliedText(target: AppliedTarget, plan: GuardedPlan, commands: readonly string[]): string {
  const count = plan.byHand?.length ?? 0;
  const publish = [
    `now publish the records at your DNS host, where ${count} ${count === 1 ? "is" : "are"} missing or to be changed:`,
    ...commands.map((command) => `  ${command}`),
  ];
  return [`applied: ${countsText(plan, "past")}`, ...(count > 0 ? publish : []), ...nextLines(afterApply(target, plan)), ""].join("\n");
}

/** Secrets that are new hold nothing yet. The roles of an account are there for its environments. */
function afterApply({ kind, name, aws, declared }: AppliedTarget, { changes }: GuardedPlan): string[] {
  if (kind === "account") {
    const environment = declared.environments.find((each) => each.aws.account === aws.account);
    return environment ? [`npx twinpost plan --env ${environment.name}`] : [];
  }
  const isNew = changes.some(({ type, action }) => type === "aws_secretsmanager_secret" && action === "create");
  const credentials = kind === "environment" && isNew ? [`npx twinpost credentials --env ${name} --apply`] : [];
  return [`npx twinpost verify --env ${name}`, ...credentials];
}
