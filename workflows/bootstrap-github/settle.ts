/**
 * Brings one environment at GitHub to what is wanted: closes it, looks again, and only then gives its jobs what they need. Says what GitHub
 * has not done.
 */
import type { BranchPattern, GithubEnvironment, Protection } from "../../declaration/github-environment";
import { OperatorError } from "../../declaration/operator-error";
import type { Finding } from "../../findings/finding";
import type { Log } from "../stack";
import type { ReviewTried } from "./approval";
import { type Change, differenceOf, isRestricted, protectionOf } from "./difference";
import { ignoredFinding, type Place, type PlanLimits, planFindings, waitingFindings } from "./findings";

/** The environments of one repository. */
interface GithubEnvironments {
  read(name: string): Promise<GithubEnvironment | undefined>;
  /** Makes the environment if need be, and restricts it to patterns. False when the plan has no such protection. */
  protect(name: string, protection: Protection): Promise<boolean>;
  allowBranch(name: string, branch: string): Promise<void>;
  removePattern(name: string, id: BranchPattern["id"]): Promise<void>;
  setVariable(name: string, variable: { name: string; value: string; isNew: boolean }): Promise<void>;
}

export interface EnvironmentEffects {
  environments: GithubEnvironments;
  log: Pick<Log, "narrate">;
}

interface Settled {
  changes: Change[];
  findings: Finding[];
  /** Undefined when no reviewers were set. */
  tried?: ReviewTried | undefined;
}

/** @param acts only says what it would do otherwise. */
export async function settle(place: Place, limits: PlanLimits, acts: boolean, use: EnvironmentEffects): Promise<Settled> {
  const { wanted } = place;
  const actual = await use.environments.read(wanted.name);
  const changes = differenceOf(wanted, actual);
  const waiting = wanted.mustNotWait ? waitingFindings(place, actual) : [];
  if (!acts || changes.length === 0) return { changes, findings: [...planFindings(place, limits), ...waiting] };

  const shown = await protect(place, actual, changes, limits, use);
  const found = changes.some(isProtection) ? await use.environments.read(wanted.name) : actual;
  const remaining = differenceOf(wanted, found).filter(isProtection);
  const known = { branches: shown.branches ?? limits.branches, review: shown.review ?? limits.review };
  const beyondPlan = (change: Change): boolean => (isOfReview(change) ? known.review : known.branches) === false;
  const findings = [
    ...planFindings(place, known),
    ...ignoredFinding(
      place,
      remaining.filter((each) => !beyondPlan(each)),
    ),
    ...waiting,
  ];

  // Rules that a plan ignores may be listed all the same.
  const isClosed = isRestricted(remaining) && known.branches !== false;
  const variables = isClosed ? changes.filter((change) => change.kind === "variable") : [];
  for (const { name, value, instead } of variables)
    await use.environments.setVariable(wanted.name, { name, value, isNew: instead === undefined });
  const undone = new Set(remaining.map(({ kind }) => kind));
  const done = changes.filter((change) => isProtection(change) && !undone.has(change.kind));
  return { changes: [...done, ...variables], findings, tried: triedOf(changes, known, found) };
}

/** Somebody who may not read the repository is left out, so one who is kept proves that the plan has reviewers. */
function triedOf(changes: readonly Change[], { review }: PlanLimits, found: GithubEnvironment | undefined): ReviewTried | undefined {
  const asked = changes.flatMap((change) => (change.kind === "reviewers" ? change.names : []));
  if (asked.length === 0) return undefined;
  if (review === false) return "refused";
  return found?.reviewers.some(({ name }) => asked.includes(name)) ? "kept" : "ignored";
}

/** @returns what turned out to be beyond the plan. */
async function protect(
  { repository, wanted }: Place,
  actual: GithubEnvironment | undefined,
  changes: readonly Change[],
  limits: PlanLimits,
  use: EnvironmentEffects,
): Promise<PlanLimits> {
  const { name } = wanted;
  const shown: PlanLimits = { branches: undefined, review: undefined };
  if (changes.some((change) => isOfReview(change) || change.kind === "make" || change.kind === "restrict")) {
    use.log.narrate(`protecting environment "${name}"`);
    const protection = protectionOf(wanted, actual);
    if (!(await use.environments.protect(name, protection))) {
      // Branches may be within the plan where reviewers are not.
      const withoutReview = Object.keys(protection).length > 0 && (await use.environments.protect(name, {}));
      if (withoutReview ? limits.review : limits.branches) throw unexplained(repository, name);
      if (!withoutReview) return { branches: false, review: false };
      shown.review = false;
    }
  }
  for (const change of changes) {
    if (change.kind === "keep-out") await use.environments.removePattern(name, change.id);
    if (change.kind === "let-in") await use.environments.allowBranch(name, change.branch);
  }
  return shown;
}

const isProtection = ({ kind }: Change): boolean => kind !== "variable";
const isOfReview = ({ kind }: Change): boolean => kind === "reviewers" || kind === "self-review" || kind === "wait";

/** A refusal by a plan that has what was asked for. */
const unexplained = (repository: string, name: string): OperatorError =>
  new OperatorError(
    `GitHub refuses to protect environment "${name}" of ${repository}, though its plan has such protection`,
    "check that the token has Administration: write for the repository (docs/roles.md)",
  );
