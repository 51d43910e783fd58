/** `twinpost credentials`: gives the sending providers working credentials where they have none, and the application its secret. */

import { answerText } from "../reports/answer";
import { credentialsAnswer } from "../reports/credentials/json";
import { credentialsText } from "../reports/credentials/text";
import { nextText } from "../reports/next";
import { nextAfterCredentials } from "../reports/next-steps";
import { tell } from "../reports/tell";
import { requireSecrets } from "../wiring/applied";
import { credentialsEffects } from "../wiring/credentials";
import { loadEnvironmentTarget } from "../wiring/declared";
import { requireUnpaused } from "../wiring/journal";
import { withTokens } from "../wiring/tokens";
import { issueCredentials } from "../workflows/credentials/issue";
import { planCredentials } from "../workflows/credentials/plan";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

export async function run({ env, apply, json }: { env: string; apply?: true; json?: true }, world: World): Promise<ExitCode> {
  const connections = connectionsOf(world);
  const target = loadEnvironmentTarget(env, connections);
  const { environment } = target;
  await requireSecrets(environment, connections);
  if (apply) await requireUnpaused(environment, connections);
  const effects = credentialsEffects(environment, await withTokens(target, "admin", connections, ({ changesDns }) => !changesDns));
  const outcome = apply ? await issueCredentials(environment, effects) : await planCredentials(environment, effects);
  if (json) world.stdout.write(answerText(credentialsAnswer, outcome));
  else tell(world.stdout, `${credentialsText(outcome)}${nextText(nextAfterCredentials(env, apply === true))}`);
  return 0;
}
