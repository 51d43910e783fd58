/**
 * Access keys of an IAM user (https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html): at most two per user, the
 * secret is shown once. IAM has no idempotency token: a call that failed without a clear answer may have left a key behind, which
 * `listAccessKeys` shows.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { IAM } from "@aws-sdk/client-iam";
import { AwsError, callAws, findInAws } from "./call";

const noUser = ["NoSuchEntity", "NoSuchEntityException"];

export interface AccessKey {
  id: string;
  active: boolean;
  createdAt: Date | undefined;
}

/** What AWS throttled it did not do, so that alone is tried again; any other failure may have left a key behind. */
const throttled = ["Throttling", "ThrottlingException", "RequestLimitExceeded", "TooManyRequestsException"];

/**
 * @param iam a client that tries once only: the SDK would repeat a call whose answer was lost, and make a second key.
 * @param pauses in milliseconds, before each further try.
 */
export async function createAccessKey(
  iam: IAM,
  userName: string,
  [pause, ...pauses]: readonly number[] = [500, 1000, 2000],
): Promise<{ id: string; secret: string }> {
  const operation = "IAM CreateAccessKey";
  const create = () => callAws(operation, () => iam.createAccessKey({ UserName: userName }));
  const answer = await create().catch((error) => {
    if (pause === undefined || !(error instanceof AwsError) || !throttled.includes(error.code)) throw error;
    return undefined;
  });
  if (!answer) {
    await sleep(pause);
    return createAccessKey(iam, userName, pauses);
  }
  const { AccessKey } = answer;
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

/** An inactive key is refused, and can be made active again. May be repeated. */
export async function setAccessKeyActive(iam: IAM, userName: string, id: string, active: boolean): Promise<void> {
  const Status = active ? "Active" : "Inactive";
  await callAws("IAM UpdateAccessKey", () => iam.updateAccessKey({ UserName: userName, AccessKeyId: id, Status }));
}

/**
 * When it was last used for SES: hours late, says AWS. A key that nobody ever used has no date.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyLastUsed.html
 */
export async function accessKeyLastUsed(iam: IAM, id: string): Promise<Date | "never"> {
  const { AccessKeyLastUsed } = await callAws("IAM GetAccessKeyLastUsed", () => iam.getAccessKeyLastUsed({ AccessKeyId: id }));
  return AccessKeyLastUsed?.LastUsedDate ?? "never";
}
