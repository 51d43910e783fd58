/** Makes the record of a plan that others read: for the pull request's comment, and for the gated job, which applies only what equals it. */
import { type CanonicalPlan, canonicalDifference, canonicalPlan } from "../changes/canonical-plan";
import type { GuardedPlan } from "../changes/guard";
import { type Bound, planDigest, terraformOf } from "../changes/plan-digest";
import { shownAttributes } from "../changes/shown-attributes";
import { OperatorError } from "../declaration/operator-error";
import type { Evidence, Result } from "../evidence/evidence";

export interface PlanToShare {
  plan: GuardedPlan;
  /** The plan as Terraform's JSON. */
  shown: unknown;
  bound: Bound;
  /** Of the digests, in hexadecimal. */
  key: string;
}

export function plannedRecord({ plan, shown, bound, key }: PlanToShare): Result<"planned"> {
  const canonical = canonicalPlan(shown, { key, commit: bound.commit });
  const { commit: _, actsOn, ...rest } = bound;
  return {
    ...{ plan, ...rest, actsOn: { ...actsOn, endpoints: { ...actsOn.endpoints } }, canonical },
    digest: planDigest({ plan, shown, canonical, bound }),
    terraform: terraformOf(shown),
    shown: shownAttributes(shown),
  };
}

/** @throws OperatorError with exit code 3, in one line, when this is not the plan that was recorded. */
export function requireRecorded(recorded: Evidence<"planned">, now: Omit<PlanToShare, "key">): void {
  const differing = differencesFrom({ ...recorded.result, commit: recorded.commit?.id }, now);
  if (differing.length === 0) return;
  throw new OperatorError(
    `this is not the plan of "${recorded.target}" that was reviewed: ${differing.join("; ")}`,
    'nothing was applied; choose "Re-run all jobs" to plan again, and read the new plan before you approve it',
    { exitCode: 3 },
  );
}

/** In words what is not as it was recorded; empty when the plan is the recorded one. */
export function differencesFrom(
  recorded: Result<"planned"> & { commit: string | undefined },
  { plan, shown, bound }: Omit<PlanToShare, "key">,
): string[] {
  const now = plannedRecord({ plan, shown, bound, key: recorded.canonical.key });
  if (now.digest === recorded.digest) return [];
  const differing = [
    ...changed("the commit", recorded.commit, bound.commit),
    ...changed("the release whose data are taken", recorded.dataOf?.slice(0, 12), now.dataOf?.slice(0, 12)),
    ...changed("the stack", recorded.stack, now.stack),
    ...changed("where it acts", JSON.stringify(recorded.actsOn), JSON.stringify(now.actsOn)),
    ...changed("Terraform's state", stateText(recorded), stateText(now)),
    ...changed("Terraform", recorded.terraform, now.terraform),
    ...changed("the plugins' lock file", recorded.plugins.slice(0, 12), now.plugins.slice(0, 12)),
    ...partLines(recorded.canonical, now.canonical),
    ...changed("what the safety gate found", foundText(recorded.plan), foundText(now.plan)),
    ...changed("the reasons for it", reasonText(recorded.plan), reasonText(now.plan)),
  ];
  return differing.length > 0 ? differing : ["the stack's configuration is another one"];
}

const changed = (what: string, was: string | undefined, is: string | undefined): string[] =>
  was === is ? [] : [`${what} was ${was || "none"}, is ${is || "none"}`];

const mostParts = 5;

function partLines(recorded: Pick<CanonicalPlan, "parts">, now: CanonicalPlan): string[] {
  const parts = canonicalDifference(recorded.parts, now.parts);
  const lines = parts
    .slice(0, mostParts)
    .map(({ name, was = "no change", is = "no change" }) =>
      was === is ? `${name}: ${was} with other values` : `${name}: ${was} -> ${is}`,
    );
  return [...lines, ...(parts.length > mostParts ? [`and ${parts.length - mostParts} more changes differ`] : [])];
}

type Judged = Result<"planned">["plan"];

const stateText = ({ state }: Pick<Result<"planned">, "state">): string | undefined => state && `${state.lineage} #${state.serial}`;
const foundText = ({ findings }: Judged): string =>
  findings
    .map(({ id, where }) => `${id}@${where}`)
    .sort()
    .join(", ");
const reasonText = ({ waived = [], forcedBecause = "" }: Judged): string =>
  [...waived.map(({ id, where, reason }) => `${id}@${where}=${reason}`).sort(), forcedBecause].filter(Boolean).join(", ");
