/** `twinpost apply`: shows the plan that `twinpost plan` kept, and applies exactly that, nothing newer. */
import { shownAttributes } from "../changes/shown-attributes";
import { answerText } from "../reports/answer";
import { appliedText, notAppliedText } from "../reports/apply/text";
import { findingText } from "../reports/findings/text";
import { applyAnswer } from "../reports/plan/json";
import { accountLacksText, planText } from "../reports/plan/text";
import { zoneFileCommands } from "../reports/records/zone-file-command";
import { tell } from "../reports/tell";
import { accountShortcomings } from "../wiring/account-stack";
import { loadTarget } from "../wiring/declared";
import { mayApply } from "../wiring/may-apply";
import { applyEffects } from "../wiring/plan";
import { requireTokens } from "../wiring/required-tokens";
import { tokensThatEnd } from "../wiring/token-ends";
import { withTokens } from "../wiring/tokens";
import { whereText } from "../wiring/where";
import { type ApplyRequest, apply as applyKept } from "../workflows/apply";
import { confirm } from "./confirm";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

type Options = { env: string; apply?: true; yes?: true; reviewed?: true; share?: string; json?: true };

export async function run({ env, apply, yes, reviewed, share, json }: Options, world: World): Promise<ExitCode> {
  const outside = connectionsOf(world);
  const target = loadTarget(env, outside);
  const connections = await withTokens(target, "admin", outside);
  const act = apply === true;
  const how = act ? await mayApply(target, connections) : "by hand";
  const { actsOn, own, use } = applyEffects(target, connections, { isReviewed: reviewed === true, share, how });
  requireTokens(target, connections);
  const begin: ApplyRequest["begin"] = async ({ plan, shown }) => {
    if (!json) tell(world.stdout, planText(env, plan, { where: whereText({ env }, world), shown: shownAttributes(shown) }));
    const lacking = json || how !== "by hand" ? [] : await accountShortcomings(target, connections);
    if (lacking.length > 0) tell(world.stdout, accountLacksText(lacking));
    if (act) await confirm("apply", { env, ...(yes ? { yes } : {}) }, world);
  };
  const plan = await applyKept({ environment: env, target: actsOn, own, act, begin }, use);
  if (json) world.stdout.write(answerText(applyAnswer, { applied: act, ...plan }));
  else if (act) {
    tell(world.stdout, appliedText(target, plan, zoneFileCommands(target, plan.byHand ?? [])));
    for (const each of (await tokensThatEnd(target, "admin", { connections, outside })) ?? []) tell(world.stdout, findingText(each));
  } else tell(world.stdout, notAppliedText(env));
  return 0;
}
