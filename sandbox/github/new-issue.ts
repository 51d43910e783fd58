/** Issues and pull requests share one row of numbers. */
import type { Issue } from "./contents";
import type { GithubState, Repository, Token } from "./state";

export interface IssueSource {
  state: GithubState;
  repository: Repository;
  token: Pick<Token, "user">;
  now(): string;
}

export function newIssue(
  { state, repository, token, now }: IssueSource,
  { title, body, labels, pull }: Pick<Issue, "title" | "body" | "labels" | "pull">,
): Issue {
  const issue: Issue = {
    ...{ id: state.newId(), number: repository.issues.size + 1, title, body, labels: [...new Set(labels)], user: token.user },
    ...{ state: "open", stateReason: null, createdAt: now(), updatedAt: now(), closedAt: null },
    ...(pull ? { pull } : {}),
  };
  repository.issues.set(issue.number, issue);
  return issue;
}
