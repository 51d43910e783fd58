/** Applies the plan that was kept and read, nothing newer, unless the safety gate holds it back. */
import { type GuardedPlan, isHeldBack } from "../changes/guard";
import { OperatorError } from "../environments/operator-error";
import type { EnvironmentName } from "../environments/schema";

export interface ApplyRequest {
  environment: EnvironmentName;
  /** Only says what would be done otherwise. */
  act: boolean;
}

export interface ApplyEffects {
  readKept(): GuardedPlan | undefined;
  apply(): Promise<unknown>;
  /** A plan is applied once. */
  forgetKept(): void;
}

/** @throws OperatorError when no plan is kept (exit code 1) or the gate holds it back (3). */
export async function apply({ environment, act }: ApplyRequest, use: ApplyEffects): Promise<GuardedPlan> {
  const kept = use.readKept();
  if (!kept)
    throw new OperatorError(`no plan is kept for "${environment}"`, `run \`twinpost plan --env ${environment}\` and read it first`);
  if (isHeldBack(kept)) throw heldBack(environment, kept);
  if (act) {
    await use.apply();
    use.forgetKept();
  }
  return kept;
}

function heldBack(environment: EnvironmentName, { findings }: GuardedPlan): OperatorError {
  const lines = findings.map(({ id, where, what }) => `  ${id} ${where}: ${what}`);
  return new OperatorError(
    [`the safety gate holds back the plan that is kept for "${environment}"`, ...lines].join("\n"),
    `change what is declared, or say why it must be: \`twinpost plan --env ${environment} --force "<reason>"\``,
    { exitCode: 3 },
  );
}
