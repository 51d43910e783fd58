/** `twinpost destroy`: takes an environment away, with what Terraform does not know of; 3 when the safety gate holds it back. */
import { isHeldBack } from "../changes/guard";
import { answerText } from "../reports/answer";
import { destroyText } from "../reports/destruction/text";
import { destroyAnswer } from "../reports/plan/json";
import { loadEnvironmentTarget } from "../wiring/declared";
import { destroyEffects } from "../wiring/destroy";
import { requireTokens } from "../wiring/required-tokens";
import { withTokens } from "../wiring/tokens";
import type { ExitCode, World } from "../wiring/world";
import { destroy } from "../workflows/destroy";

type Options = { env: string; force?: string; apply?: true; json?: true };

export async function run({ env, force, apply, json }: Options, outside: World): Promise<ExitCode> {
  const target = loadEnvironmentTarget(env, outside);
  const { environment } = target;
  const world = await withTokens(target, "admin", outside);
  requireTokens(target, world);
  const { file, use } = destroyEffects(environment, world);
  const destruction = await destroy({ file, act: apply === true, ...(force ? { force } : {}) }, use);
  world.stdout.write(json ? answerText(destroyAnswer, destruction) : destroyText(env, destruction));
  return isHeldBack(destruction) ? 3 : 0;
}
