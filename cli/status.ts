/** `twinpost status`: every environment on one screen. Reads only; what cannot be read is unknown, and that is no failure. */

import { environmentFile } from "../declaration/files";
import { answerText } from "../reports/answer";
import { toldFault } from "../reports/faults/json";
import { statusAnswer, told } from "../reports/status/json";
import { faultyText, statusText } from "../reports/status/text";
import { tell } from "../reports/tell";
import { statusEffects } from "../wiring/status";
import { readStatus } from "../workflows/status";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

export async function run({ json }: { json?: true }, world: World): Promise<ExitCode> {
  const connections = connectionsOf(world);
  const declared = connections.declared();
  if (declared.environments.length === 0) declared.requireSound();
  const { names, environments, faults } = declared;
  const statuses = await Promise.all(environments.map((environment) => readStatus(environment, statusEffects(environment, connections))));
  const faulty = names
    .map((name) => ({ environment: name, faults: faults.filter(({ file }) => file === environmentFile(name)) }))
    .filter(({ faults }) => faults.length > 0);
  const toldFaulty = faulty.map(({ environment, faults }) => ({ environment, faults: faults.map(toldFault) }));
  if (json) world.stdout.write(answerText(statusAnswer, { environments: told(statuses), faulty: toldFaulty }));
  else tell(world.stdout, `${statusText(statuses, new Date())}${faulty.map(faultyText).join("")}`);
  return 0;
}
