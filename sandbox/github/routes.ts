/**
 * GitHub's REST API, version 2022-11-28, as far as environments are set up and pull requests are worked with through it:
 * https://docs.github.com/en/rest. Every route names what a token needs; every answer has the headers that GitHub's have.
 */
import { type Context, Hono } from "hono";
import { authenticate, authorise } from "./access";
import { failure, GithubError } from "./github-error";
import { withGithubHeaders } from "./headers";
import { accountRoutes } from "./routes/accounts";
import type { AddRepositoryRoute, AddRoute, Call } from "./routes/add-route";
import { archiveRoutes, artifactRoutes } from "./routes/artifacts";
import { branchPolicyRoutes } from "./routes/branch-policies";
import { branchProtectionRoutes } from "./routes/branch-protection";
import { checkRoutes } from "./routes/checks";
import { commentRoutes } from "./routes/comments";
import { commitStatusRoutes } from "./routes/commit-statuses";
import { commitRoutes } from "./routes/commits";
import { contentRoutes } from "./routes/contents";
import { deploymentRoutes } from "./routes/deployments";
import { environmentRoutes } from "./routes/environments";
import { graphqlRoutes } from "./routes/graphql";
import { issueRoutes } from "./routes/issues";
import { oidcSubjectRoutes, organisationSubjectRoutes } from "./routes/oidc-subjects";
import { pendingDeploymentRoutes } from "./routes/pending-deployments";
import { pullRoutes } from "./routes/pulls";
import { rateLimitRoutes } from "./routes/rate-limit";
import { refRoutes } from "./routes/refs";
import { releaseRoutes } from "./routes/releases";
import { repositoryRoutes } from "./routes/repositories";
import { runRoutes } from "./routes/runs";
import { secretRoutes } from "./routes/secrets";
import { variableRoutes } from "./routes/variables";
import type { GithubState } from "./state";

/** @param now milliseconds since 1970. */
export function githubRoutes(state: GithubState, now: () => number = Date.now): Hono {
  const routes = new Hono();
  const callOf = (context: Context): Call => {
    const token = authenticate(state, context);
    return {
      ...{ context, state, token, api: new URL(context.req.url).origin },
      param: (name) => context.req.param(name) ?? "",
      now: () => `${new Date(now()).toISOString().slice(0, 19)}Z`,
    };
  };
  const add: AddRoute = (method, path, handle) => routes.on(method, path, (context) => handle(callOf(context)));
  const addBelow: AddRepositoryRoute = (method, path, needs, handle) =>
    add(method, `/repos/:owner/:repo${path}`, (call) => handle({ ...call, repository: authorise(state, call.context, call.token, needs) }));

  routes.use(withGithubHeaders(state, now));
  accountRoutes(add);
  organisationSubjectRoutes(add);
  repositoryRoutes(addBelow);
  environmentRoutes(addBelow);
  branchPolicyRoutes(addBelow);
  variableRoutes(addBelow);
  oidcSubjectRoutes(addBelow);
  commentRoutes(addBelow);
  issueRoutes(addBelow);
  pullRoutes(addBelow);
  commitRoutes(addBelow);
  contentRoutes(addBelow);
  deploymentRoutes(addBelow);
  runRoutes(addBelow);
  artifactRoutes(addBelow);
  pendingDeploymentRoutes(addBelow);
  archiveRoutes(routes, state);
  checkRoutes(addBelow);
  commitStatusRoutes(addBelow);
  refRoutes(addBelow);
  releaseRoutes(addBelow);
  branchProtectionRoutes(addBelow);
  secretRoutes(addBelow);
  rateLimitRoutes(add);
  graphqlRoutes(add);

  routes.onError((error) => {
    if (!(error instanceof GithubError)) throw error;
    return Response.json(failure(error.status, error.message, error.errors), { status: error.status, headers: error.headers });
  });
  return routes;
}
