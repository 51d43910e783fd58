/**
 * The pull request that a job of GitHub's runs for: of the event, or the one whose merge made the commit that is checked out. What its author wrote
 * is data.
 */
import { z } from "zod";
import { createGithubClient, type Github } from "../adapters/github/client";
import { mergedPull, type PullRequest, pullSchema, readPull, toPullRequest } from "../adapters/github/pulls";
import type { RepositoryName } from "../adapters/github/repository";
import { ApiError } from "../adapters/http/json-client";
import type { Connections } from "./connections";
import type { GithubJob } from "./github-job";

const pullEvent = z.object({ pull_request: pullSchema });
const repositoryEvent = z.object({ repository: z.object({ default_branch: z.string() }) });

/** Whether a pull request's own code runs in this job: nothing that it makes is believed. */
export const isOfPullRequest = ({ event, ref }: GithubJob): boolean => event.name.startsWith("pull_request") || /^refs\/pull\//.test(ref);

/** Whether this is a job of the branch that everything is applied from. */
export function isOfMain(job: GithubJob): boolean {
  const branch = repositoryEvent.safeParse(job.event.payload).data?.repository.default_branch ?? "main";
  return !isOfPullRequest(job) && job.ref === `refs/heads/${branch}`;
}

export interface ConnectedJob {
  job: GithubJob;
  repository: RepositoryName;
  github: Github;
}

/** @returns undefined when the job has no token, as one of a fork's pull request that GitHub trusts with nothing. */
export async function connectJob(job: GithubJob, { endpoints }: Pick<Connections, "endpoints">): Promise<ConnectedJob | undefined> {
  if (!job.token) return undefined;
  const [owner = "", name = ""] = job.repository.split("/");
  return { job, repository: { owner, name }, github: await createGithubClient({ baseUrl: endpoints().github, token: job.token }) };
}

/**
 * The event's text of a pull request is as old as the event; a re-run has the same. So it is asked for, where the token may.
 * @param commit that is checked out.
 */
export async function pullRequestOf(
  job: GithubJob,
  commit: string,
  connections: Pick<Connections, "endpoints" | "narrate">,
): Promise<PullRequest | undefined> {
  const event = pullEvent.safeParse(job.event.payload).data;
  const known = event && isOfPullRequest(job) ? toPullRequest(event.pull_request) : undefined;
  const connected = await connectJob(job, connections);
  if (!connected) return known;
  const { github, repository } = connected;
  try {
    if (known) return { ...((await readPull(github, repository, known.number)) ?? known), isFork: known.isFork };
    return await mergedPull(github, repository, commit);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    connections.narrate(`the pull request of this job was not read: ${error.message}`);
    return known;
  }
}
