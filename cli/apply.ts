/** `twinpost apply`: applies the plan that `twinpost plan` kept, nothing newer. */

import { answerText } from "../reports/answer";
import { applyText } from "../reports/apply/text";
import { applyAnswer } from "../reports/plan/json";
import { zoneFileCommands } from "../reports/records/zone-file-command";
import { tell } from "../reports/tell";
import { loadTarget } from "../wiring/declared";
import { mayApply } from "../wiring/may-apply";
import { applyEffects } from "../wiring/plan";
import { requireTokens } from "../wiring/required-tokens";
import { withTokens } from "../wiring/tokens";
import { apply as applyKept } from "../workflows/apply";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

type Options = { env: string; apply?: true; reviewed?: true; share?: string; json?: true };

export async function run({ env, apply, reviewed, share, json }: Options, world: World): Promise<ExitCode> {
  const outside = connectionsOf(world);
  const target = loadTarget(env, outside);
  const connections = await withTokens(target, "admin", outside);
  const how = apply === true ? await mayApply(target, connections) : "by hand";
  const { actsOn, own, use } = applyEffects(target, connections, { isReviewed: reviewed === true, share, how });
  requireTokens(target, connections);
  const plan = await applyKept({ environment: env, target: actsOn, own, act: apply === true }, use);
  const isApplied = apply === true;
  const text = () => applyText(env, plan, isApplied, zoneFileCommands(target, plan.byHand ?? []));
  if (json) world.stdout.write(answerText(applyAnswer, { applied: isApplied, ...plan }));
  else tell(world.stdout, text());
  return 0;
}
