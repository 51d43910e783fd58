/** Issues and their comments, as GitHub shows them. */
import type { Comment, Issue } from "../contents";
import { nodeId } from "../node-id";
import type { Repository } from "../state";
import type { User } from "../user";
import { simpleUser } from "./account";
import { repositoryPage, repositoryUrl } from "./repository";

export function issueAnswer(issue: Issue, repository: Repository, api: string): object {
  const { id, number, title, body, user, state, stateReason, createdAt, updatedAt, closedAt, pull } = issue;
  const url = `${repositoryUrl(repository, api)}/issues/${number}`;
  const page = `${repositoryPage(repository)}/${pull ? "pull" : "issues"}/${number}`;
  const comments = [...repository.comments.values()].filter((comment) => comment.issue === number).length;
  return {
    ...{ id, node_id: nodeId(pull ? "PR" : "I", pull?.id ?? id), url, repository_url: repositoryUrl(repository, api), html_url: page },
    ...{ labels_url: `${url}/labels{/name}`, comments_url: `${url}/comments`, events_url: `${url}/events`, number, title, body },
    ...{ user: simpleUser(user, api), labels: labelsOf(issue, repository, api), state, state_reason: stateReason, locked: false },
    ...{ assignee: null, assignees: [], milestone: null, comments, created_at: createdAt, updated_at: updatedAt, closed_at: closedAt },
    ...{ author_association: associationOf(user, repository), active_lock_reason: null, timeline_url: `${url}/timeline` },
    ...(pull
      ? {
          draft: pull.isDraft,
          pull_request: {
            ...{ url: `${repositoryUrl(repository, api)}/pulls/${number}`, html_url: page, diff_url: `${page}.diff` },
            ...{ patch_url: `${page}.patch`, merged_at: pull.merged?.at ?? null },
          },
        }
      : {}),
  };
}

export function commentAnswer(comment: Comment, repository: Repository, api: string): object {
  const { id, issue, body, user, createdAt, updatedAt } = comment;
  const isPull = repository.issues.get(issue)?.pull !== undefined;
  return {
    ...{ id, node_id: nodeId("IC", id), url: `${repositoryUrl(repository, api)}/issues/comments/${id}`, body },
    ...{ html_url: `${repositoryPage(repository)}/${isPull ? "pull" : "issues"}/${issue}#issuecomment-${id}`, user: simpleUser(user, api) },
    ...{ issue_url: `${repositoryUrl(repository, api)}/issues/${issue}`, created_at: createdAt, updated_at: updatedAt },
    ...{ author_association: associationOf(user, repository), performed_via_github_app: null },
  };
}

export const labelsOf = ({ labels }: Issue, repository: Repository, api: string): object[] =>
  labels.map((name) => {
    const id = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_000_007, 7);
    const url = `${repositoryUrl(repository, api)}/labels/${encodeURIComponent(name)}`;
    return { id, node_id: nodeId("LA", id), url, name, color: "ededed", default: false, description: null };
  });

export const associationOf = ({ login, type }: User, { owner }: Repository): string => {
  if (login === owner.login) return "OWNER";
  return type === "Bot" ? "NONE" : "MEMBER";
};
