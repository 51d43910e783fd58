/** A pull request at the stand-in, and its merge, as people make them with a browser; and what GitHub tells a workflow about either. */
import type { User } from "../../sandbox/github/user";
import type { Trigger } from "./act/runner";
import type { Workplace } from "./place";

export interface PullRequest {
  number: number;
  branch: string;
  base: string;
  head: string;
  author: User;
}

interface NewPullRequest {
  branch: string;
  title: string;
  body?: string;
  files: Record<string, string>;
  author: User;
}

export async function openPullRequest(place: Workplace, { branch, title, body = "", files, author }: NewPullRequest): Promise<PullRequest> {
  const base = place.git("rev-parse", "main");
  const head = place.commit(branch, title, files, author);
  const { number } = await ask<{ number: number }>(place, author, "POST", "/pulls", { title, body, head: branch, base: "main" });
  return { number, branch, base, head, author };
}

/** Of the workflow that plans it. GitHub runs the merge of its head into its base. */
export function planned(place: Workplace, { number, base, head, branch, author }: PullRequest, { isFork = false } = {}): Trigger {
  const { owner, name } = place.repository;
  const fullName = `${owner.login}/${name}`;
  const issue = place.repository.issues.get(number);
  const headName = isFork ? `${author.login}/${name}` : fullName;
  return {
    ...{
      workflow: "plan.yml",
      event: "pull_request",
      ref: `refs/pull/${number}/merge`,
      sha: place.mergeOf(head, base),
      actor: author,
      isFork,
    },
    payload: {
      ...{ action: "opened", number },
      pull_request: {
        ...{ number, title: issue?.title, body: issue?.body, user: author, state: "open" },
        head: { sha: head, ref: branch, repo: { full_name: headName, fork: isFork } },
        base: { sha: base, ref: "main", repo: { full_name: fullName } },
      },
    },
  };
}

/** Merged with the button. @returns the trigger of what follows a push to main. */
export function merged(place: Workplace, pull: PullRequest, by: User): Trigger {
  const before = place.git("rev-parse", "main");
  const sha = place.merge(pull.branch, `Merge pull request #${pull.number} from ${place.repository.owner.login}/${pull.branch}`, by);
  const issue = place.repository.issues.get(pull.number);
  if (!issue?.pull) throw new Error(`#${pull.number} is no pull request`);
  issue.state = "closed";
  issue.pull.merged = { at: `${new Date().toISOString().slice(0, 19)}Z`, sha, by };
  const commit = { id: sha, message: place.git("log", "-1", "--format=%B", sha) };
  return {
    ...{ workflow: "apply.yml", event: "push", sha, actor: by },
    payload: { before, after: sha, ref: "refs/heads/main", head_commit: commit },
  };
}

/** Calls the stand-in as this person, who may write to the repository. */
export async function ask<T>({ sandbox, repository }: Workplace, who: User, method: string, path: string, body?: object): Promise<T> {
  const token = sandbox.github.issueToken(
    { contents: "write", pull_requests: "write", issues: "write", actions: "write", deployments: "write" },
    { user: who, role: "write" },
  );
  const answer = await fetch(`${sandbox.github.url}/repos/${repository.owner.login}/${repository.name}${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}` },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return (text ? JSON.parse(text) : undefined) as T;
}
