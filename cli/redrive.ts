/** `twinpost redrive`: puts events that could not be taken back into their queue; without --apply, shows what they are. */
import { answerText } from "../reports/answer";
import { nextText } from "../reports/next";
import { nextAfterRedrive } from "../reports/next-steps";
import { redriveAnswer, redriveBody } from "../reports/redrive/json";
import { redriveText } from "../reports/redrive/text";
import { tell } from "../reports/tell";
import { redriveEffects } from "../wiring/redrive";
import { redrive } from "../workflows/redrive";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

export async function run({ env, apply, json }: { env: string; apply?: true; json?: true }, world: World): Promise<ExitCode> {
  const connections = connectionsOf(world);
  const environment = connections.declared().environment(env);
  const outcome = await redrive({ apply: apply === true }, await redriveEffects(environment, connections));
  if (json) world.stdout.write(answerText(redriveAnswer, redriveBody(outcome)));
  else tell(world.stdout, `${redriveText(outcome)}${nextText(nextAfterRedrive(env, outcome.status))}`);
  return 0;
}
