/** `twinpost adopt`: what is live already at the names that will be managed, so that nothing of another tool is overwritten. */

import { adoptionAnswer } from "../reports/adoption/json";
import { adoptionText } from "../reports/adoption/text";
import { answerText } from "../reports/answer";
import { loadTarget } from "../wiring/declared";
import { adoptEffects } from "../wiring/records";
import { withTokens } from "../wiring/tokens";
import { adopt } from "../workflows/adopt";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

export async function run({ env, json }: { env: string; json?: true }, world: World): Promise<ExitCode> {
  const connections = connectionsOf(world);
  const target = loadTarget(env, connections);
  const adoption = await adopt(target.file, await adoptEffects(target, await withTokens(target, "plan", connections)));
  world.stdout.write(json ? answerText(adoptionAnswer, adoption) : adoptionText(env, adoption));
  return adoption.findings.length > 0 ? 1 : 0;
}
