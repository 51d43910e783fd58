/** What stands in the way of a protected environment at GitHub: its account's plan, what it did not keep, what nobody declared. Pure. */
import type { GithubEnvironment, RepositoryFacts } from "../../declaration/github-environment";
import { type Finding, findingOf } from "../../findings/finding";
import type { Change, WantedEnvironment } from "./difference";

/** What the plan has for this repository; undefined: it shows when it is tried. */
export interface PlanLimits {
  branches: boolean | undefined;
  review: boolean | undefined;
}

/**
 * https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments: public repositories have everything. Private
 * ones have environments and branches from Pro and Team on, reviewers and waiting on Enterprise.
 */
export function limitsOf({ visibility, plan }: Pick<RepositoryFacts, "visibility" | "plan">): PlanLimits {
  if (visibility === "public" || plan === "enterprise") return { branches: true, review: true };
  if (plan === "free") return { branches: false, review: false };
  if (plan === "pro" || plan === "team") return { branches: true, review: false };
  return { branches: undefined, review: undefined };
}

export interface Place {
  /** "owner/name" */
  repository: string;
  wanted: WantedEnvironment;
}

const where = ({ repository, wanted }: Place): string => `environment "${wanted.name}" of ${repository}`;

export function planFindings(place: Place, { branches, review }: PlanLimits): Finding[] {
  const { branch, variables } = place.wanted;
  const open = findingOf("github/plan-cannot-protect", {
    where: where(place),
    what: `the plan of the GitHub account keeps no branch out of it, as the repository is private: a job of any branch could take ${variables.AWS_ROLE_ARN}`,
    remedy: "make the repository public, or move to Pro, Team or Enterprise; do not apply the account's stack (docs/roles.md) before",
  });
  const unreviewed = findingOf("github/plan-cannot-protect", {
    where: where(place),
    what: "the plan of the GitHub account has no reviewers for it, as the repository is private: jobs change it without approval",
    remedy: `make the repository public, or move to Enterprise; until then let a rule on the branch "${branch}" want reviews, and write \`approval: "pull request"\` where there is a \`promotion\``,
  });
  const isUnreviewed = review === false && place.wanted.review !== undefined && !place.wanted.approvedBefore;
  return [...(branches === false ? [open] : []), ...(isUnreviewed ? [unreviewed] : [])];
}

/** @param remaining what GitHub said that it would do, and has not done. */
export function ignoredFinding(place: Place, remaining: readonly Change[]): Finding[] {
  if (remaining.length === 0) return [];
  const what = `GitHub took the change, and has not kept ${remaining.map(({ kind }) => lost[kind]).join(", ")}`;
  return [findingOf("github/protection-ignored", { where: where(place), what })];
}

const lost: Record<Change["kind"], string> = {
  make: "the environment itself",
  reviewers: "the reviewers",
  "self-review": "whether people may approve what they started",
  wait: "the time to wait",
  restrict: "that not every branch gets in",
  "let-in": "the declared branch",
  "keep-out": "that other branches stay out",
  variable: "a variable",
};

/** Taking protection away is for people: somebody may have put it there for a reason. */
export function waitingFindings(place: Place, actual: GithubEnvironment | undefined): Finding[] {
  const { reviewers = [], waitMinutes = 0 } = actual ?? {};
  if (reviewers.length === 0 && waitMinutes === 0) return [];
  const who = reviewers.map(({ name }) => name).join(" or ");
  const what = `rotation and fail-over would wait for ${[who, waitMinutes > 0 ? `${waitMinutes} minutes` : ""].filter(Boolean).join(", then ")}`;
  return [findingOf("github/rotation-waits", { where: where(place), what })];
}

export const unknownReviewer = (environment: string, index: number, name: string): Finding =>
  findingOf("github/reviewer-unknown", {
    where: `environments/${environment}.ts review.reviewers[${index}]`,
    what: `GitHub has no "${name}" that this token may see`,
    remedy: name.includes("/")
      ? "write the team as in its address; the token needs the organisation's Members: read (read:org)"
      : "write the user's name as in the address of their page",
  });

export const notAdministrator = (repository: string): Finding =>
  findingOf("github/not-administrator", {
    where: repository,
    what: "the user of GITHUB_TOKEN does not administer the repository, so nothing of it can be set up",
  });
