/**
 * What a token may do, as GitHub judges it: an unknown one gets 401, one that does not cover a private repository 404, as if there were none, and
 * one without the permission 403, with the permission named in a header. Who reads a public repository needs no permission, but for what
 * is nobody else's business there.
 */
import type { Context } from "hono";
import { notFound, refuse } from "./github-error";
import type { GithubState, Level, Permission, Repository, Token } from "./state";

type Need = `${Permission}=${Level}`;
/** One permission, or any of two; "metadata=read" comes with every repository that a token covers. */
export type Needs = "metadata=read" | Need | `${Need}; ${Need}`;

const neverPublic = /^(administration|environments|members|organization_\w+)=/;

export function authenticate(state: GithubState, context: Context): Token {
  const secret = /^(?:token|bearer) (.+)$/i.exec(context.req.header("Authorization") ?? "")?.[1];
  if (secret === undefined) return refuse(401, "Requires authentication");
  return state.token(secret) ?? refuse(401, "Bad credentials");
}

/** The repository of the path, if this token may do this in it. */
export function authorise(state: GithubState, context: Context, token: Token, needs: Needs): Repository {
  const repository = state.repository(`${context.req.param("owner")}/${context.req.param("repo")}`) ?? notFound();
  const isCovered = token.repositories?.includes(`${repository.owner.login}/${repository.name}`) ?? true;
  if (!isCovered && repository.visibility !== "public") return notFound();
  const isPublicRead = needs.endsWith("=read") && repository.visibility === "public" && !neverPublic.test(needs);
  if (needs !== "metadata=read" && !isPublicRead) requirePermission(token, needs);
  if (needs === "administration=write" && token.role !== "admin") refuse(403, "Must have admin rights to Repository.");
  return repository;
}

export function requirePermission(token: Token, needs: Needs): void {
  if (needs.split("; ").some((need) => has(token, need as Need))) return;
  const whose = token.kind === "job" ? "integration" : "personal access token";
  refuse(403, `Resource not accessible by ${whose}`, { "X-Accepted-GitHub-Permissions": needs });
}

export function has({ permissions }: Token, need: Need): boolean {
  const [permission = "", level] = need.split("=");
  const own = permissions[permission as Permission];
  return own === "write" || own === level;
}
