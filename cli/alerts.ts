/** `twinpost alerts test`: rings every target of an environment's alerts, and says what came back. 1 when one is known not to be reached. */

import { alertsAnswer } from "../reports/alerts/json";
import { alertsText } from "../reports/alerts/text";
import { answerText } from "../reports/answer";
import { tell } from "../reports/tell";
import { loadEnvironmentTarget } from "../wiring/declared";
import { testAlertsEffects } from "../wiring/test-alerts";
import { testAlerts } from "../workflows/test-alerts";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

export async function run({ env, json }: { env: string; json?: true }, world: World): Promise<ExitCode> {
  const connections = connectionsOf(world);
  const { environment } = loadEnvironmentTarget(env, connections);
  const targets = await testAlerts(environment, testAlertsEffects(environment, connections));
  if (json) world.stdout.write(answerText(alertsAnswer, { targets }));
  else tell(world.stdout, alertsText(targets));
  return targets.some(({ result }) => result === "failed" || result === "not confirmed") ? 1 : 0;
}
