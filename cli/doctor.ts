/** `twinpost doctor`: is everything true in the real accounts that an environment needs? Reads only. */
import { answerText } from "../reports/answer";
import { doctorAnswer } from "../reports/doctor/json";
import { doctorText } from "../reports/doctor/text";
import { loadEnvironmentTarget } from "../wiring/declared";
import { doctorEffects } from "../wiring/doctor";
import { withTokens } from "../wiring/tokens";
import type { ExitCode, World } from "../wiring/world";
import { doctor } from "../workflows/doctor";

export async function run({ env, json }: { env: string; json?: true }, outside: World): Promise<ExitCode> {
  const target = loadEnvironmentTarget(env, outside);
  const world = await withTokens(target, "admin", outside);
  const { environment } = target;
  const diagnosis = await doctor(environment, doctorEffects(environment, world));
  world.stdout.write(json ? answerText(doctorAnswer, diagnosis) : doctorText(diagnosis));
  return diagnosis.findings.some(({ severity }) => severity === "error") ? 1 : 0;
}
