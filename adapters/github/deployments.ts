/** Deployments and their statuses: https://docs.github.com/en/rest/deployments/deployments, https://docs.github.com/en/rest/deployments/statuses. */
import { z } from "zod";
import type { Github } from "./client";
import type { RepositoryName } from "./repository";

export interface NewDeployment {
  /** Of the whole commit. */
  sha: string;
  /** At GitHub; one that is not there yet would be made, without protection. */
  environment: string;
  /** Tells ours from those that GitHub makes of every job with an environment, which are of the run's commit. */
  task: string;
  /** GitHub takes 140 characters at most. */
  description: string;
  payload: Record<string, string>;
}

export interface NewStatus {
  state: "success" | "failure";
  description: string;
  logUrl: string;
}

const schema = z.object({ id: z.int().positive() });
const mostCharacters = 140;
const cut = (text: string): string => (text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters - 1)}…`);

/** @returns its id. @throws ApiError */
export async function createDeployment(
  github: Github,
  { owner, name }: RepositoryName,
  { sha, environment, task, description, payload }: NewDeployment,
): Promise<number> {
  // It is done already: nothing is merged, and no check is waited for.
  const how = { auto_merge: false, required_contexts: [] };
  const made = { owner, repo: name, ref: sha, environment, task, description: cut(description), payload, ...how };
  return (await github.read("POST /repos/{owner}/{repo}/deployments", schema, ({ rest }) => rest.repos.createDeployment(made))).id;
}

/** A success ends the earlier ones of the environment. @throws ApiError */
export const createDeploymentStatus = (
  github: Github,
  { owner, name }: RepositoryName,
  id: number,
  { state, description, logUrl }: NewStatus,
): Promise<void> =>
  github.write(({ rest }) =>
    rest.repos.createDeploymentStatus({
      ...{ owner, repo: name, deployment_id: id, state, description: cut(description), log_url: logUrl },
      auto_inactive: state === "success",
    }),
  );
