/**
 * Applies the kept plan, and only to the target that it was made for: a plan file holds addresses of services, so a token of one target would
 * go to another. The safety gate may hold the plan back. After an hour the plan is forecast again, because live DNS may have changed.
 */
import type { GuardedPlan } from "../changes/guard";
import type { Forecast } from "../findings/forecast/forecast";
import {
  type JudgeAgainEffects,
  judgeAgain,
  type KeptRequest,
  type ReadKeptEffects,
  requireKept,
  requireNotHeldBack,
  requireSameFile,
} from "./kept-plan";
import type { KeptPlan, KeptPlans, Log, StackTerraform } from "./stack";

export interface ApplyRequest extends KeptRequest {
  /** Where the plan was written. */
  file: string;
  /** Without it, changes nothing and returns the plan. */
  act: boolean;
}

export interface ApplyEffects extends ReadKeptEffects, JudgeAgainEffects {
  /** Of the environment. */
  account: {
    /** @throws OperatorError if the login is of another account. */
    require(): Promise<void>;
  };
  terraform: Pick<StackTerraform, "showPlan" | "apply">;
  plans: KeptPlans & {
    /** For verify, which scores it. Does not throw: the apply succeeded, whether or not the forecast can be saved. */
    saveForecast(forecast: Forecast): void;
  };
  log: Log;
}

/** Others change live DNS too, so an older forecast may be wrong by now. */
const forecastHoldsMs = 60 * 60 * 1000;

/** @throws OperatorError when no plan is kept (exit code 1), it may not be applied here, or the gate holds it back (3). */
export async function apply({ environment, target, file, act }: ApplyRequest, use: ApplyEffects): Promise<GuardedPlan> {
  const kept = requireKept({ environment, target }, use);
  const plan = isOutdated(kept, use.log.now()) ? await forecastAgain({ kept, file }, use) : kept.plan;
  requireNotHeldBack(environment, plan);
  if (act) {
    await use.account.require();
    // Another plan may have been made while DNS and the account were asked.
    requireSameFile(environment, kept, use.plans);
    await use.terraform.apply(file);
    use.plans.forget();
    if (plan.forecast) use.plans.saveForecast(plan.forecast);
  }
  return plan;
}

/** A plan without a time, or with one in the future, may be of any age. */
const isOutdated = ({ plan, judgedAt }: KeptPlan, now: Date): boolean => {
  const ageMs = now.getTime() - judgedAt.getTime();
  return plan.forecast !== undefined && !(ageMs >= 0 && ageMs <= forecastHoldsMs);
};

async function forecastAgain({ kept, file }: { kept: KeptPlan; file: string }, use: ApplyEffects): Promise<GuardedPlan> {
  const at = Number.isNaN(kept.judgedAt.getTime()) ? "a time that cannot be read" : kept.judgedAt.toISOString();
  use.log.narrate(`the forecast is from ${at}: forecasting again`);
  const { plan } = await judgeAgain({ kept, file }, use);
  return plan;
}
