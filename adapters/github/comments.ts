/** Comments of a pull request, which are those of its issue: https://docs.github.com/en/rest/issues/comments */
import { z } from "zod";
import type { Github } from "./client";
import { orUndefined, type RepositoryName } from "./repository";

export interface Comment {
  id: number;
  body: string;
  /** Login; of an app "<its name>[bot]". Undefined for an account that is gone. */
  author: string | undefined;
  url: string;
}

const schema = z.object({
  id: z.int().positive(),
  body: z.string().nullish(),
  html_url: z.string(),
  user: z.object({ login: z.string() }).nullish(),
});

const toComment = ({ id, body, html_url, user }: z.infer<typeof schema>): Comment => ({
  id,
  body: body ?? "",
  author: user?.login,
  url: html_url,
});

/** Oldest first. @throws ApiError */
export async function listComments(github: Github, { owner, name }: RepositoryName, number: number): Promise<Comment[]> {
  const found = await github.list("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", z.array(schema), ({ rest, paginate }) =>
    paginate(rest.issues.listComments, { owner, repo: name, issue_number: number, per_page: 100 }),
  );
  return found.map(toComment).sort((one, other) => one.id - other.id);
}

/** @throws ApiError */
export async function createComment(github: Github, { owner, name }: RepositoryName, number: number, body: string): Promise<Comment> {
  const operation = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
  const made = { owner, repo: name, issue_number: number, body };
  return toComment(await github.read(operation, schema, ({ rest }) => rest.issues.createComment(made)));
}

/** @throws ApiError */
export async function updateComment(github: Github, { owner, name }: RepositoryName, id: number, body: string): Promise<Comment> {
  const operation = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}";
  const changed = { owner, repo: name, comment_id: id, body };
  return toComment(await github.read(operation, schema, ({ rest }) => rest.issues.updateComment(changed)));
}

/** One that is gone counts as deleted: two jobs at once delete the same, and a lost answer is asked for again. @throws ApiError */
export const deleteComment = (github: Github, { owner, name }: RepositoryName, id: number): Promise<void> =>
  orUndefined(() => github.write(({ rest }) => rest.issues.deleteComment({ owner, repo: name, comment_id: id })));
