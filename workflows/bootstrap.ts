/**
 * Makes what no Terraform state can own: the bucket that the state lies in, and the environments at GitHub whose jobs apply a stack. GitHub is
 * left out, and the answer says why, where it has nothing of the target's own, and where there is no token.
 */
import type { Declared } from "../declaration/load";
import { stateBucket } from "../declaration/names/terraform-state";
import type { GithubRepository } from "../declaration/schema/account";
import type { Target } from "../declaration/target";
import { bootstrapGithub, type GithubEffects, type GithubSetup, type Reviewed } from "./bootstrap-github";

/** Without `applied`, whether it is there; its settings are looked at only when it is made. */
export type BucketSetup = { bucket: string; region: string } & ({ applied: false; exists: boolean } | { applied: true; created: boolean });

/** Why GitHub has no part in it. */
export interface LeftOut {
  leftOut: string;
  remedy: string;
}

export interface BucketEffects {
  /** @throws OperatorError when logged in to another account. */
  requireAccount(account: string): Promise<unknown>;
  exists(bucket: string): Promise<boolean>;
  /** Makes it, or corrects what of its settings falls short. */
  ensure(bucket: string): Promise<{ created: boolean }>;
}

export async function bootstrapBucket({ aws }: Target, apply: boolean, use: BucketEffects): Promise<BucketSetup> {
  const bucket = stateBucket({ aws });
  await use.requireAccount(aws.account);
  const { region } = aws;
  if (!apply) return { bucket, region, applied: false, exists: await use.exists(bucket) };
  return { bucket, region, applied: true, created: (await use.ensure(bucket)).created };
}

/** @param open connects to the declared repository; undefined without a token. */
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
