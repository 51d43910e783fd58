/**
 * Sets up GitHub for an environment or for the organisation: the environments that its jobs name, who approves, the only branch that gets in, and the variables
 * that the jobs need. Says what it would do; with `apply` does it, and looks again, since a plan that has no protection may ignore it silently.
 * What does not keep other branches out gets no variables: its jobs find no role to take.
 */
import type { NamedReviewer, RepositoryFacts, Reviewer } from "../declaration/github-environment";
import { githubEnvironment, githubVariables } from "../declaration/names/github";
import { OperatorError } from "../declaration/operator-error";
import type { Environment } from "../declaration/schema/environment";
import type { Finding } from "../findings/finding";
import { type Approval, approvalOf, type ReviewTried } from "./bootstrap-github/approval";
import type { Change, WantedEnvironment } from "./bootstrap-github/difference";
import { limitsOf, notAdministrator, type PlanLimits, unknownReviewer } from "./bootstrap-github/findings";
import { type EnvironmentEffects, settle } from "./bootstrap-github/settle";

export type Reviewed = Pick<Environment, "name" | "aws" | "review" | "promotion">;

export interface GithubRequest {
  /** What the jobs change. */
  declared: Reviewed;
  /** The organisation has nothing to rotate. */
  kinds: readonly ("apply" | "rotate")[];
  /** As declared with its AWS account. */
  repository: { owner: string; ownerId: string; name: string; repositoryId: string; branch: string };
  apply: boolean;
}

/** All of the declared repository. */
export interface GithubEffects extends EnvironmentEffects {
  /** Undefined when there is none that the token may see. */
  repository(): Promise<RepositoryFacts | undefined>;
  findReviewer(name: string): Promise<Reviewer | undefined>;
}

export interface GithubSetup {
  /** "owner/name" */
  repository: string;
  applied: boolean;
  /** Something was found that must be mended before anything is changed. */
  blocked: boolean;
  /** By environment at GitHub: what would be changed or, when applied, what was. */
  environments: { name: string; changes: Change[] }[];
  approval: Approval;
  findings: Finding[];
}

/** @throws OperatorError when the repository is not the declared one. */
export async function bootstrapGithub({ declared, kinds, repository, apply }: GithubRequest, use: GithubEffects): Promise<GithubSetup> {
  const fullName = `${repository.owner}/${repository.name}`;
  const facts = requireDeclared(repository, fullName, await use.repository());
  const { reviewers, unknown } = await findReviewers(declared, use);
  const before = [...(facts.mayAdminister === false ? [notAdministrator(fullName)] : []), ...unknown];
  const acts = apply && before.length === 0;
  const head = { repository: fullName, applied: acts, blocked: before.length > 0 };
  const environments: GithubSetup["environments"] = [];
  const findings = [...before];
  let tried: ReviewTried | undefined;
  for (const kind of kinds) {
    const wanted = wantedEnvironment(declared, kind, { branch: repository.branch, reviewers, limits: limitsOf(facts) });
    const settled = await settle({ repository: fullName, wanted }, limitsOf(facts), acts, use);
    environments.push({ name: wanted.name, changes: settled.changes });
    findings.push(...settled.findings);
    tried ??= settled.tried;
  }
  return { ...head, environments, approval: approvalOf({ facts, declared, tried }), findings };
}

/** Names can be taken over by somebody else, ids cannot. */
function requireDeclared(declared: GithubRequest["repository"], fullName: string, facts: RepositoryFacts | undefined): RepositoryFacts {
  if (!facts) {
    const remedy =
      "check github in environments/accounts.ts, and that the token may see the repository (Metadata: read, or the scope repo)";
    throw new OperatorError(`GitHub has no repository "${fullName}" that GITHUB_TOKEN may see`, remedy);
  }
  const [got, expected] = [`${facts.id} of owner ${facts.ownerId}`, `${declared.repositoryId} of owner ${declared.ownerId}`];
  if (got === expected) return facts;
  throw new OperatorError(
    `repository "${fullName}" is not the declared one, got id ${got}, expected ${expected}`,
    "find out whether somebody else took over the name before you change the ids in environments/accounts.ts",
    { exitCode: 3 },
  );
}

async function findReviewers({ name, review }: Reviewed, use: GithubEffects): Promise<{ reviewers: NamedReviewer[]; unknown: Finding[] }> {
  const names = review?.reviewers ?? [];
  const found = await Promise.all(names.map((each) => use.findReviewer(each)));
  return {
    reviewers: found.flatMap((each, index) => (each ? [{ ...each, name: names[index] as string }] : [])),
    unknown: found.flatMap((each, index) => (each ? [] : [unknownReviewer(name, index, names[index] as string)])),
  };
}

function wantedEnvironment(
  declared: Reviewed,
  kind: "apply" | "rotate",
  { branch, reviewers, limits }: { branch: string; reviewers: NamedReviewer[]; limits: PlanLimits },
): WantedEnvironment {
  const { name } = declared;
  const onPullRequest = declared.promotion?.approval === "pull request";
  // Where pull requests are approved, a plan without reviewers is no fault.
  const review = onPullRequest && limits.review === false ? undefined : declared.review;
  const { selfReview = "prevent", waitMinutes } = review ?? {};
  return {
    name: githubEnvironment(name, kind),
    branch,
    variables: githubVariables(declared, kind),
    // Rotation and fail-over wait for nobody.
    ...(review && kind === "apply" ? { review: { reviewers, selfReview, ...(waitMinutes === undefined ? {} : { waitMinutes }) } } : {}),
    approvedBefore: onPullRequest,
    mustNotWait: kind === "rotate",
  };
}
