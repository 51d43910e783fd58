/** `twinpost plan`: what would change in an environment, in the organisation or in an account. Keeps the plan, so that `apply` applies what was read; 3 when the gate holds it back. */
import { isHeldBack } from "../changes/guard";
import type { Waiver } from "../changes/waiver";
import { answerText } from "../reports/answer";
import { planAnswer } from "../reports/plan/json";
import { planText } from "../reports/plan/text";
import { loadTarget } from "../wiring/declared";
import { inReadRole } from "../wiring/job-role";
import { planEffects } from "../wiring/plan";
import { requireTokens } from "../wiring/required-tokens";
import { withTokens } from "../wiring/tokens";
import { plan } from "../workflows/plan";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

type Options = { env: string; force?: string; waive?: Waiver[]; json?: true; refresh: boolean };

export async function run({ env, force, waive, json, refresh }: Options, world: World): Promise<ExitCode> {
  const outside = connectionsOf(world);
  const target = loadTarget(env, outside);
  const { connections: inRole, tokens } = await inReadRole(target, outside);
  const connections = await withTokens(target, tokens ?? "plan", inRole);
  const { file, own, use } = planEffects(target, connections);
  requireTokens(target, connections);
  const planned = await plan({ file, own, refresh, ...(force ? { force } : {}), ...(waive ? { waivers: waive } : {}) }, use);
  world.stdout.write(json ? answerText(planAnswer, planned) : planText(env, planned));
  return isHeldBack(planned) ? 3 : 0;
}
