/**
 * A repository, its owner's plan, and the people and teams who may review: https://docs.github.com/en/rest/repos/repos,
 * https://docs.github.com/en/rest/orgs/orgs, https://docs.github.com/en/rest/teams/teams. Only reads.
 */
import { z } from "zod";
import type { RepositoryFacts, Reviewer } from "../../declaration/github-environment";
import { ApiError } from "../http/json-client";
import type { Github } from "./client";

export interface RepositoryName {
  owner: string;
  name: string;
}

const repositorySchema = z.object({
  id: z.number(),
  owner: z.object({ id: z.number(), login: z.string(), type: z.string() }),
  visibility: z.enum(["public", "private", "internal"]),
  permissions: z.object({ admin: z.boolean() }).optional(),
});
const planSchema = z.object({ plan: z.object({ name: z.string() }).optional() });
const idSchema = z.object({ id: z.number() });

/** @returns undefined when there is none that the token may see. Ids are text, as they are declared. */
export async function readRepository(github: Github, { owner, name }: RepositoryName): Promise<RepositoryFacts | undefined> {
  const found = await orUndefined(() =>
    github.read("GET /repos/{owner}/{repo}", repositorySchema, ({ rest }) => rest.repos.get({ owner, repo: name })),
  );
  return (
    found && {
      id: String(found.id),
      ownerId: String(found.owner.id),
      visibility: found.visibility,
      mayAdminister: found.permissions?.admin,
      plan: await readPlan(github, found.owner),
    }
  );
}

/** @returns undefined when there is none that may be seen; without a token only a public one may. */
export async function readRepositoryIds(
  github: Github,
  { owner, name }: RepositoryName,
): Promise<{ ownerId: string; repositoryId: string; branch: string } | undefined> {
  const schema = z.object({ id: z.number(), owner: z.object({ id: z.number() }), default_branch: z.string() });
  const found = await orUndefined(() =>
    github.read("GET /repos/{owner}/{repo}", schema, ({ rest }) => rest.repos.get({ owner, repo: name })),
  );
  return found && { ownerId: String(found.owner.id), repositoryId: String(found.id), branch: found.default_branch };
}

/** @returns GitHub's name of the plan, such as "free", "pro", "team" or "enterprise"; undefined when it is not the token's to know. */
async function readPlan(github: Github, { login, type }: { login: string; type: string }): Promise<string | undefined> {
  const found = await orUndefined(() =>
    type === "Organization"
      ? github.read("GET /orgs/{org}", planSchema, ({ rest }) => rest.orgs.get({ org: login }))
      : github.read("GET /users/{username}", planSchema, ({ rest }) => rest.users.getByUsername({ username: login })),
  );
  return found?.plan?.name;
}

/** @param name "@user" or "@organisation/team". @returns undefined when there is none that the token may see. */
export async function findReviewer(github: Github, name: string): Promise<Reviewer | undefined> {
  const [account = "", team] = name.slice(1).split("/");
  const found = await orUndefined(() =>
    team === undefined
      ? github.read("GET /users/{username}", idSchema, ({ rest }) => rest.users.getByUsername({ username: account }))
      : github.read("GET /orgs/{org}/teams/{team}", idSchema, ({ rest }) => rest.teams.getByName({ org: account, team_slug: team })),
  );
  return found && { kind: team === undefined ? "user" : "team", id: found.id };
}

export async function orUndefined<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}
