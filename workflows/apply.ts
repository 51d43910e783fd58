/**
 * Applies the kept plan, and only to the target that it was made for: a plan file holds addresses of services, so a token of one target would
 * go to another. It applies a copy that nobody else writes to, and judges that very copy: of the record beside the plan it believes only the
 * operator's reasons, and those only for findings that they were given for.
 */
import type { GuardedPlan } from "../changes/guard";
import { OperatorError } from "../declaration/operator-error";
import type { Result } from "../evidence/evidence";
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
import { phase } from "./phase";
import type { KeptPlans, Log, StackTerraform } from "./stack";
import { watchedApply } from "./watched-apply";

export interface ApplyRequest extends KeptRequest {
  /** Without it, changes nothing and returns the plan. */
  act: boolean;
  /** Shows what would be done, and if it acts, before anything is. @throws OperatorError when it may not be. */
  begin?(judged: { plan: GuardedPlan; shown: unknown }): Promise<void>;
}

export interface ApplyEffects extends ReadKeptEffects, JudgeAgainEffects {
  /** Of the environment. */
  account: {
    /** @throws OperatorError if the login is of another account. */
    require(): Promise<void>;
  };
  terraform: Pick<StackTerraform, "showPlan" | "apply">;
  log: Pick<Log, "watch"> & {
    /** Does not fail: what was applied is applied, whether or not it can be recorded. */
    record(applied: Pick<Result<"applied">, "outcome" | "digest" | "changes">): Promise<void>;
  };
  plans: KeptPlans & {
    /** Copies the plan file to a place of this run alone; an empty digest if there is none. */
    copy(): { file: string; digest: string; discard(): void };
    /**
     * In a job, for a plan that has to be the reviewed one: whether it is.
     * @param judged of these bytes. @throws OperatorError with exit code 3.
     */
    requireReviewed?(judged: { file: string; plan: GuardedPlan; shown: unknown }): Promise<void>;
    /** For verify, which scores it. Does not throw: the apply succeeded, whether or not the forecast can be saved. */
    saveForecast(forecast: Forecast): void;
  };
}

/** @throws OperatorError when no plan is kept (exit code 1), it may not be applied here, or the gate holds it back (3). */
export async function apply({ environment, target, own, act, begin }: ApplyRequest, use: ApplyEffects): Promise<GuardedPlan> {
  const copy = use.plans.copy();
  try {
    const kept = requireKept({ environment, target }, { plans: { read: use.plans.read, digest: () => copy.digest } });
    const { plan, shown } = await phase("judge the kept plan with DNS of now", use.log.watch, () =>
      judgeAgain({ kept, file: copy.file, own }, use),
    );
    requireNotHeldBack(environment, plan);
    await use.plans.requireReviewed?.({ file: copy.file, plan, shown });
    if (act) await use.account.require();
    await begin?.({ plan, shown });
    if (act) {
      // Another plan may have been made while DNS, the account and a person were asked.
      requireSameFile(environment, kept, use.plans);
      await applyAndRecord({ file: copy.file, digest: copy.digest, plan, environment }, use);
      use.plans.forget();
      if (plan.forecast) use.plans.saveForecast(plan.forecast);
    }
    return plan;
  } finally {
    copy.discard();
  }
}

interface Judged {
  file: string;
  digest: string;
  plan: GuardedPlan;
  environment: string;
}

/** A failure is recorded too: the environment may be between two releases. */
async function applyAndRecord(
  { file, digest, plan, environment }: Judged,
  { terraform, log: { watch, record } }: Pick<ApplyEffects, "terraform" | "log">,
): Promise<void> {
  const changes = plan.changes.map(({ address, action }) => ({ address, action }));
  try {
    await watchedApply({ file, changes, goOn: `npx twinpost plan --env ${environment}` }, { terraform, watch });
  } catch (error) {
    const changedNothing = error instanceof OperatorError && error.changedNothing;
    if (!changedNothing) await record({ outcome: "failed", digest, changes });
    throw error;
  }
  await record({ outcome: "done", digest, changes });
}
