/**
 * GitHub as the issuer of jobs' identities. Each job that may ask has an address and a bearer token of its own, and gets tokens that live for
 * five minutes. The issuer's name is GitHub's own, since trust policies know it by that; its keys are at this stand-in's address.
 * A job of a known run waits for the reviewers of its environment; others start at once. Not imitated: jobs that end by themselves.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { admits, refOf } from "../deployment-branches";
import { newEnvironment } from "../environment";
import type { GithubEnvironment, GithubState, Repository } from "../state";
import { type JobIdentity, jobClaims } from "./claims";
import { type Claims, TokenError, TokenSigner } from "./signing";
import { subjectOf } from "./subject";

export const issuer = "https://token.actions.githubusercontent.com";
const lifetimeSeconds = 300;
const toleranceSeconds = 600;

/** GitHub does not start this job: its ref may not use the environment, or somebody has to approve it first. */
export class JobRefused extends Error {
  constructor(
    readonly reason: "branch" | "review",
    message: string,
  ) {
    super(message);
  }
}

interface Job {
  claims: Record<string, string>;
  identity: JobIdentity;
}

export class Issuer {
  readonly signer = new TokenSigner();
  /** By "<path> <bearer token>". */
  readonly #jobs = new Map<string, Job>();

  constructor(
    private readonly state: GithubState,
    /** Milliseconds since 1970. */
    private readonly now: () => number,
  ) {}

  /**
   * @returns the path and the bearer token with which the job asks; undefined when it may not.
   * @throws JobRefused when its environment's rules keep its ref out.
   */
  start(identity: JobIdentity): { path: string; token: string } | undefined {
    const repository = this.state.repository(identity.repository);
    if (!repository) throw new Error(`the sandbox has no repository "${identity.repository}"`);
    const { environment: name, ref } = identity;
    if (name !== undefined) {
      const key = name.toLowerCase();
      // A job that names an environment makes it, without any rule.
      const environment = repository.environments.get(key) ?? newEnvironment(this.state.newId(), name, new Date(this.now()).toISOString());
      repository.environments.set(key, environment);
      if (!admits(environment, ref, repository)) {
        const { kind, name: refName } = refOf(ref);
        const subject = `${kind === "tag" ? "Tag" : "Branch"} "${refName}"`;
        throw new JobRefused("branch", `${subject} is not allowed to deploy to ${name} due to environment protection rules.`);
      }
      this.#requireReview(identity, environment, repository);
    }
    if (identity.idToken === "none") return undefined;
    const claims = jobClaims(identity, repository, { accounts: this.state.accounts, newId: () => this.state.newId() });
    const request = { path: `/idtoken/${randomUUID()}/${randomUUID()}`, token: randomBytes(48).toString("base64url") };
    this.#jobs.set(`${request.path} ${request.token}`, { claims, identity });
    return request;
  }

  #requireReview({ runId }: JobIdentity, { name, reviewers }: GithubEnvironment, { runs }: Repository): void {
    const run = runId === undefined ? undefined : runs.get(runId);
    const key = name.toLowerCase();
    if (!run || reviewers.length === 0 || run.approved.has(key)) return;
    run.waiting.add(key);
    run.status = "waiting";
    throw new JobRefused("review", `the run waits for a review of the deployment to ${name}`);
  }

  /** @returns undefined when no job asks with these. */
  async issue(path: string, bearer: string, audience: string | undefined): Promise<string | undefined> {
    const job = this.#jobs.get(`${path} ${bearer}`);
    const repository = job && this.state.repository(job.identity.repository);
    if (!repository) return undefined;
    const { claims } = job;
    const organisation = this.state.subjects.get(repository.owner.login.toLowerCase());
    const iat = Math.floor(this.now() / 1000);
    return this.signer.sign({
      jti: randomUUID(),
      sub: subjectOf({ repository, organisation, claims }),
      aud: audience ?? `https://github.com/${repository.owner.login}`,
      ...claims,
      ...{ iss: issuer, nbf: iat - toleranceSeconds, exp: iat + lifetimeSeconds, iat },
    });
  }

  /**
   * Who asks with this token. The audience is the caller's to judge.
   * @throws TokenError
   */
  async verify(token: string): Promise<Claims> {
    const claims = await this.signer.read(token);
    const { iss, nbf = 0, exp = 0 } = claims;
    const seconds = Date.now() / 1000;
    if (iss !== issuer) throw new TokenError("foreign", `the token is by "${iss}"`);
    if (seconds >= Number(exp)) throw new TokenError("expired", "the token has expired");
    if (seconds < Number(nbf)) throw new TokenError("early", "the token is not valid yet");
    return claims;
  }
}
