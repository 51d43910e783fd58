/** Finds Twinpost's own comment of a pull request: by its author as well as by what it begins with, since anybody may write the latter. */
import { type Comment, listComments } from "../adapters/github/comments";
import type { ConnectedJob } from "./pull-request";

/** Whom the token of a job writes as: https://docs.github.com/en/actions/concepts/security/github_token */
export const jobsAuthor = "github-actions[bot]";

/** Oldest first. */
export async function ownComments(
  { github, repository }: Pick<ConnectedJob, "github" | "repository">,
  number: number,
  isOurs: (body: string) => boolean,
): Promise<Comment[]> {
  const all = await listComments(github, repository, number);
  return all.filter(({ author, body }) => author === jobsAuthor && isOurs(body));
}
