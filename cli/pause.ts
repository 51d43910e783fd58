/** `twinpost pause`: stops all sending of an environment. */
import { answerText } from "../reports/answer";
import { pauseAnswer } from "../reports/fail-over/json";
import { pauseText } from "../reports/fail-over/text";
import { loadEnvironmentTarget } from "../wiring/declared";
import { pauseEffects } from "../wiring/fail-over";
import { withTokens } from "../wiring/tokens";
import { pauseSending } from "../workflows/fail-over/pause";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

interface Options {
  env: string;
  reason: string;
  apply?: true;
  json?: true;
}

export async function run({ env, reason, apply, json }: Options, world: World): Promise<ExitCode> {
  const connections = connectionsOf(world);
  const target = loadEnvironmentTarget(env, connections);
  const { environment } = target;
  const effects = pauseEffects(environment, await withTokens(target, "admin", connections, ({ changesDns }) => !changesDns));
  const outcome = await pauseSending({ environment, reason, apply: apply === true }, effects);
  world.stdout.write(json ? answerText(pauseAnswer, outcome) : pauseText(outcome));
  return 0;
}
