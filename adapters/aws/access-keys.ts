/**
 * Access keys of an IAM user (https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html): at most two per user, the
 * secret is shown once. IAM has no idempotency token: a call that failed without a clear answer may have left a key behind, which
 * `listAccessKeys` shows.
 */
import type { IAM } from "@aws-sdk/client-iam";
import { AwsError, callAws, findInAws } from "./call";

const noUser = ["NoSuchEntity", "NoSuchEntityException"];

export interface AccessKey {
  id: string;
  active: boolean;
  createdAt: Date | undefined;
}

export async function createAccessKey(iam: IAM, userName: string): Promise<{ id: string; secret: string }> {
  const operation = "IAM CreateAccessKey";
  const { AccessKey } = await callAws(operation, () => iam.createAccessKey({ UserName: userName }));
  const { AccessKeyId: id, SecretAccessKey: secret } = AccessKey ?? {};
  if (!id || !secret) throw new AwsError(`${operation} failed: the answer has no key`, "IncompleteAnswer", 200);
  return { id, secret };
}

/** None when there is no such user. */
export async function listAccessKeys(iam: IAM, userName: string): Promise<AccessKey[]> {
  const found = await findInAws("IAM ListAccessKeys", noUser, () => iam.listAccessKeys({ UserName: userName }));
  return (found?.AccessKeyMetadata ?? []).flatMap(({ AccessKeyId: id, Status, CreateDate: createdAt }) =>
    id ? [{ id, active: Status === "Active", createdAt }] : [],
  );
}

/** A key that is gone already counts as deleted. */
export async function deleteAccessKey(iam: IAM, userName: string, id: string): Promise<void> {
  await findInAws("IAM DeleteAccessKey", noUser, () => iam.deleteAccessKey({ UserName: userName, AccessKeyId: id }));
}
