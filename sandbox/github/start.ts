/** Starts the GitHub stand-in: its REST API, and the issuer of its jobs' identities. */
import { startHttpService } from "../http-service";
import type { Surroundings } from "../surroundings";
import { failure } from "./github-error";
import { type JobIssuer, startJobIssuer } from "./oidc/start";
import { githubRoutes } from "./routes";
import { GithubState, type KnownToGithub, type Token, type TokenOptions } from "./state";

export interface Github {
  url: string;
  /** An administrator's, with all that setting environments up takes. */
  token: string;
  issueToken(permissions: Token["permissions"], options?: TokenOptions): string;
  state: GithubState;
  /** Who its workflows' jobs are. */
  jobs: JobIssuer;
  stop(): Promise<void>;
}

/** All permissions that any route here asks for. */
export const everything: Token["permissions"] = {
  ...{ actions: "write", administration: "write", checks: "write", contents: "write", deployments: "write", environments: "write" },
  ...{ issues: "write", members: "read", organization_administration: "write", organization_plan: "read", pull_requests: "write" },
  ...{ statuses: "write" },
};

export async function startGithub({ log, trouble }: Pick<Surroundings, "log" | "trouble">, known: KnownToGithub): Promise<Github> {
  const state = new GithubState(known);
  const [service, jobs] = await Promise.all([
    startHttpService({
      service: "github",
      routes: githubRoutes(state, () => trouble.now("github")),
      log,
      trouble,
      troubleBody: (status) => failure(status, status === 429 ? "You have exceeded a secondary rate limit." : "Server Error"),
    }),
    startJobIssuer({ log, trouble }, state),
  ]);
  return {
    url: service.url,
    token: state.issueToken(everything),
    issueToken: (permissions, options) => state.issueToken(permissions, options),
    state,
    jobs,
    stop: async () => {
      await Promise.all([service.stop(), jobs.stop()]);
    },
  };
}
