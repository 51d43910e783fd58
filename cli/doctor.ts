/** `twinpost doctor`: is everything true in the real accounts that an environment needs? Reads only. */

import { allName } from "../declaration/names/stacks";
import { answerText } from "../reports/answer";
import { doctorAnswer, doctorsAnswer } from "../reports/doctor/json";
import { doctorText } from "../reports/doctor/text";
import { tell } from "../reports/tell";
import { missingAccountStack, standingOf } from "../wiring/account-stack";
import { loadEnvironmentTarget } from "../wiring/declared";
import { doctorEffects } from "../wiring/doctor";
import { sandboxRemedy } from "../wiring/ended-sandbox";
import { withTokens } from "../wiring/tokens";
import { type Diagnosis, doctor } from "../workflows/doctor";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

export async function run({ env, json }: { env: string; json?: true }, world: World): Promise<ExitCode> {
  const outside = connectionsOf(world);
  const names = env === allName ? outside.declared().environments.map(({ name }) => name) : [env];
  const diagnoses: Diagnosis[] = [];
  for (const name of names) {
    const target = loadEnvironmentTarget(name, outside);
    const connections = await withTokens(target, "admin", outside);
    const { environment } = target;
    const seen = await doctor(environment, doctorEffects(environment, connections));
    const findings = seen.findings.map((each) => ({ ...each, remedy: sandboxRemedy(each.what, name, world.env) ?? each.remedy }));
    const diagnosis = { ...seen, findings };
    diagnoses.push(diagnosis);
    if (json) continue;
    const [own, account] = await Promise.all([standingOf(name, connections), missingAccountStack(target, connections)]);
    const standing = { isApplied: own === "applied", ...(account === undefined ? {} : { account }) };
    tell(world.stdout, `${diagnoses.length > 1 ? "\n" : ""}${doctorText(diagnosis, standing)}`);
  }
  const [only] = diagnoses;
  if (json && env === allName) world.stdout.write(answerText(doctorsAnswer, { environments: diagnoses }));
  else if (json && only) world.stdout.write(answerText(doctorAnswer, only));
  return diagnoses.some(({ findings }) => findings.some(({ severity }) => severity === "error")) ? 1 : 0;
}
