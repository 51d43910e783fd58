/** An environment as GitHub shows it: what protects it is a list of rules. */
import { nodeId } from "../node-id";
import type { GithubEnvironment, GithubState, Repository } from "../state";
import { simpleTeam, simpleUser } from "./account";
import { repositoryPage, repositoryUrl } from "./repository";

export function environmentAnswer(environment: GithubEnvironment, repository: Repository, state: GithubState, api: string): object {
  const { id, name, createdAt, updatedAt, reviewers, preventSelfReview, waitTimer, branches, adminsMayBypass } = environment;
  const rules = [
    waitTimer > 0 && { type: "wait_timer", wait_timer: waitTimer },
    reviewers.length > 0 && {
      type: "required_reviewers",
      prevent_self_review: preventSelfReview,
      reviewers: reviewers.flatMap((reviewer) => reviewerAnswer(reviewer, state, api)),
    },
    branches !== "all" && { type: "branch_policy" },
  ].filter((rule) => rule !== false);
  return {
    ...{ id, node_id: nodeId("EN", id), name, url: `${repositoryUrl(repository, api)}/environments/${encodeURIComponent(name)}` },
    ...{ html_url: `${repositoryPage(repository)}/deployments/activity_log?environments_filter=${encodeURIComponent(name)}` },
    ...{ created_at: createdAt, updated_at: updatedAt, can_admins_bypass: adminsMayBypass },
    protection_rules: rules.map((rule, index) => ({ id: id * 10 + index, node_id: nodeId("GA", id * 10 + index), ...rule })),
    deployment_branch_policy:
      branches === "all" ? null : { protected_branches: branches === "protected", custom_branch_policies: branches === "custom" },
  };
}

export function reviewerAnswer({ type, id }: { type: "User" | "Team"; id: number }, state: GithubState, api: string): object[] {
  const team = type === "Team" ? state.teams.find((each) => each.id === id) : undefined;
  const account = [...state.accounts.values()].find((each) => (team ? each.login === team.organisation : each.id === id));
  if (!account) return [];
  return [{ type, reviewer: team ? simpleTeam(team, account, api) : simpleUser(account, api) }];
}
