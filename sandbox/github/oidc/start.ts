/** Starts GitHub's issuer of jobs' identities. */
import { startHttpService } from "../../http-service";
import type { Surroundings } from "../../surroundings";
import type { GithubState } from "../state";
import type { JobIdentity } from "./claims";
import { Issuer } from "./issuer";
import { oidcRoutes } from "./routes";
import type { Claims } from "./signing";

export interface JobIssuer {
  /** Where its configuration and keys are; its name is GitHub's own. */
  url: string;
  /**
   * Starts a job of a workflow.
   * @returns the variables with which it asks for its token, as a runner sets them: none when the job may not ask.
   * @throws JobRefused
   */
  startJob(job: JobIdentity): Record<string, string>;
  /** What GitHub says about who holds this token. @throws TokenError */
  verifyWebIdentity(token: string): Promise<Claims>;
  stop(): Promise<void>;
}

export async function startJobIssuer({ log, trouble }: Pick<Surroundings, "log" | "trouble">, state: GithubState): Promise<JobIssuer> {
  const issuer = new Issuer(state, () => trouble.now("github-oidc"));
  const service = await startHttpService({
    service: "github-oidc",
    routes: oidcRoutes(issuer),
    log,
    trouble,
    troubleBody: () => ({ message: "Internal Server Error" }),
  });
  return {
    url: service.url,
    startJob: (job) => {
      const request = issuer.start(job);
      if (!request) return {};
      return {
        ACTIONS_ID_TOKEN_REQUEST_URL: `${service.url}${request.path}?api-version=2.0`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: request.token,
      };
    },
    verifyWebIdentity: (token) => issuer.verify(token),
    stop: () => service.stop(),
  };
}
