/** `twinpost erase`: takes a recipient out of our store and out of the sending providers'; without --apply, says what it would do. */
import { OperatorError } from "../declaration/operator-error";
import { addressOf } from "../mail/events/fields";
import { answerText } from "../reports/answer";
import { eraseAnswer, eraseBody } from "../reports/erasure/json";
import { erasureText } from "../reports/erasure/text";
import { tell } from "../reports/tell";
import { loadEnvironmentTarget } from "../wiring/declared";
import { eraseEffects } from "../wiring/event-search";
import { withTokens } from "../wiring/tokens";
import { erase } from "../workflows/erase";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

interface Options {
  env: string;
  keepLists?: true;
  apply?: true;
  json?: true;
}

export async function run({ env, keepLists, apply, json }: Options, world: World, text: string): Promise<ExitCode> {
  const address = addressOf(text);
  // The text is not shown: it may be an address all the same.
  if (address === undefined) throw new OperatorError("this is no address", "write name@domain", { exitCode: 2 });
  const connections = connectionsOf(world);
  const target = loadEnvironmentTarget(env, connections);
  const withAdmin = await withTokens(target, "admin", connections, ({ changesDns }) => !changesDns);
  const request = { address, apply: apply === true, keepLists: keepLists === true };
  const outcome = await erase(request, await eraseEffects(target.environment, withAdmin));
  if (json) world.stdout.write(answerText(eraseAnswer, eraseBody(outcome)));
  else tell(world.stdout, erasureText(outcome));
  return outcome.status === "partly erased" ? 1 : 0;
}
