/**
 * Applies the plan that was kept and read, nothing newer, and only where it was made: a plan file holds the addresses that it was made
 * against, so a token of one target would go to another. The safety gate may hold it back.
 */
import { type GuardedPlan, isHeldBack } from "../changes/guard";
import { OperatorError } from "../environments/operator-error";
import type { EnvironmentName } from "../environments/schema";
import type { Forecast } from "../mail/forecast/forecast";

/** What a plan is for, by the setting that decides it: the AWS account, and addresses that stand in for the real ones. */
export type PlanTarget = Readonly<Record<string, string>>;

export interface KeptPlan {
  plan: GuardedPlan;
  target: PlanTarget;
}

export interface ApplyRequest {
  environment: EnvironmentName;
  /** Where it would be applied. */
  target: PlanTarget;
  /** Only says what would be done otherwise. */
  act: boolean;
}

export interface ApplyEffects {
  readKept(): KeptPlan | undefined;
  /** Throws when logged in to another account than the environment's. */
  requireAccount(): Promise<void>;
  apply(): Promise<unknown>;
  /** For verify, which says how it turned out. */
  rememberForecast(forecast: Forecast): void;
  /** A plan is applied once. */
  forgetKept(): void;
}

/** @throws OperatorError when no plan is kept (exit code 1), it was made for another target or the gate holds it back (3). */
export async function apply({ environment, target, act }: ApplyRequest, use: ApplyEffects): Promise<GuardedPlan> {
  const kept = use.readKept();
  if (!kept)
    throw new OperatorError(`no plan is kept for "${environment}"`, `run \`npx twinpost plan --env ${environment}\` and read it first`);
  requireSameTarget(environment, kept.target, target);
  if (isHeldBack(kept.plan)) throw heldBack(environment, kept.plan);
  if (act) {
    await use.requireAccount();
    await use.apply();
    if (kept.plan.forecast) use.rememberForecast(kept.plan.forecast);
    use.forgetKept();
  }
  return kept.plan;
}

function requireSameTarget(environment: EnvironmentName, planned: PlanTarget, here: PlanTarget): void {
  const names = [...new Set([...Object.keys(planned), ...Object.keys(here)])].filter((name) => planned[name] !== here[name]);
  if (names.length === 0) return;
  const lines = names.map((name) => `  ${name} was ${planned[name] ?? "not set"}, is ${here[name] ?? "not set"}`);
  throw new OperatorError(
    [`the plan that is kept for "${environment}" was made for another target`, ...lines].join("\n"),
    `run \`npx twinpost plan --env ${environment}\` again and read it, or go back to the shell in which it was made`,
    { exitCode: 3 },
  );
}

function heldBack(environment: EnvironmentName, { findings }: GuardedPlan): OperatorError {
  const lines = findings.map(({ id, where, what }) => `  ${id} ${where}: ${what}`);
  return new OperatorError(
    [`the safety gate holds back the plan that is kept for "${environment}"`, ...lines].join("\n"),
    `change what is declared, or say why it must be: \`npx twinpost plan --env ${environment} --force "<reason>"\``,
    { exitCode: 3 },
  );
}
