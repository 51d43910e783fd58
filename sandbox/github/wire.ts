/** Shapes of GitHub's REST API, version 2022-11-28: https://docs.github.com/en/rest and its OpenAPI description. */
import { z } from "zod";
import type { GithubAccount, GithubEnvironment, GithubState, Repository, Team, Token } from "./state";

export class GithubError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }
}

export const failure = (status: number, message: string): object => ({
  message,
  documentation_url: "https://docs.github.com/rest",
  status: String(status),
});

const simpleAccount = ({ login, id, type }: GithubAccount): object => ({ login, id, type, site_admin: false });

/** The plan is told to those who may know it. */
export const accountAnswer = (account: GithubAccount, seesPlan: boolean): object => ({
  ...simpleAccount(account),
  ...(seesPlan ? { plan: { name: account.plan, space: 976562499, private_repos: 10000 } } : {}),
});

export const teamAnswer = ({ id, slug, organisation }: Team): object => ({ id, slug, name: slug, privacy: "closed", organisation });

export const repositoryAnswer = ({ id, name, owner, visibility }: Repository, { role }: Token): object => ({
  id,
  name,
  full_name: `${owner.login}/${name}`,
  owner: simpleAccount(owner),
  private: visibility !== "public",
  visibility,
  permissions: { admin: role === "admin", maintain: role === "admin", push: true, triage: true, pull: true },
});

export const environmentAnswer = (environment: GithubEnvironment, state: GithubState): object => {
  const { id, name, createdAt, reviewers, preventSelfReview, waitTimer, branches, adminsMayBypass } = environment;
  const rules = [
    waitTimer > 0 && { type: "wait_timer", wait_timer: waitTimer },
    reviewers.length > 0 && {
      type: "required_reviewers",
      prevent_self_review: preventSelfReview,
      reviewers: reviewers.map((reviewer) => ({ type: reviewer.type, reviewer: reviewerAnswer(reviewer.id, state) })),
    },
    branches !== "all" && { type: "branch_policy" },
  ].filter((rule) => rule !== false);
  return {
    id,
    name,
    created_at: createdAt,
    updated_at: createdAt,
    can_admins_bypass: adminsMayBypass,
    protection_rules: rules.map((rule, index) => ({ id: id * 10 + index, ...rule })),
    deployment_branch_policy:
      branches === "all" ? null : { protected_branches: branches === "protected", custom_branch_policies: branches === "custom" },
  };
};

function reviewerAnswer(id: number, { accounts, teams }: GithubState): object {
  const team = teams.find((each) => each.id === id);
  if (team) return teamAnswer(team);
  const account = [...accounts.values()].find((each) => each.id === id);
  return account ? simpleAccount(account) : { id };
}

/** One page, under its own name, with a Link header to the next. */
export function pageAnswer(name: string, entries: object[], url: string, most: number): { body: object; headers: Record<string, string> } {
  const address = new URL(url);
  const page = Number(address.searchParams.get("page") ?? 1);
  const perPage = Math.min(Number(address.searchParams.get("per_page") ?? 30), most);
  const isLast = page * perPage >= entries.length;
  address.searchParams.set("page", String(page + 1));
  return {
    body: { total_count: entries.length, [name]: entries.slice((page - 1) * perPage, page * perPage) },
    headers: isLast ? {} : { Link: `<${address}>; rel="next"` },
  };
}

export const variableAnswer = ([name, { value, createdAt, updatedAt }]: [
  string,
  { value: string; createdAt: string; updatedAt: string },
]) => ({
  name,
  value,
  created_at: createdAt,
  updated_at: updatedAt,
});

export const environmentBody = z.strictObject({
  wait_timer: z.number().int().min(0).max(43_200).optional(),
  prevent_self_review: z.boolean().optional(),
  reviewers: z
    .array(z.strictObject({ type: z.enum(["User", "Team"]), id: z.number() }))
    .max(6)
    .nullable()
    .optional(),
  can_admins_bypass: z.boolean().optional(),
  deployment_branch_policy: z
    .strictObject({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() })
    .refine((policy) => policy.protected_branches !== policy.custom_branch_policies)
    .nullable()
    .optional(),
});

export const policyBody = z.strictObject({ name: z.string().min(1), type: z.enum(["branch", "tag"]).default("branch") });

const variableName = z.string().regex(/^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/i);
export const newVariableBody = z.strictObject({ name: variableName, value: z.string() });
export const variableChange = newVariableBody.partial();
