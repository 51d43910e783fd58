/** What was applied, what is left to a person then, and what comes next. */
import type { GuardedPlan } from "../../changes/guard";
import type { Target } from "../../declaration/target";
import { type Next, nextText, twinpost } from "../next";
import { countsText } from "../plan/counts";

type AppliedTarget = Pick<Target, "kind" | "name" | "aws" | "declared">;

/** @param commands that print what is to be published. */
export function appliedText(target: AppliedTarget, plan: GuardedPlan, commands: readonly string[]): string {
  const count = plan.byHand?.length ?? 0;
  const publish = [
    `now publish the records at your DNS host, where ${count} ${count === 1 ? "is" : "are"} missing or to be changed:`,
    ...commands.map((command) => `  ${command}`),
  ];
  return `${[`applied: ${countsText(plan, "past")}`, ...(count > 0 ? publish : [])].join("\n")}\n${nextText(afterApply(target, plan))}`;
}

export const notAppliedText = (environment: string): string =>
  `not applied\n${nextText([{ why: "apply exactly this", command: twinpost("apply", environment, "--apply") }])}`;

/** Secrets that are new hold nothing yet. The roles of an account are there for its environments. */
function afterApply({ kind, name, aws, declared }: AppliedTarget, { changes }: GuardedPlan): Next[] {
  if (kind === "account") {
    const here = declared.environments.filter((each) => each.aws.account === aws.account);
    return here.map((each) => ({ why: `take over what "${each.name}" has already, then plan it`, command: twinpost("adopt", each.name) }));
  }
  const isNew = changes.some(({ type, action }) => type === "aws_secretsmanager_secret" && action === "create");
  return [
    { why: "does the world see it? waits for DNS", command: twinpost("verify", name) },
    ...(kind === "environment" && isNew
      ? [{ why: "once that passes, give the sending providers their logins", command: twinpost("credentials", name, "--apply") }]
      : []),
  ];
}
