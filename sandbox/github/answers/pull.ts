/** Pull requests as GitHub shows them, in a list and alone. */
import type { Commit, Issue, Pull } from "../contents";
import { compare, resolveRef } from "../history";
import { nodeId } from "../node-id";
import type { Repository, Token } from "../state";
import { simpleUser } from "./account";
import { sum } from "./commit";
import { associationOf, labelsOf } from "./issue";
import { repositoryAnswer, repositoryPage, repositoryUrl } from "./repository";

export interface PullSource {
  repository: Repository;
  token: Token;
  api: string;
}

/** An issue that is a pull request. */
export type PullIssue = Issue & { pull: Pull };

export function simplePull(issue: PullIssue, source: PullSource): object {
  const { repository, api } = source;
  const { number, title, body, user, state, createdAt, updatedAt, closedAt, pull } = issue;
  const url = `${repositoryUrl(repository, api)}/pulls/${number}`;
  const [asIssue, page] = [url.replace("/pulls/", "/issues/"), `${repositoryPage(repository)}/pull/${number}`];
  const { head } = endsOf(issue, repository);
  const addresses = {
    ...{ comments: `${asIssue}/comments`, commits: `${url}/commits`, statuses: `${repositoryUrl(repository, api)}/statuses/${head.sha}` },
    ...{ review_comments: `${url}/comments`, review_comment: `${repositoryUrl(repository, api)}/pulls/comments{/number}` },
  };
  return {
    ...{ url, id: pull.id, node_id: nodeId("PR", pull.id), html_url: page, diff_url: `${page}.diff`, patch_url: `${page}.patch` },
    issue_url: asIssue,
    ...Object.fromEntries(Object.entries(addresses).map(([name, address]) => [`${name}_url`, address])),
    ...{
      number,
      state,
      locked: false,
      title,
      user: simpleUser(user, api),
      body,
      labels: labelsOf(issue, repository, api),
      milestone: null,
    },
    ...{ active_lock_reason: null, created_at: createdAt, updated_at: updatedAt, closed_at: closedAt, merged_at: pull.merged?.at ?? null },
    ...{ merge_commit_sha: pull.merged?.sha ?? null, assignee: null, assignees: [], requested_reviewers: [], requested_teams: [] },
    ...{ head: end(pull.head, head, source), base: end(pull.base, endsOf(issue, repository).base, source), draft: pull.isDraft },
    _links: Object.fromEntries(
      Object.entries({ self: url, html: page, issue: asIssue, ...addresses }).map(([name, href]) => [name, { href }]),
    ),
    ...{ author_association: associationOf(user, repository), auto_merge: null },
  };
}

export function fullPull(issue: PullIssue, source: PullSource): object {
  const { repository, api } = source;
  const { merged } = issue.pull;
  const { base, head } = endsOf(issue, repository);
  const { ahead = [], behind = [], files = [] } = compare(repository, base, head) ?? {};
  const comments = [...repository.comments.values()].filter((comment) => comment.issue === issue.number).length;
  return {
    ...simplePull(issue, source),
    ...{ merged: merged !== undefined, merged_by: merged ? simpleUser(merged.by, api) : null, mergeable: merged ? null : true },
    ...{ rebaseable: merged ? null : true, mergeable_state: merged ? "unknown" : behind.length > 0 ? "behind" : "clean" },
    ...{ comments, review_comments: 0, maintainer_can_modify: false, commits: ahead.length, changed_files: files.length },
    ...{ additions: sum(files, "additions"), deletions: sum(files, "deletions") },
  };
}

/** After a merge the base is where it was before. */
export function endsOf({ pull }: PullIssue, repository: Repository): { base: Commit; head: Commit } {
  const merge = pull.merged && repository.commits.get(pull.merged.sha);
  const [base, head] = merge
    ? merge.parents.map((sha) => repository.commits.get(sha))
    : [resolveRef(repository, pull.base), resolveRef(repository, pull.head)];
  if (!base || !head) throw new Error(`the sandbox has lost a branch of a pull request: ${pull.base} or ${pull.head}`);
  return { base, head };
}

const end = (ref: string, { sha }: Commit, { repository, token, api }: PullSource): object => ({
  ...{ label: `${repository.owner.login}:${ref}`, ref, sha, user: simpleUser(repository.owner, api) },
  repo: repositoryAnswer(repository, token, api),
});
