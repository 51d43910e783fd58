/** Users, organisations and teams as GitHub shows them. What these accounts have beyond a name and a plan is the least that there can be. */
import { nodeId } from "../node-id";
import type { GithubAccount, Team } from "../state";
import type { User } from "../user";

const site = "https://github.com";
const since = "2020-01-01T00:00:00Z";

/** As in every answer that names a user. */
export function simpleUser({ login, id, type }: GithubAccount | User, api: string): object {
  const url = `${api}/users/${encodeURIComponent(login)}`;
  const [kind, page] = type === "Bot" ? ["BOT", `${site}/apps/${login.replace("[bot]", "")}`] : ["U", `${site}/${login}`];
  return {
    ...{
      login,
      id,
      node_id: nodeId(type === "Organization" ? "O" : kind, id),
      avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    },
    ...{ gravatar_id: "", url, html_url: page, followers_url: `${url}/followers`, following_url: `${url}/following{/other_user}` },
    ...{ gists_url: `${url}/gists{/gist_id}`, starred_url: `${url}/starred{/owner}{/repo}`, subscriptions_url: `${url}/subscriptions` },
    ...{ organizations_url: `${url}/orgs`, repos_url: `${url}/repos`, events_url: `${url}/events{/privacy}` },
    ...{ received_events_url: `${url}/received_events`, type, user_view_type: "public", site_admin: false },
  };
}

export const publicUser = (account: GithubAccount, api: string): object => ({
  ...simpleUser(account, api),
  ...{ name: null, company: null, blog: "", location: null, email: null, hireable: null, bio: null, twitter_username: null },
  ...{ public_repos: 1, public_gists: 0, followers: 0, following: 0, created_at: since, updated_at: since },
});

function teamOrganisation({ login, id, type }: GithubAccount, api: string): object {
  const url = `${api}/orgs/${login}`;
  return {
    ...{ login, id, node_id: nodeId("O", id), url, repos_url: `${url}/repos`, events_url: `${url}/events`, hooks_url: `${url}/hooks` },
    ...{ issues_url: `${url}/issues`, members_url: `${url}/members{/member}`, public_members_url: `${url}/public_members{/member}` },
    ...{ avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`, description: null, is_verified: false },
    ...{ has_organization_projects: true, has_repository_projects: true, public_repos: 0, public_gists: 0, followers: 0, following: 0 },
    ...{ html_url: `${site}/${login}`, created_at: since, updated_at: since, archived_at: null, type },
  };
}

/** The plan is told to those who may know it. */
export const organisation = (account: GithubAccount, seesPlan: boolean, api: string): object => ({
  ...teamOrganisation(account, api),
  ...(seesPlan ? { plan: { name: account.plan, space: 976_562_499, private_repos: 10_000, filled_seats: 1, seats: 10 } } : {}),
});

/** As a reviewer. */
export function simpleTeam({ id, slug }: Team, owner: GithubAccount, api: string): object {
  const url = `${api}/organizations/${owner.id}/team/${id}`;
  return {
    ...{ id, node_id: nodeId("T", id), name: slug, slug, description: null, privacy: "closed", permission: "pull", url },
    ...{ notification_setting: "notifications_enabled", html_url: `${site}/orgs/${owner.login}/teams/${slug}`, type: "organization" },
    ...{ members_url: `${url}/members{/member}`, repositories_url: `${url}/repos`, parent: null },
  };
}

export const fullTeam = (team: Team, owner: GithubAccount, api: string): object => ({
  ...simpleTeam(team, owner, api),
  ...{ members_count: 1, repos_count: 1, created_at: since, updated_at: since, organization: teamOrganisation(owner, api) },
});
