/** Promotes: gathers what was recorded, decides, and records that the release may be applied. Applying it is the next verb's. */
import { OperatorError } from "../../declaration/operator-error";
import type { Environment } from "../../declaration/schema/environment";
import { isSentence } from "../../declaration/schema/field-kinds";
import type { Result } from "../../evidence/evidence";
import { decidePromotion, type PromotionDecision, type PromotionFacts } from "./decide";
import { changeDifferences, type Difference, declaredDifferences } from "./differences";
import type { Recorded } from "./release";

export interface PromoteRequest {
  from: Environment;
  to: Environment;
  act: boolean;
  /** The reason. */
  emergency?: string;
}

type Changes = readonly { address: string; action: string }[];

export interface PromoteEffects {
  /** Of `from` and of `to`; newest first. */
  records: {
    applied(environment: Environment): Promise<Recorded<"applied">[]>;
    verification(environment: Environment): Promise<Recorded<"verification"> | undefined>;
    drift(environment: Environment): Promise<Recorded<"drift"> | undefined>;
    hold(environment: Environment): Promise<Recorded<"hold"> | undefined>;
    /** Newest first. */
    promotions(environment: Environment): Promise<Recorded<"promotion">[]>;
    /** Not "if possible": what is not recorded is not promoted. */
    promote(environment: Environment, promotion: Result<"promotion">): Promise<void>;
  };
  /** Plans of `to`, as kept on this machine or recorded by a job. */
  plans: {
    of(commit: string): Promise<{ open: string[]; changes: Changes } | undefined>;
    /** That this run planned. */
    here(): Promise<string | undefined>;
  };
  repository: {
    isOnMain(commit: string): boolean | "unknown";
    /** Undefined where files differ from the commit. */
    checkedOut(): string | undefined;
    /** By `environments/releases.json`. */
    named(environment: string): string | undefined;
  };
  by: string;
  now(): Date;
}

export interface Promotion extends PromotionDecision {
  from: string;
  to: string;
  differences: Difference[];
  recorded: boolean;
}

/** @throws OperatorError with exit code 2 when `to` is not promoted from `from`, or an emergency has no reason. */
export async function promote({ from, to, act, emergency }: PromoteRequest, use: PromoteEffects): Promise<Promotion> {
  requireDeclared(from, to);
  if (emergency !== undefined && !isSentence(emergency))
    throw new OperatorError(
      `the reason "${emergency}" is no reason, expected three words or more`,
      "say what is broken, and what this mends",
      { exitCode: 2 },
    );
  const { records, plans, repository } = use;
  const [applied, verification, drift, there, hold, plannedHere] = await Promise.all([
    records.applied(from),
    records.verification(from),
    records.drift(from),
    records.applied(to),
    records.hold(to),
    plans.here(),
  ]);
  const facts = (planned: Awaited<ReturnType<typeof plans.of>>): PromotionFacts => ({
    ...{ now: use.now(), act, isOnMain: repository.isOnMain },
    from: { environment: from, applied, verification, drift },
    to: { environment: to, applied: there, hold, planOf: () => planned, plannedHere, named: repository.named(to.name) },
    ...(emergency === undefined ? {} : { emergency: { commit: repository.checkedOut(), by: use.by } }),
  });
  // Which commit it is does not depend on its plan.
  const { commit } = decidePromotion(facts(undefined));
  const planned = commit === undefined ? undefined : await plans.of(commit);
  const decision = decidePromotion(facts(planned));
  const differences = [
    ...declaredDifferences(from, to),
    ...(decision.release && planned ? changeDifferences(decision.release.changes, planned.changes) : []),
  ];
  const promotion = recordOf(decision, { from: from.name, emergency, differences, verification });
  const recorded = act && decision.refusals.length === 0 && promotion !== undefined;
  if (recorded) await records.promote(to, promotion);
  return { ...decision, from: from.name, to: to.name, differences, recorded };
}

function requireDeclared(from: Environment, to: Environment): void {
  const declared = to.promotion?.from;
  if (declared === from.name) return;
  throw new OperatorError(
    declared === undefined
      ? `${to.name} is promoted from nowhere: a merge changes it`
      : `${to.name} is promoted from "${declared}", not from "${from.name}"`,
    declared === undefined ? `declare \`promotion: { from: "${from.name}" }\` in environments/${to.name}.ts` : `pass --from ${declared}`,
    { exitCode: 2 },
  );
}

interface Recording {
  from: string;
  emergency: string | undefined;
  differences: Difference[];
  verification: Recorded<"verification"> | undefined;
}

function recordOf(
  { commit, release, skipped }: PromotionDecision,
  { from, emergency, differences, verification }: Recording,
): Result<"promotion"> | undefined {
  if (commit === undefined) return undefined;
  const differs = differences;
  if (emergency !== undefined) return { what: "emergency", from, commit, reason: emergency, skipped: skipped.map(({ id }) => id), differs };
  if (!release || !verification || "unreadable" in verification) return undefined;
  return { what: "promoted", from, commit, appliedSince: release.since, verifiedAt: verification.at, differs };
}
