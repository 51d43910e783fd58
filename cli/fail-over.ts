/** `twinpost fail-over`: the application sends through another sending provider; with `--exercise`, on the standby's day. */

import { OperatorError } from "../declaration/operator-error";
import type { Environment, ProviderName } from "../declaration/schema/environment";
import { answerText } from "../reports/answer";
import { failOverAnswer } from "../reports/fail-over/json";
import { exerciseText, failOverText } from "../reports/fail-over/text";
import { nextText } from "../reports/next";
import { nextAfterFailOver } from "../reports/next-steps";
import { told } from "../reports/status/json";
import { tell } from "../reports/tell";
import type { Connections } from "../wiring/connections";
import { loadEnvironmentTarget } from "../wiring/declared";
import { exerciseEffects, failOverEffects } from "../wiring/fail-over";
import { withTokens } from "../wiring/tokens";
import { exercise } from "../workflows/fail-over/exercise";
import { failOver, requireDeclared } from "../workflows/fail-over/fail-over";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

interface Options {
  env: string;
  to?: ProviderName;
  reason?: string;
  exercise?: true;
  evenIfUnproven?: true;
  apply?: true;
  json?: true;
}

export async function run(options: Options, world: World): Promise<ExitCode> {
  const reason = reasonOf(options);
  const connections = connectionsOf(world);
  const target = loadEnvironmentTarget(options.env, connections);
  const { environment } = target;
  if (options.to) requireDeclared(environment, options.to);
  const withAdmin = await withTokens(target, "admin", connections, ({ changesDns }) => !changesDns);
  if (reason === undefined) return runExercise(environment, withAdmin, options, world);
  const { to, evenIfUnproven, apply, json } = options;
  const request = { environment, to, reason, apply: apply === true, evenIfUnproven: evenIfUnproven === true };
  const outcome = await failOver(request, failOverEffects(environment, withAdmin));
  if (json) world.stdout.write(answerText(failOverAnswer, outcome));
  else
    tell(world.stdout, `${failOverText(outcome)}${nextText(nextAfterFailOver(options.env, outcome.status, { to: outcome.to, reason }))}`);
  return outcome.status === "refused" ? 1 : 0;
}

async function runExercise(environment: Environment, connections: Connections, { apply, json }: Options, world: World): Promise<ExitCode> {
  const outcome = await exercise({ environment, apply: apply === true }, exerciseEffects(environment, connections));
  if (json) world.stdout.write(answerText(failOverAnswer, told(outcome)));
  else tell(world.stdout, exerciseText(outcome));
  return outcome.status === "refused" ? 1 : 0;
}

/** @returns undefined for an exercise, which has its own. @throws OperatorError for what cannot be meant together. */
function reasonOf({ exercise: isExercise, reason, to, evenIfUnproven }: Options): string | undefined {
  if (!isExercise) {
    if (reason !== undefined) return reason;
    throw new OperatorError("fail-over needs a reason", `add --reason "…": it is kept in the record`, { exitCode: 2 });
  }
  const others = [to && "--to", reason && "--reason", evenIfUnproven && "--even-if-unproven"].filter((each) => each);
  if (others.length === 0) return undefined;
  throw new OperatorError(`--exercise and ${others.join(", ")} cannot be asked for together`, "leave --exercise out for a fail-over", {
    exitCode: 2,
  });
}
