/** `twinpost adopt`: what exists already under the names that will be managed: import blocks for what is ours, and nothing of others overwritten. */

import { adoptionAnswer } from "../reports/adoption/json";
import { adoptionText } from "../reports/adoption/text";
import { answerText } from "../reports/answer";
import { nextText } from "../reports/next";
import { nextAfterAdopt } from "../reports/next-steps";
import { tell } from "../reports/tell";
import { adoptEffects } from "../wiring/adopt";
import { loadTarget } from "../wiring/declared";
import { withTokens } from "../wiring/tokens";
import { adopt } from "../workflows/adopt/adopt";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

export async function run({ env, json }: { env: string; json?: true }, world: World): Promise<ExitCode> {
  const connections = connectionsOf(world);
  const target = loadTarget(env, connections);
  const request = { source: target.file, place: target.aws };
  const adoption = await adopt(request, await adoptEffects(target, await withTokens(target, "plan", connections)));
  const isInTheWay = adoption.findings.some(({ severity }) => severity === "error");
  if (json) world.stdout.write(answerText(adoptionAnswer, adoption));
  else tell(world.stdout, `${adoptionText(env, adoption)}${nextText(nextAfterAdopt(env, isInTheWay))}`);
  return isInTheWay ? 1 : 0;
}
