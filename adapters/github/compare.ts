/** Which of two commits comes first: https://docs.github.com/en/rest/commits/commits#compare-two-commits. Only reads. */
import { z } from "zod";
import type { Github } from "./client";
import { orUndefined, type RepositoryName } from "./repository";

const schema = z.object({ status: z.enum(["ahead", "behind", "diverged", "identical"]) });

/** Whether `other` has all of `commit`, and more. False for commits that the repository does not know. @throws ApiError */
export async function isBefore(
  github: Github,
  { owner, name }: RepositoryName,
  { commit, other }: { commit: string; other: string },
): Promise<boolean> {
  const basehead = `${other}...${commit}`;
  const found = await orUndefined(() =>
    github.read("GET /repos/{owner}/{repo}/compare/{basehead}", schema, ({ rest }) =>
      rest.repos.compareCommitsWithBasehead({ owner, repo: name, basehead, per_page: 1 }),
    ),
  );
  return found?.status === "behind";
}
