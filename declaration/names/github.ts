/** What is at GitHub. A contract: jobs name these environments and read these variables. */
import type { GithubRepository } from "../schema/account";
import type { Environment, EnvironmentName } from "../schema/environment";
import { roleArn } from "./roles";

/** The environments at GitHub that a job must name. Rotation has one of its own: it must not wait for the reviewers of an apply. */
export const githubEnvironment = (environment: EnvironmentName, kind: "apply" | "rotate"): string =>
  kind === "apply" ? environment : `${environment}-rotate`;
/** Variables of those environments at GitHub, which the jobs read as `vars`. Nothing in them is secret. */
export const githubVariables = (environment: Pick<Environment, "name" | "aws">, kind: "apply" | "rotate"): Record<string, string> => ({
  AWS_ACCOUNT_ID: environment.aws.account,
  AWS_REGION: environment.aws.region,
  AWS_ROLE_ARN: roleArn(environment, kind),
});

/** How the subjects of a repository's tokens begin: with its ids, and without them where such tokens are accepted too. */
export const subjectsOf = ({ owner, ownerId, name, repositoryId, legacyOidcSubjects }: GithubRepository): string[] => [
  `repo:${owner}@${ownerId}/${name}@${repositoryId}`,
  ...(legacyOidcSubjects ? [`repo:${owner}/${name}`] : []),
];
