/** `twinpost destroy`: takes an environment away, with what Terraform does not know of; 3 when the safety gate holds it back. */
import { isHeldBack } from "../changes/guard";
import { answerText } from "../reports/answer";
import { destroyText } from "../reports/destruction/text";
import { destroyAnswer } from "../reports/plan/json";
import { loadEnvironmentTarget } from "../wiring/declared";
import { destroyEffects } from "../wiring/destroy";
import { requireTokens } from "../wiring/required-tokens";
import { withTokens } from "../wiring/tokens";
import { destroy } from "../workflows/destroy";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

type Options = { env: string; force?: string; apply?: true; json?: true };

export async function run({ env, force, apply, json }: Options, world: World): Promise<ExitCode> {
  const outside = connectionsOf(world);
  const target = loadEnvironmentTarget(env, outside);
  const { environment } = target;
  const connections = await withTokens(target, "admin", outside);
  requireTokens(target, connections);
  const { file, use } = destroyEffects(environment, connections);
  const destruction = await destroy({ file, act: apply === true, ...(force ? { force } : {}) }, use);
  world.stdout.write(json ? answerText(destroyAnswer, destruction) : destroyText(env, destruction));
  return isHeldBack(destruction) ? 3 : 0;
}
