/**
 * Whether AWS quarantined a user: it attaches a policy of this name when it finds a key of the user in public, in any version that denies more.
 * None of them denies ses:SendRawEmail. https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html
 */
import type { IAM } from "@aws-sdk/client-iam";
import { findInAws } from "./call";

/** @returns the names of the policies; none when there is no such user. */
export async function readQuarantine(iam: IAM, userName: string): Promise<string[]> {
  const found = await findInAws("IAM ListAttachedUserPolicies", ["NoSuchEntity", "NoSuchEntityException"], () =>
    iam.listAttachedUserPolicies({ UserName: userName }),
  );
  return (found?.AttachedPolicies ?? []).flatMap(({ PolicyName = "" }) =>
    /^AWSCompromisedKeyQuarantine/.test(PolicyName) ? [PolicyName] : [],
  );
}
