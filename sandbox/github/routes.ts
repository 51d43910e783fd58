/**
 * GitHub's REST API as far as environments are set up with it. A token is judged as GitHub judges it: an unknown one gets 401, one that does
 * not cover a private repository 404, as if there were none, and one without the permission 403, with the permission named in a header.
 * Unsure: that PUT resets what it does not mention, and that reviewers who may not read the repository are left out silently.
 */
import { type Context, Hono } from "hono";
import type { z } from "zod";
import { featuresOf, type GithubEnvironment, type GithubState, type Level, type Permission, type Repository, type Token } from "./state";
import {
  accountAnswer,
  environmentAnswer,
  environmentBody,
  failure,
  GithubError,
  newVariableBody,
  pageAnswer,
  policyBody,
  repositoryAnswer,
  teamAnswer,
  variableAnswer,
  variableChange,
} from "./wire";

export function githubRoutes(state: GithubState): Hono {
  const routes = new Hono();
  const repositoryPath = "/repos/:owner/:repo";
  const environmentPath = `${repositoryPath}/environments/:environment`;
  const policies = `${environmentPath}/deployment-branch-policies`;
  const variables = `${environmentPath}/variables`;

  routes.get("/users/:login", (context) => {
    authenticate(state, context);
    return context.json(accountAnswer(knownAccount(state, context, "login"), false));
  });

  routes.get("/orgs/:org", (context) => {
    const token = authenticate(state, context);
    const account = knownAccount(state, context, "org");
    if (account.type !== "Organization") return refuse(404, "Not Found");
    return context.json(accountAnswer(account, has(token, "organization_plan", "read")));
  });

  routes.get("/orgs/:org/teams/:slug", (context) => {
    requirePermission(authenticate(state, context), "members", "read");
    const team = state.team(param(context, "org"), param(context, "slug"));
    return context.json(teamAnswer(team ?? refuse(404, "Not Found")));
  });

  routes.get(repositoryPath, (context) => {
    const { repository, token } = knownRepository(state, context);
    return context.json(repositoryAnswer(repository, token));
  });

  routes.get(environmentPath, (context) =>
    context.json(environmentAnswer(knownEnvironment(authorise(state, context, "actions", "read"), context), state)),
  );

  routes.put(environmentPath, async (context) => {
    const repository = authorise(state, context, "administration", "write");
    const body = await readBody(context, environmentBody);
    const { environments, rules } = featuresOf(repository);
    if (!environments) return refuse(404, "Not Found");
    const mentioned = ["reviewers", "wait_timer", "prevent_self_review"].some((key) => key in body);
    if (mentioned && !rules) {
      const rule = "Please ensure the billing plan supports the required reviewers protection rule.";
      return refuse(422, `Failed to create the environment protection rule. ${rule}`);
    }
    return context.json(environmentAnswer(writeEnvironment(state, repository, param(context, "environment"), body), state));
  });

  routes.get(policies, (context) => {
    const environment = knownEnvironment(authorise(state, context, "actions", "read"), context);
    return page(context, "branch_policies", environment.policies, 100);
  });

  routes.post(policies, async (context) => {
    const environment = knownEnvironment(authorise(state, context, "administration", "write"), context);
    const { name, type } = await readBody(context, policyBody);
    if (environment.branches !== "custom") return refuse(404, "Not Found");
    if (environment.policies.some((each) => each.name === name && each.type === type)) return context.body(null, 303);
    const policy = { id: state.newId(), name, type };
    environment.policies.push(policy);
    return context.json(policy);
  });

  routes.delete(`${policies}/:policy`, (context) => {
    const environment = knownEnvironment(authorise(state, context, "administration", "write"), context);
    const index = environment.policies.findIndex(({ id }) => String(id) === param(context, "policy"));
    if (index < 0) return refuse(404, "Not Found");
    environment.policies.splice(index, 1);
    return context.body(null, 204);
  });

  routes.get(variables, (context) => {
    const environment = knownEnvironment(authorise(state, context, "environments", "read"), context);
    return page(context, "variables", [...environment.variables].map(variableAnswer), 30);
  });

  routes.post(variables, async (context) => {
    const environment = knownEnvironment(authorise(state, context, "environments", "write"), context);
    const { name, value } = await readBody(context, newVariableBody);
    if (environment.variables.has(name.toUpperCase())) return refuse(409, "Already exists - Variable already exists");
    environment.variables.set(name.toUpperCase(), { value, createdAt: now(), updatedAt: now() });
    return context.json({}, 201);
  });

  routes.patch(`${variables}/:variable`, async (context) => {
    const environment = knownEnvironment(authorise(state, context, "environments", "write"), context);
    const old = environment.variables.get(param(context, "variable").toUpperCase());
    if (!old) return refuse(404, "Not Found");
    const { value = old.value } = await readBody(context, variableChange);
    environment.variables.set(param(context, "variable").toUpperCase(), { ...old, value, updatedAt: now() });
    return context.body(null, 204);
  });

  routes.onError((error) => {
    if (error instanceof GithubError)
      return Response.json(failure(error.status, error.message), { status: error.status, headers: error.headers });
    throw error;
  });
  return routes;
}

/** Reviewers that GitHub does not know, or who may not read the repository, are left out. */
function writeEnvironment(
  state: GithubState,
  repository: Repository,
  name: string,
  body: z.infer<typeof environmentBody>,
): GithubEnvironment {
  const key = name.toLowerCase();
  const old = repository.environments.get(key);
  const known = new Set([...[...state.accounts.values()].map(({ id }) => id), ...state.teams.map(({ id }) => id)]);
  const policy = body.deployment_branch_policy ?? null;
  const branches = policy === null ? "all" : policy.custom_branch_policies ? "custom" : "protected";
  const environment: GithubEnvironment = {
    id: old?.id ?? state.newId(),
    name: old?.name ?? name,
    createdAt: old?.createdAt ?? now(),
    reviewers: (body.reviewers ?? []).filter(({ id }) => known.has(id) && !repository.strangers.has(id)),
    preventSelfReview: body.prevent_self_review ?? false,
    waitTimer: body.wait_timer ?? 0,
    adminsMayBypass: body.can_admins_bypass ?? true,
    branches,
    policies: branches === "custom" ? (old?.policies ?? []) : [],
    variables: old?.variables ?? new Map(),
  };
  repository.environments.set(key, environment);
  return environment;
}

function refuse(status: number, message: string, headers?: Record<string, string>): never {
  throw new GithubError(status, message, headers);
}

const param = (context: Context, name: string): string => context.req.param(name) ?? "";
const now = (): string => new Date().toISOString();

function authenticate(state: GithubState, context: Context): Token {
  const secret = /^(?:token|bearer) (.+)$/i.exec(context.req.header("Authorization") ?? "")?.[1];
  if (secret === undefined) return refuse(401, "Requires authentication");
  return state.token(secret) ?? refuse(401, "Bad credentials");
}

const has = ({ permissions }: Token, permission: Permission, level: Level): boolean =>
  permissions[permission] === "write" || permissions[permission] === level;

function requirePermission(token: Token, permission: Permission, level: Level): void {
  const needed = { "X-Accepted-GitHub-Permissions": `${permission}=${level}` };
  if (!has(token, permission, level)) refuse(403, "Resource not accessible by personal access token", needed);
}

function knownAccount(state: GithubState, context: Context, name: string) {
  return state.accounts.get(param(context, name).toLowerCase()) ?? refuse(404, "Not Found");
}

function knownRepository(state: GithubState, context: Context): { repository: Repository; token: Token } {
  const token = authenticate(state, context);
  const repository = state.repositories.get(`${param(context, "owner")}/${param(context, "repo")}`.toLowerCase());
  if (!repository) return refuse(404, "Not Found");
  const isCovered = token.repositories?.includes(`${repository.owner.login}/${repository.name}`) ?? true;
  return isCovered || repository.visibility === "public" ? { repository, token } : refuse(404, "Not Found");
}

/** The repository of the path, if this token may do this in it. Who reads a public one needs no permission. */
function authorise(state: GithubState, context: Context, permission: Permission, level: Level): Repository {
  const { repository, token } = knownRepository(state, context);
  const isPublicRead = permission === "actions" && repository.visibility === "public";
  if (!isPublicRead) requirePermission(token, permission, level);
  if (permission === "administration" && token.role !== "admin") refuse(403, "Must have admin rights to Repository.");
  return repository;
}

const knownEnvironment = (repository: Repository, context: Context): GithubEnvironment =>
  repository.environments.get(param(context, "environment").toLowerCase()) ?? refuse(404, "Not Found");

function page(context: Context, name: string, entries: object[], most: number): Response {
  const { body, headers } = pageAnswer(name, entries, context.req.url, most);
  return context.json(body, 200, headers);
}

async function readBody<T>(context: Context, schema: z.ZodType<T>): Promise<T> {
  const body = await context.req.json<unknown>().catch(() => refuse(400, "Problems parsing JSON"));
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  return refuse(422, `Invalid request.\n\n${faults.join("\n")}`);
}
