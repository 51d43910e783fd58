/**
 * Makes what no Terraform state can own: the state bucket itself, and the GitHub environments whose jobs apply a stack. Leaves GitHub out, and
 * says why, for an account, which has no jobs, and without a token.
 */
import type { Declared } from "../declaration/load";
import { stateBucket } from "../declaration/names/terraform-state";
import type { GithubRepository } from "../declaration/schema/account";
import type { Target } from "../declaration/target";
import { bootstrapGithub, type GithubEffects, type GithubSetup, type Reviewed } from "./bootstrap-github";

/** Without `applied`, only whether the bucket exists: its settings are checked when it is applied. */
export type BucketSetup = { bucket: string; region: string } & ({ applied: false; exists: boolean } | { applied: true; created: boolean });

/** Why GitHub is left out. */
export interface LeftOut {
  leftOut: string;
  remedy: string;
}

export interface BucketEffects {
  /** @throws OperatorError when logged in to another account. */
  requireAccount(account: string): Promise<unknown>;
  exists(bucket: string): Promise<boolean>;
  /** Creates the bucket, or corrects its settings. */
  ensure(bucket: string): Promise<{ created: boolean }>;
}

export async function bootstrapBucket({ aws }: Target, apply: boolean, use: BucketEffects): Promise<BucketSetup> {
  const bucket = stateBucket({ aws });
  await use.requireAccount(aws.account);
  const { region } = aws;
  if (!apply) return { bucket, region, applied: false, exists: await use.exists(bucket) };
  return { bucket, region, applied: true, created: (await use.ensure(bucket)).created };
}

/** @param open connects to the declared repository; undefined without a token. @throws OperatorError as bootstrapGithub does. */
export async function bootstrapGithubOf(
  target: Target,
  apply: boolean,
  open: ((repository: GithubRepository) => Promise<GithubEffects>) | undefined,
): Promise<GithubSetup | LeftOut> {
  if (target.kind === "account") return noJobs(target);
  if (!open) return noToken;
  const { github: repository } = requireAccountOf(target.aws.account, target.declared);
  const isEnvironment = target.kind === "environment";
  const declared: Reviewed = isEnvironment ? target.environment : { name: target.name, ...target.organisation };
  const kinds = isEnvironment ? (["apply", "rotate"] as const) : (["apply"] as const);
  return bootstrapGithub({ declared, kinds, repository, apply }, await open(repository));
}

const noJobs = ({ name, declared: { environments } }: Target): LeftOut => ({
  leftOut: `"${name}" has no jobs of its own at GitHub`,
  remedy: `\`npx twinpost bootstrap --env ${environments[0]?.name ?? "<name>"}\` sets up GitHub for an environment's jobs`,
});

const noToken: LeftOut = {
  leftOut: "GITHUB_TOKEN is not set",
  remedy:
    "run this again with the token of an administrator of the repository: Administration, Environments: write; Actions, Members: read (docs/roles.md)",
};

function requireAccountOf(id: string, declared: Declared): { github: GithubRepository } {
  const account = declared.accounts().find((each) => each.id === id);
  if (!account) throw new Error(`validation let an environment through whose account ${id} is not declared`);
  return account;
}
