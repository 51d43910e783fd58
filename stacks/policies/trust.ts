/**
 * Who may take which role. GitHub's jobs are known by the exact subject of their token, which holds the ids of owner and repository: names can
 * be given up and taken over. https://docs.github.com/en/actions/reference/security/oidc
 */

import { githubEnvironment, subjectsOf } from "../../declaration/names/github";
import type { RoleKind } from "../../declaration/names/roles";
import type { GithubRepository } from "../../declaration/schema/account";
import type { EnvironmentName } from "../../declaration/schema/environment";
import type { Statement } from "./document";

export const githubIssuer = "token.actions.githubusercontent.com";
/** What AWS's own action asks for (aws-actions/configure-aws-credentials). */
export const githubAudience = "sts.amazonaws.com";

type JobRole = Exclude<RoleKind, "break-glass">;

/** A job that names an environment has that as its subject, and no branch: which branches may use it is a rule of the environment there. */
const jobs: Record<JobRole, (environment: EnvironmentName, branch: string) => string[]> = {
  // What a pull request's job runs is the pull request's code: nothing that it can take may add evidence.
  plan: () => ["pull_request"],
  review: (_, branch) => [`ref:refs/heads/${branch}`],
  apply: (environment) => [`environment:${githubEnvironment(environment, "apply")}`],
  rotate: (environment) => [`environment:${githubEnvironment(environment, "rotate")}`],
};

export function trustJobs(providerArn: string, github: GithubRepository, environment: EnvironmentName, kind: JobRole): Statement {
  const subjects = subjectsOf(github).flatMap((repository) => jobs[kind](environment, github.branch).map((job) => `${repository}:${job}`));
  return {
    Sid: "GithubJobs",
    Effect: "Allow",
    Principal: { Federated: providerArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: { [`${githubIssuer}:aud`]: githubAudience, [`${githubIssuer}:sub`]: subjects } },
  };
}

export const trustPeople = (users: readonly string[]): Statement => ({
  Sid: "PeopleWithMfa",
  Effect: "Allow",
  Principal: { AWS: users },
  Action: "sts:AssumeRole",
  Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
});
