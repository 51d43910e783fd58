/** Wires what is made before Terraform: the state bucket in AWS, and the environments at GitHub. */
import { requireAccount } from "../adapters/aws/account";
import { ensureStateBucket, findStateBucket } from "../adapters/aws/state-bucket";
import { createGithubClient, type Github } from "../adapters/github/client";
import { allowBranch, readEnvironment, removePattern, writeEnvironment, writeVariable } from "../adapters/github/environments";
import { findReviewer, type RepositoryName, readRepository } from "../adapters/github/repository";
import type { Declared } from "../declaration/load";
import { stateBucket } from "../declaration/names/terraform-state";
import type { GithubRepository } from "../declaration/schema/account";
import type { Target } from "../declaration/target";
import type { BucketView, LeftOut } from "../reports/bootstrap/text";
import { bootstrapGithub, type GithubEffects, type GithubSetup, type Reviewed } from "../workflows/bootstrap-github";

import type { Connections } from "./connections";

export async function bootstrapBucket({ aws }: Target, apply: boolean, connections: Connections): Promise<BucketView> {
  const { account, region } = aws;
  const bucket = stateBucket({ aws });
  const { sts, s3 } = connections.aws({ aws });
  await requireAccount(sts, account);
  if (!apply) return { bucket, region, applied: false, exists: await findStateBucket(s3, { bucket, account }) };
  const { created } = await ensureStateBucket(s3, { bucket, region, account });
  return { bucket, region, applied: true, created };
}

/** GitHub is left out, and that is said, where it has nothing of its own, and where there is no token. */
export async function bootstrapGithubOf(target: Target, apply: boolean, connections: Connections): Promise<GithubSetup | LeftOut> {
  if (target.kind === "account") {
    const { environments } = target.declared;
    const remedy = `\`npx twinpost bootstrap --env ${environments[0]?.name ?? "<name>"}\` sets up GitHub for an environment's jobs`;
    return { leftOut: `"${target.name}" has no jobs of its own at GitHub`, remedy };
  }
  const token = connections.env.GITHUB_TOKEN;
  if (!token) {
    const remedy =
      "run this again with the token of an administrator of the repository: Administration, Environments: write; Actions, Members: read (docs/roles.md)";
    return { leftOut: "GITHUB_TOKEN is not set", remedy };
  }
  const { github: repository } = requireAccountOf(target.aws.account, target.declared);
  const github = await createGithubClient({ baseUrl: connections.endpoints().github, token });
  const isEnvironment = target.kind === "environment";
  const declared: Reviewed = isEnvironment ? target.environment : { name: target.name, ...target.organisation };
  const kinds = isEnvironment ? (["apply", "rotate"] as const) : (["apply"] as const);
  return bootstrapGithub({ declared, kinds, repository, apply }, githubEffects(github, repository, connections));
}

function requireAccountOf(id: string, declared: Declared): { github: GithubRepository } {
  const account = declared.accounts().find((each) => each.id === id);
  if (!account) throw new Error(`validation let an environment through whose account ${id} is not declared`);
  return account;
}

function githubEffects(github: Github, { owner, name }: RepositoryName, connections: Connections): GithubEffects {
  const repository = { owner, name };
  return {
    repository: () => readRepository(github, repository),
    findReviewer: (reviewer) => findReviewer(github, reviewer),
    environments: {
      read: (environment) => readEnvironment(github, repository, environment),
      protect: (environment, protection) => writeEnvironment(github, repository, environment, protection),
      allowBranch: (environment, branch) => allowBranch(github, repository, environment, branch),
      removePattern: (environment, id) => removePattern(github, repository, environment, id),
      setVariable: (environment, variable) => writeVariable(github, repository, environment, variable),
    },
    log: { narrate: connections.narrate },
  };
}
