/** `twinpost status`: every environment on one screen. Reads only; 1 when one is known not to be ready; what cannot be read is unknown, and that is no failure. */

import { environmentFile } from "../declaration/files";
import { answerText } from "../reports/answer";
import { toldFault } from "../reports/faults/json";
import { statusAnswer, told } from "../reports/status/json";
import { readinessOf } from "../reports/status/readiness";
import { closingText, faultyText, statusText } from "../reports/status/text";
import { tell } from "../reports/tell";
import { loadEnvironmentTarget } from "../wiring/declared";
import { statusEffects } from "../wiring/status";
import { readStatus } from "../workflows/status";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

export async function run({ env, json }: { env?: string; json?: true }, world: World): Promise<ExitCode> {
  const connections = connectionsOf(world);
  const declared = connections.declared();
  if (declared.environments.length === 0) declared.requireSound();
  const { faults } = declared;
  const environments = env === undefined ? declared.environments : [loadEnvironmentTarget(env, connections).environment];
  const names = env === undefined ? declared.names : [env];
  const statuses = await Promise.all(environments.map((environment) => readStatus(environment, statusEffects(environment, connections))));
  const faulty = names
    .map((name) => ({ environment: name, faults: faults.filter(({ file }) => file === environmentFile(name)) }))
    .filter(({ faults }) => faults.length > 0);
  const toldFaulty = faulty.map(({ environment, faults }) => ({ environment, faults: faults.map(toldFault) }));
  if (json) world.stdout.write(answerText(statusAnswer, { environments: told(statuses), faulty: toldFaulty }));
  else tell(world.stdout, [statusText(statuses, new Date()), ...faulty.map(faultyText), `\n${closingText(statuses, faulty)}`].join(""));
  return faulty.length > 0 || statuses.some((status) => readinessOf(status) === "not ready") ? 1 : 0;
}
