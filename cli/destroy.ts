/** `twinpost destroy`: takes an environment away, with what Terraform does not know of; 3 when the safety gate holds it back. */

import { isHeldBack } from "../changes/guard";
import type { Waiver } from "../changes/waiver";
import { answerText } from "../reports/answer";
import { destroyText } from "../reports/destruction/text";
import { nextText } from "../reports/next";
import { nextAfterDestroy } from "../reports/next-steps";
import { destroyAnswer } from "../reports/plan/json";
import { tell } from "../reports/tell";
import { loadEnvironmentTarget } from "../wiring/declared";
import { destroyEffects } from "../wiring/destroy";
import { requireTokens } from "../wiring/required-tokens";
import { withTokens } from "../wiring/tokens";
import { destroy } from "../workflows/destroy";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

type Options = { env: string; force?: string; waive?: Waiver[]; apply?: true; json?: true };

export async function run({ env, force, waive, apply, json }: Options, world: World): Promise<ExitCode> {
  const outside = connectionsOf(world);
  const target = loadEnvironmentTarget(env, outside);
  const connections = await withTokens(target, "admin", outside);
  requireTokens(target, connections);
  const { file, own, use } = destroyEffects(target, connections);
  const destruction = await destroy(
    { file, own, act: apply === true, ...(force ? { force } : {}), ...(waive ? { waivers: waive } : {}) },
    use,
  );
  if (json) world.stdout.write(answerText(destroyAnswer, destruction));
  else tell(world.stdout, `${destroyText(env, destruction)}${nextText(nextAfterDestroy(destruction.destroyed))}`);
  return isHeldBack(destruction) ? 3 : 0;
}
