/** `twinpost fail-over`: the application sends through another sending provider. */
import type { ProviderName } from "../declaration/schema/environment";
import { answerText } from "../reports/answer";
import { failOverAnswer } from "../reports/fail-over/json";
import { failOverText } from "../reports/fail-over/text";
import { loadEnvironmentTarget } from "../wiring/declared";
import { failOverEffects } from "../wiring/fail-over";
import { withTokens } from "../wiring/tokens";
import { failOver } from "../workflows/fail-over/fail-over";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

interface Options {
  env: string;
  to?: ProviderName;
  reason: string;
  evenIfUnproven?: true;
  apply?: true;
  json?: true;
}

export async function run({ env, to, reason, evenIfUnproven, apply, json }: Options, world: World): Promise<ExitCode> {
  const connections = connectionsOf(world);
  const target = loadEnvironmentTarget(env, connections);
  const { environment } = target;
  const effects = failOverEffects(environment, await withTokens(target, "admin", connections, ({ changesDns }) => !changesDns));
  const request = { environment, to, reason, apply: apply === true, evenIfUnproven: evenIfUnproven === true };
  const outcome = await failOver(request, effects);
  world.stdout.write(json ? answerText(failOverAnswer, outcome) : failOverText(outcome));
  return outcome.status === "refused" ? 1 : 0;
}
