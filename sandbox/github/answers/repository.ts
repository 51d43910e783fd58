/** Repositories as GitHub shows them. */
import { nodeId } from "../node-id";
import type { Repository, Token } from "../state";
import { simpleUser } from "./account";

/** Addresses that end as they are named: "forks_url" is ".../forks". */
const plain = [
  ...["contributors", "deployments", "downloads", "events", "forks", "hooks", "languages", "merges", "stargazers", "subscribers"],
  ...["subscription", "tags", "teams"],
];
/** Others, with the parameter that a client puts in. */
const templates: Record<string, string> = {
  ...{ archive_url: "/{archive_format}{/ref}", assignees_url: "/assignees{/user}", blobs_url: "/git/blobs{/sha}" },
  ...{ branches_url: "/branches{/branch}", collaborators_url: "/collaborators{/collaborator}", comments_url: "/comments{/number}" },
  ...{ commits_url: "/commits{/sha}", compare_url: "/compare/{base}...{head}", contents_url: "/contents/{+path}" },
  ...{ git_commits_url: "/git/commits{/sha}", git_refs_url: "/git/refs{/sha}", git_tags_url: "/git/tags{/sha}" },
  ...{ issue_comment_url: "/issues/comments{/number}", issue_events_url: "/issues/events{/number}", issues_url: "/issues{/number}" },
  ...{ keys_url: "/keys{/key_id}", labels_url: "/labels{/name}", milestones_url: "/milestones{/number}" },
  ...{ notifications_url: "/notifications{?since,all,participating}", pulls_url: "/pulls{/number}", releases_url: "/releases{/id}" },
  ...{ statuses_url: "/statuses/{sha}", trees_url: "/git/trees{/sha}" },
};

/** What belongs to a repository is below this. */
export const repositoryUrl = ({ owner, name }: Repository, api: string): string => `${api}/repos/${owner.login}/${name}`;
export const repositoryPage = ({ owner, name }: Repository): string => `https://github.com/${owner.login}/${name}`;

export function minimalRepository(repository: Repository, api: string): object {
  const { id, name, owner, visibility } = repository;
  const url = repositoryUrl(repository, api);
  return {
    ...{ id, node_id: nodeId("R", id), name, full_name: `${owner.login}/${name}`, owner: simpleUser(owner, api) },
    ...{ private: visibility !== "public", html_url: repositoryPage(repository), description: null, fork: false, url },
    ...addressesOf(url),
  };
}

/** As in pull requests. */
export function repositoryAnswer(repository: Repository, { role }: Token, api: string): object {
  const { owner, name, visibility, createdAt, updatedAt, defaultBranch, issues } = repository;
  const open = [...issues.values()].filter(({ state }) => state === "open").length;
  return {
    ...minimalRepository(repository, api),
    ...{ clone_url: `${repositoryPage(repository)}.git`, git_url: `git://github.com/${owner.login}/${name}.git`, mirror_url: null },
    ...{ ssh_url: `git@github.com:${owner.login}/${name}.git`, svn_url: repositoryPage(repository), homepage: null, language: null },
    ...{ forks_count: 0, stargazers_count: 0, watchers_count: 0, size: 1, default_branch: defaultBranch, open_issues_count: open },
    ...{ is_template: false, topics: [], has_issues: true, has_projects: true, has_wiki: true, has_pages: false, has_discussions: false },
    ...{ has_downloads: true, archived: false, disabled: false, visibility, license: null, forks: 0, open_issues: open, watchers: 0 },
    ...{ created_at: createdAt, updated_at: updatedAt, pushed_at: updatedAt, allow_forking: true, web_commit_signoff_required: false },
    permissions: { admin: role === "admin", maintain: role === "admin", push: true, triage: true, pull: true },
  };
}

export const fullRepository = (repository: Repository, token: Token, api: string): object => ({
  ...repositoryAnswer(repository, token, api),
  ...{ subscribers_count: 0, network_count: 0 },
});

const addressesOf = (url: string): Record<string, string> => ({
  ...Object.fromEntries(plain.map((name) => [`${name}_url`, `${url}/${name}`])),
  ...Object.fromEntries(Object.entries(templates).map(([name, end]) => [name, `${url}${end}`])),
});
