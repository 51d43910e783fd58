/**
 * Whether an account's stack has been applied: it makes the roles of jobs, and the policies that bound what an environment's stack makes. One read
 * of S3, for a hint alone: whatever it meets, the verb goes on.
 */
import { readState } from "../adapters/terraform/state";
import { accountStackName, stackName } from "../declaration/names/stacks";
import { stateBucket, stateKey } from "../declaration/names/terraform-state";
import { OperatorError } from "../declaration/operator-error";
import { findTarget, type Target } from "../declaration/target";
import type { Connections } from "./connections";

export type StackStanding = "applied" | "not applied" | "unknown";

/** @param name what `--env` names. */
export async function standingOf(name: string, connections: Connections): Promise<StackStanding> {
  try {
    const { aws } = findTarget(name, connections.declared());
    // Nobody waits for a hint.
    const { s3 } = connections.aws({ aws }, { timeoutMs: 3_000, maxAttempts: 2 });
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
