/**
 * Whether an environment may be applied now, and how that came about. A held one is not, but by an emergency edit. One that is promoted is applied
 * by a job only after a promotion of that very run: an earlier one was used, or given up. A person outside a job answers for it. Pure.
 */
import { OperatorError } from "../../declaration/operator-error";
import type { Environment } from "../../declaration/schema/environment";
import type { Evidence, Result, Run } from "../../evidence/evidence";
import { holdText } from "./decide";
import type { Recorded } from "./release";

export interface ApplyFacts {
  environment: Environment;
  /** Undefined outside a job. */
  run: Run | undefined;
  /** That would be applied. */
  commit: string | undefined;
  hold: Recorded<"hold"> | undefined;
  /** Newest first. */
  promotions: readonly Recorded<"promotion">[];
}

/** @throws OperatorError with exit code 3. */
export function requireMayApply({ environment, run, commit, hold, promotions }: ApplyFacts): Result<"applied">["how"] {
  const { name, promotion: declared } = environment;
  const promotion = declared && ofRun(promotions, run, commit);
  const held = holdText(name, hold);
  if (held !== undefined && promotion?.result.what !== "emergency")
    throw new OperatorError(held, `lift it: \`npx twinpost roll-back --env ${name} --lift "<reason>" --apply\``, { exitCode: 3 });
  if (promotion) return promotion.result.what === "emergency" ? "emergency" : "promotion";
  if (!declared || !run) return run ? "merge" : "by hand";
  throw new OperatorError(
    `${name} is promoted from ${declared.from}, and this run recorded no promotion of ${commit?.slice(0, 12) ?? "a whole commit"}`,
    `run the workflow promote.yml, which does \`npx twinpost promote --from ${declared.from} --to ${name} --apply\` first`,
    { exitCode: 3 },
  );
}

/** The newest one, if it is of this commit, and of this run where there is one. */
function ofRun(
  promotions: readonly Recorded<"promotion">[],
  run: Run | undefined,
  commit: string | undefined,
): Evidence<"promotion"> | undefined {
  const newest = promotions.find((each): each is Evidence<"promotion"> => !("unreadable" in each) && each.result.what !== "reviewed");
  if (!newest || commit === undefined || newest.result.what === "reviewed" || newest.result.commit !== commit) return undefined;
  return run === undefined || newest.run?.id === run.id ? newest : undefined;
}
