/** `twinpost destroy`: takes an environment away, with what Terraform does not know of; 3 when the safety gate holds it back. */

import { isHeldBack } from "../changes/guard";
import { shownAttributes } from "../changes/shown-attributes";
import type { Waiver } from "../changes/waiver";
import { answerText } from "../reports/answer";
import { destroyedText, destructionText, notDestroyedText } from "../reports/destruction/text";
import { nextText } from "../reports/next";
import { nextAfterDestroy } from "../reports/next-steps";
import { destroyAnswer } from "../reports/plan/json";
import { tell } from "../reports/tell";
import { loadEnvironmentTarget } from "../wiring/declared";
import { destroyEffects } from "../wiring/destroy";
import { requireTokens } from "../wiring/required-tokens";
import { withTokens } from "../wiring/tokens";
import { whereText } from "../wiring/where";
import { type DestroyRequest, destroy } from "../workflows/destroy";
import { confirm } from "./confirm";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

type Options = { env: string; force?: string; waive?: Waiver[]; apply?: true; yes?: true; json?: true };

export async function run({ env, force, waive, apply, yes, json }: Options, world: World): Promise<ExitCode> {
  const outside = connectionsOf(world);
  const target = loadEnvironmentTarget(env, outside);
  const connections = await withTokens(target, "admin", outside);
  requireTokens(target, connections);
  const { file, own, use } = destroyEffects(target, connections);
  const act = apply === true;
  const begin: DestroyRequest["begin"] = async (found, shown) => {
    if (!json) tell(world.stdout, destructionText(env, found, { where: whereText({ env }, world), shown: shownAttributes(shown) }));
    if (act && !isHeldBack(found)) await confirm("destroy", { env, ...(yes ? { yes } : {}) }, world);
  };
  const request = { file, own, act, environment: env, begin, ...(force ? { force } : {}), ...(waive ? { waivers: waive } : {}) };
  const destruction = await destroy(request, use);
  if (json) world.stdout.write(answerText(destroyAnswer, destruction));
  else {
    const told = destruction.destroyed ? destroyedText(env, destruction) : notDestroyedText(destruction);
    tell(world.stdout, `${told}${nextText(nextAfterDestroy(destruction.destroyed))}`);
  }
  return isHeldBack(destruction) ? 3 : 0;
}
