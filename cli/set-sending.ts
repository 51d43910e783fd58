/** What `twinpost pause` and `twinpost resume` have in common: options, wiring and report. */

import { answerText } from "../reports/answer";
import { pauseAnswer } from "../reports/fail-over/json";
import { pauseText } from "../reports/fail-over/text";
import { nextText } from "../reports/next";
import { nextAfterPause } from "../reports/next-steps";
import { tell } from "../reports/tell";
import { loadEnvironmentTarget } from "../wiring/declared";
import { pauseEffects } from "../wiring/fail-over";
import { withTokens } from "../wiring/tokens";
import type { pauseSending } from "../workflows/fail-over/pause";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

export interface SetSendingOptions {
  env: string;
  reason: string;
  apply?: true;
  json?: true;
}

/** @param change what is done to the environment's sending. */
export async function setSending(
  { env, reason, apply, json }: SetSendingOptions,
  world: World,
  change: typeof pauseSending,
): Promise<ExitCode> {
  const connections = connectionsOf(world);
  const target = loadEnvironmentTarget(env, connections);
  const { environment } = target;
  const effects = pauseEffects(environment, await withTokens(target, "admin", connections, ({ changesDns }) => !changesDns));
  const outcome = await change({ environment, reason, apply: apply === true }, effects);
  if (json) world.stdout.write(answerText(pauseAnswer, outcome));
  else tell(world.stdout, `${pauseText(outcome)}${nextText(nextAfterPause(env, outcome.status, reason))}`);
  return 0;
}
