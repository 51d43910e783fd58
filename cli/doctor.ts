/** `twinpost doctor`: is everything true in the real accounts that an environment needs? Reads only. */

import { answerText } from "../reports/answer";
import { doctorAnswer } from "../reports/doctor/json";
import { doctorText } from "../reports/doctor/text";
import { tell } from "../reports/tell";
import { loadEnvironmentTarget } from "../wiring/declared";
import { doctorEffects } from "../wiring/doctor";
import { withTokens } from "../wiring/tokens";
import { doctor } from "../workflows/doctor";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

export async function run({ env, json }: { env: string; json?: true }, world: World): Promise<ExitCode> {
  const outside = connectionsOf(world);
  const target = loadEnvironmentTarget(env, outside);
  const connections = await withTokens(target, "admin", outside);
  const { environment } = target;
  const diagnosis = await doctor(environment, doctorEffects(environment, connections));
  if (json) world.stdout.write(answerText(doctorAnswer, diagnosis));
  else tell(world.stdout, doctorText(diagnosis));
  return diagnosis.findings.some(({ severity }) => severity === "error") ? 1 : 0;
}
