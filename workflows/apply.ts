/**
 * Applies the plan that was kept and read, nothing newer, and only where it was made: a plan file holds the addresses that it was made
 * against, so a token of one target would go to another. The safety gate may hold it back, for what receivers would conclude now as well.
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
  /** Only says what would be done otherwise. */
  act: boolean;
}

export interface ApplyEffects extends ReadKeptEffects, JudgeAgainEffects {
  /** Of the environment. */
  account: {
    /** Throws when logged in to another one. */
    require(): Promise<void>;
  };
  terraform: Pick<StackTerraform, "showPlan" | "apply">;
  plans: KeptPlans & {
    /** For verify, which says how it turned out. What was applied is applied: it does not fail because that cannot be written down. */
    saveForecast(forecast: Forecast): void;
  };
  log: Log;
}

/** Live DNS is others' as well: what was forecast before lunch need not hold after it. */
const forecastHoldsMs = 60 * 60 * 1000;

/** @throws OperatorError when no plan is kept (exit code 1), it may not be applied here, or the gate holds it back (3). */
export async function apply({ environment, target, file, act }: ApplyRequest, use: ApplyEffects): Promise<GuardedPlan> {
  const kept = requireKept({ environment, target }, use);
  const plan = isOutdated(kept, use.log.now()) ? await forecastAgain({ kept, file }, use) : kept.plan;
  requireNotHeldBack(environment, plan);
  if (act) {
    await use.account.require();
    // Looking at DNS and asking for the account took time, in which another plan may have been made.
    requireSameFile(environment, kept, use.plans);
    await use.terraform.apply(file);
    use.plans.forget();
    if (plan.forecast) use.plans.saveForecast(plan.forecast);
  }
  return plan;
}

/** What was judged at no time, or in the future by this clock, may be of any age. */
const isOutdated = ({ plan, judgedAt }: KeptPlan, now: Date): boolean => {
  const ageMs = now.getTime() - judgedAt.getTime();
  return plan.forecast !== undefined && !(ageMs >= 0 && ageMs <= forecastHoldsMs);
};

async function forecastAgain({ kept, file }: { kept: KeptPlan; file: string }, use: ApplyEffects): Promise<GuardedPlan> {
  const at = Number.isNaN(kept.judgedAt.getTime()) ? "a time that cannot be read" : kept.judgedAt.toISOString();
  use.log.narrate(`what receivers will conclude was forecast at ${at}: forecasting again`);
  const { plan } = await judgeAgain({ kept, file }, use);
  return plan;
}
