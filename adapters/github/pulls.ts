/**
 * Pull requests, as far as a job needs to know the one that it runs for: https://docs.github.com/en/rest/pulls/pulls,
 * https://docs.github.com/en/rest/commits/commits#list-pull-requests-associated-with-a-commit. Only reads.
 */
import { z } from "zod";
import type { Github } from "./client";
import { orUndefined, type RepositoryName } from "./repository";

export interface PullRequest {
  number: number;
  /** What its author wrote; "" for nothing. */
  body: string;
  /** SHA of its newest commit. */
  head: string;
  /** Its branch is in another repository, or in one that is gone. */
  isFork: boolean;
}

const side = z.object({ sha: z.string(), repo: z.object({ full_name: z.string() }).nullish() });
export const pullSchema = z.object({
  number: z.int().positive(),
  body: z.string().nullish(),
  merge_commit_sha: z.string().nullish(),
  merged_at: z.string().nullish(),
  head: side,
  base: side,
});

export const toPullRequest = ({ number, body, head, base }: z.infer<typeof pullSchema>): PullRequest => ({
  ...{ number, body: body ?? "", head: head.sha },
  isFork: head.repo?.full_name === undefined || head.repo.full_name.toLowerCase() !== base.repo?.full_name.toLowerCase(),
});

/** @returns undefined when there is none that the token may see. */
export async function readPull(github: Github, { owner, name }: RepositoryName, number: number): Promise<PullRequest | undefined> {
  const found = await orUndefined(() =>
    github.read("GET /repos/{owner}/{repo}/pulls/{pull_number}", pullSchema, ({ rest }) =>
      rest.pulls.get({ owner, repo: name, pull_number: number }),
    ),
  );
  return found && toPullRequest(found);
}

/** The pull request whose merge made the commit; by a rebase it made several. @returns undefined for a commit that came otherwise. */
export async function mergedPull(github: Github, { owner, name }: RepositoryName, sha: string): Promise<PullRequest | undefined> {
  const found = await github.list("GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", z.array(pullSchema), ({ rest, paginate }) =>
    paginate(rest.repos.listPullRequestsAssociatedWithCommit, { owner, repo: name, commit_sha: sha, per_page: 100 }),
  );
  const merged = found.filter(({ merged_at }) => merged_at);
  const pull = merged.find(({ merge_commit_sha }) => merge_commit_sha === sha) ?? merged[0];
  return pull && toPullRequest(pull);
}
