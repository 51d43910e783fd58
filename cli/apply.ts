/** `twinpost apply`: applies the plan that `twinpost plan` kept, nothing newer. */
import { answerText } from "../reports/answer";
import { applyText } from "../reports/apply/text";
import { applyAnswer } from "../reports/plan/json";
import { loadTarget } from "../wiring/declared";
import { applyEffects } from "../wiring/plan";
import { zoneFileCommands } from "../wiring/publication";
import { requireTokens } from "../wiring/required-tokens";
import { withTokens } from "../wiring/tokens";
import type { ExitCode, World } from "../wiring/world";
import { apply as applyKept } from "../workflows/apply";

export async function run({ env, apply, json }: { env: string; apply?: true; json?: true }, outside: World): Promise<ExitCode> {
  const target = loadTarget(env, outside);
  const world = await withTokens(target, "admin", outside);
  const { file, actsOn, use } = applyEffects(target, world);
  requireTokens(target, world);
  const plan = await applyKept({ environment: env, target: actsOn, file, act: apply === true }, use);
  const isApplied = apply === true;
  const text = () => applyText(env, plan, isApplied, zoneFileCommands(target, plan.byHand ?? []));
  world.stdout.write(json ? answerText(applyAnswer, { applied: isApplied, ...plan }) : text());
  return 0;
}
