/** `twinpost status`: every environment on one screen. Reads only; what cannot be read is unknown, and that is no failure. */
import { loadEnvironments } from "../declaration/load";
import { answerText } from "../reports/answer";
import { statusAnswer, told } from "../reports/status/json";
import { statusText } from "../reports/status/text";
import { statusEffects } from "../wiring/status";
import type { ExitCode, World } from "../wiring/world";
import { readStatus } from "../workflows/status";

export async function run({ json }: { json?: true }, world: World): Promise<ExitCode> {
  const statuses = await Promise.all(loadEnvironments().map((environment) => readStatus(environment, statusEffects(environment, world))));
  world.stdout.write(json ? answerText(statusAnswer, { environments: told(statuses) }) : statusText(statuses, new Date()));
  return 0;
}
