/** `twinpost credentials`: gives the sending providers working credentials where they have none, and the application its secret. */
import { answerText } from "../reports/answer";
import { credentialsAnswer } from "../reports/credentials/json";
import { credentialsText } from "../reports/credentials/text";
import { requireSecrets } from "../wiring/applied";
import { issueEffects } from "../wiring/credentials";
import { loadDeclaredFiles } from "../wiring/declared";
import { withTokens } from "../wiring/tokens";
import type { ExitCode, World } from "../wiring/world";
import { issueCredentials, planCredentials } from "../workflows/issue-credentials";

export async function run({ env, apply, json }: { env: string; apply?: true; json?: true }, world: World): Promise<ExitCode> {
  const environment = loadDeclaredFiles(world).environment(env);
  await requireSecrets(environment, world);
  const effects = issueEffects(environment, await withTokens(env, "admin", world, ({ changesDns }) => !changesDns));
  const outcome = apply ? await issueCredentials(environment, effects) : await planCredentials(environment, effects);
  world.stdout.write(json ? answerText(credentialsAnswer, outcome) : credentialsText(outcome));
  return 0;
}
