/** Issues of a repository: https://docs.github.com/en/rest/issues/issues. Pull requests are listed among them, and left out here. */
import { z } from "zod";
import type { Github } from "./client";
import type { RepositoryName } from "./repository";

export interface Issue {
  number: number;
  body: string;
  isOpen: boolean;
  /** Login; of an app "<its name>[bot]". Undefined for an account that is gone. */
  author: string | undefined;
  url: string;
}

const schema = z.object({
  number: z.int().positive(),
  body: z.string().nullish(),
  state: z.string(),
  html_url: z.string(),
  user: z.object({ login: z.string() }).nullish(),
  pull_request: z.unknown().optional(),
});

const toIssue = ({ number, body, state, html_url, user }: z.infer<typeof schema>): Issue => ({
  ...{ number, body: body ?? "", isOpen: state === "open", author: user?.login, url: html_url },
});

/** Open and closed ones, oldest first. @throws ApiError */
export async function listIssuesOf(github: Github, { owner, name }: RepositoryName, creator: string): Promise<Issue[]> {
  const found = await github.list("GET /repos/{owner}/{repo}/issues", z.array(schema), ({ rest, paginate }) =>
    paginate(rest.issues.listForRepo, { owner, repo: name, creator, state: "all", per_page: 100 }),
  );
  return found
    .filter(({ pull_request }) => pull_request === undefined)
    .map(toIssue)
    .sort((one, other) => one.number - other.number);
}

/** @throws ApiError */
export async function createIssue(
  github: Github,
  { owner, name }: RepositoryName,
  { title, body }: Record<"title" | "body", string>,
): Promise<Issue> {
  const made = { owner, repo: name, title, body };
  return toIssue(await github.read("POST /repos/{owner}/{repo}/issues", schema, ({ rest }) => rest.issues.create(made)));
}

export interface IssueChanges {
  body?: string;
  state?: "open" | "closed";
  /** Of closing; reopening has its own. */
  reason?: "completed" | "not_planned";
}

/** @throws ApiError */
export const updateIssue = (
  github: Github,
  { owner, name }: RepositoryName,
  number: number,
  { reason, ...changes }: IssueChanges,
): Promise<void> =>
  github.write(({ rest }) =>
    rest.issues.update({ owner, repo: name, issue_number: number, ...changes, ...(reason ? { state_reason: reason } : {}) }),
  );
