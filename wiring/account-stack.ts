/**
 * Whether an account's stack has been applied, and as of this version: it makes the roles of jobs and functions, and the policies that bound what an
 * environment's stack makes. Asked of IAM; where that does not tell, of the state at S3. A hint alone: whatever it meets, the verb goes on.
 */
import { isOwnRoleRefused, readPartTags } from "../adapters/aws/account-parts";
import { readState } from "../adapters/terraform/state";
import { accountPartsOf } from "../declaration/account-parts";
import { accountStackName, stackName } from "../declaration/names/stacks";
import { stateBucket, stateKey } from "../declaration/names/terraform-state";
import { OperatorError } from "../declaration/operator-error";
import type { Environment } from "../declaration/schema/environment";
import { findTarget, type Target } from "../declaration/target";
import type { Finding } from "../findings/finding";
import { accountPermissions } from "../stacks/policies/account-permissions";
import { type AccountEffects, accountFindings, accountStandingOf } from "../workflows/account-standing";
import type { Connections } from "./connections";

export type StackStanding = "applied" | "not applied" | "unknown";

/** Nobody waits for a hint. */
const soon = { timeoutMs: 3_000, maxAttempts: 2 };

/** @param name what `--env` names. */
export async function standingOf(name: string, connections: Connections): Promise<StackStanding> {
  try {
    const { aws } = findTarget(name, connections.declared());
    const { s3 } = connections.aws({ aws }, soon);
    const state = await readState(s3, { bucket: stateBucket({ aws }), key: stateKey(stackName(name)), account: aws.account });
    return state && !state.isEmpty ? "applied" : "not applied";
  } catch (error) {
    if (error instanceof OperatorError) return "unknown";
    throw error;
  }
}

/** The stack of the account that an environment or the organisation lives in; an account's own needs no other. */
export const accountStanding = async ({ kind, aws }: Pick<Target, "kind" | "aws">, connections: Connections): Promise<StackStanding> =>
  kind === "account" ? "applied" : standingOf(accountStackName(aws.account), connections);

/** @returns what `--env` names it by, where it is known not to have been applied and an environment needs it. */
export async function missingAccountStack(target: Pick<Target, "kind" | "aws">, connections: Connections): Promise<string | undefined> {
  if (target.kind !== "environment") return undefined;
  return (await accountStanding(target, connections)) === "not applied" ? accountStackName(target.aws.account) : undefined;
}

export function accountEffects(environment: Environment, connections: Connections, options: Partial<typeof soon> = {}): AccountEffects {
  const permissions = accountPermissions(environment, connections.declared().environments);
  return {
    parts: accountPartsOf(environment).map((part) => ({ ...part, permissions: permissions.get(part.name) ?? "" })),
    readTags: (part) =>
      readPartTags(connections.aws(environment, options).iam, part).catch((error: unknown) => {
        if (isOwnRoleRefused(error)) return "refused";
        throw error;
      }),
  };
}

/** @returns what an apply would lack; none where it is not known. */
export async function accountShortcomings(target: Target, connections: Connections): Promise<Finding[]> {
  if (target.kind !== "environment") return [];
  const { environment } = target;
  const effects = accountEffects(environment, connections, soon);
  try {
    return accountFindings(await accountStandingOf(effects), environment.aws.account);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    const missing = (await missingAccountStack(target, connections)) === undefined ? [] : effects.parts.map(({ name }) => name);
    return accountFindings({ current: [], older: [], missing }, environment.aws.account);
  }
}
