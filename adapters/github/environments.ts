/**
 * Environments of a repository: their protection, which branches they let in, and their variables.
 * https://docs.github.com/en/rest/deployments/environments, .../deployments/branch-policies, https://docs.github.com/en/rest/actions/variables
 */
import { z } from "zod";
import type { GithubEnvironment, Protection, Reviewer } from "../../declaration/github-environment";
import { ApiError } from "../http/json-client";
import type { Github } from "./client";
import { orUndefined, type RepositoryName } from "./repository";

const reviewerSchema = z.object({
  type: z.enum(["User", "Team"]),
  reviewer: z.object({ id: z.number(), login: z.string().optional(), slug: z.string().optional() }),
});
const environmentSchema = z.object({
  can_admins_bypass: z.boolean().optional(),
  protection_rules: z
    .array(
      z.object({
        type: z.string(),
        wait_timer: z.number().optional(),
        prevent_self_review: z.boolean().optional(),
        reviewers: z.array(reviewerSchema).optional(),
      }),
    )
    .default([]),
  deployment_branch_policy: z.object({ custom_branch_policies: z.boolean() }).nullable().default(null),
});
const patternsSchema = z.array(z.object({ id: z.number(), name: z.string(), type: z.enum(["branch", "tag"]).default("branch") }));
const variablesSchema = z.array(z.object({ name: z.string(), value: z.string() }));

const route = "/repos/{owner}/{repo}/environments/{environment}";

/** @returns undefined when there is no such environment. */
export async function readEnvironment(
  github: Github,
  repository: RepositoryName,
  environment: string,
): Promise<GithubEnvironment | undefined> {
  const at = placeOf(repository, environment);
  const found = await orUndefined(() => github.read(`GET ${route}`, environmentSchema, ({ rest }) => rest.repos.getEnvironment(at)));
  if (!found) return undefined;
  const rules = found.protection_rules;
  const review = rules.find(({ type }) => type === "required_reviewers");
  const policy = found.deployment_branch_policy;
  const lets = policy === null ? "all" : policy.custom_branch_policies ? "patterns" : "protected";
  const patterns =
    lets === "patterns"
      ? await github.list(`GET ${route}/deployment-branch-policies`, patternsSchema, ({ rest, paginate }) =>
          paginate(rest.repos.listDeploymentBranchPolicies, { ...at, per_page: 100 }),
        )
      : [];
  // 30 is the most that a page of variables has.
  const variables = await github.list(`GET ${route}/variables`, variablesSchema, ({ rest, paginate }) =>
    paginate(rest.actions.listEnvironmentVariables, { ...at, per_page: 30 }),
  );
  return {
    reviewers: (review?.reviewers ?? []).map(({ type, reviewer: { id, login, slug } }) => ({
      kind: type === "Team" ? "team" : "user",
      id,
      name: login === undefined ? `@${repository.owner}/${slug ?? id}` : `@${login}`,
    })),
    selfReview: review?.prevent_self_review ? "prevent" : "allow",
    waitMinutes: rules.find(({ type }) => type === "wait_timer")?.wait_timer ?? 0,
    mayBypass: found.can_admins_bypass,
    lets,
    patterns: patterns.map(({ id, name, type }) => ({ id, pattern: name, kind: type })),
    variables: Object.fromEntries(variables.map(({ name, value }) => [name, value])),
  };
}

/**
 * Makes the environment if need be, and lets in only what its patterns match.
 * @returns false when the account's plan has no such protection. @throws ApiError
 */
export async function writeEnvironment(
  github: Github,
  repository: RepositoryName,
  environment: string,
  { reviewers, selfReview, waitMinutes, mayBypass }: Protection,
): Promise<boolean> {
  const typeOf = (kind: Reviewer["kind"]) => (kind === "team" ? ("Team" as const) : ("User" as const));
  const body = {
    ...(reviewers ? { reviewers: reviewers.map(({ kind, id }) => ({ type: typeOf(kind), id })) } : {}),
    ...(selfReview ? { prevent_self_review: selfReview === "prevent" } : {}),
    ...(waitMinutes === undefined ? {} : { wait_timer: waitMinutes }),
    ...(mayBypass === undefined ? {} : { can_admins_bypass: mayBypass }),
    deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  };
  try {
    await github.write(({ rest }) => rest.repos.createOrUpdateEnvironment({ ...placeOf(repository, environment), ...body }));
    return true;
  } catch (error) {
    if (isBeyondPlan(error)) return false;
    throw error;
  }
}

/** Pro and Team say 422 for rules that private repositories have on Enterprise only; Free says 404, since it has no environments there. */
const isBeyondPlan = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 404 || (error.status === 422 && /billing plan/i.test(error.message)));

export const allowBranch = (github: Github, repository: RepositoryName, environment: string, branch: string): Promise<void> =>
  github.write(({ rest }) =>
    rest.repos.createDeploymentBranchPolicy({ ...placeOf(repository, environment), name: branch, type: "branch" }),
  );

/** One that is gone counts as removed. */
export const removePattern = (github: Github, repository: RepositoryName, environment: string, id: number): Promise<void> =>
  orUndefined(() =>
    github.write(({ rest }) => rest.repos.deleteDeploymentBranchPolicy({ ...placeOf(repository, environment), branch_policy_id: id })),
  );

/** @param isNew whether there is no variable of that name. */
export const writeVariable = (
  github: Github,
  repository: RepositoryName,
  environment: string,
  { name, value, isNew }: { name: string; value: string; isNew: boolean },
): Promise<void> =>
  github.write(({ rest }) => {
    const variable = { ...placeOf(repository, environment), name, value };
    return isNew ? rest.actions.createEnvironmentVariable(variable) : rest.actions.updateEnvironmentVariable(variable);
  });

const placeOf = ({ owner, name }: RepositoryName, environment: string) => ({ owner, repo: name, environment_name: environment });
