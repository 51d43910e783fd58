/** `twinpost settings`: the application's environment variables, as its secret holds them. Prints secrets: that is its purpose. */
import { requireAccount } from "../adapters/aws/account";
import { readSecret } from "../adapters/aws/secrets";
import { type ApplicationSettings, applicationSecret } from "../declaration/names/application";
import { OperatorError } from "../declaration/operator-error";
import { answerText } from "../reports/answer";
import { settingsAnswer } from "../reports/settings/json";
import { dotenvText } from "../reports/settings/text";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

export async function run({ env, json }: { env: string; json?: true }, world: World): Promise<ExitCode> {
  const connections = connectionsOf(world);
  const environment = connections.declared().environment(env);
  const { secrets, sts } = connections.aws(environment);
  await requireAccount(sts, environment.aws.account);
  const settings = await readSecret(secrets, applicationSecret(env));
  if (!settings) throw new OperatorError(`"${env}" has no application secret yet`, `run \`npx twinpost credentials --env ${env} --apply\``);
  if (json) world.stdout.write(answerText(settingsAnswer, { settings: settings as ApplicationSettings }));
  else world.stdout.write(dotenvText(settings as ApplicationSettings));
  return 0;
}
