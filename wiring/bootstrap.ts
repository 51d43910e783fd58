/** Wires what is made before Terraform: the state bucket in AWS, and the environments at GitHub. */
import { requireAccount } from "../adapters/aws/account";
import { ensureStateBucket, findStateBucket } from "../adapters/aws/state-bucket";
import { createGithubClient, type Github } from "../adapters/github/client";
import { allowBranch, readEnvironment, removePattern, writeEnvironment, writeVariable } from "../adapters/github/environments";
import { findReviewer, type RepositoryName, readRepository } from "../adapters/github/repository";
import { evidenceReaders } from "../declaration/evidence-readers";
import type { Target } from "../declaration/target";
import type { BucketEffects } from "../workflows/bootstrap";
import type { GithubEffects } from "../workflows/bootstrap-github";
import type { Connections } from "./connections";

export function bucketEffects({ aws, declared }: Target, connections: Connections): BucketEffects {
  const { account, region } = aws;
  const clients = connections.aws({ aws });
  return {
    requireAccount: (expected) => requireAccount(clients.sts, expected),
    exists: (bucket) => findStateBucket(clients.s3, { bucket, account }),
    ensure: (bucket) => ensureStateBucket(clients.s3, { bucket, region, account, readers: evidenceReaders(declared.environments, bucket) }),
  };
}

/** @returns undefined without a token. */
export function githubOpener(connections: Connections): ((repository: RepositoryName) => Promise<GithubEffects>) | undefined {
  const token = connections.env.GITHUB_TOKEN;
  if (!token) return undefined;
  return async (repository) => {
    const github = await createGithubClient({ baseUrl: connections.endpoints().github, token });
    return githubEffects(github, repository, connections);
  };
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
