/**
 * Asks AWS whether the login may do something, by calls that change nothing: they read, or name what cannot exist. IAM judges a call before the
 * service looks at what it names, so only a refusal says no. Actions that would make something have no such question.
 */
import type { IAM } from "@aws-sdk/client-iam";
import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { AwsError, callAws } from "./call";

/** By the action's name in IAM, "iam:ListAccessKeys". */
export type Questions = Record<string, () => Promise<unknown>>;

/** @returns the actions that are refused. @throws AwsError when AWS does not answer. */
export async function refusedActions(questions: Questions): Promise<string[]> {
  const asked = Object.entries(questions).map(async ([action, ask]) => ((await isRefused(action, ask)) ? [action] : []));
  return (await Promise.all(asked)).flat();
}

async function isRefused(action: string, ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await callAws(action, ask);
    return false;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (/^AccessDenied|^UnauthorizedOperation/.test(error.code)) return true;
    // That it does not exist, or is not meant so: it was allowed.
    if (error.status !== undefined && error.status >= 400 && error.status < 500 && !/Throttl|Token|Signature/.test(error.code))
      return false;
    throw error;
  }
}

/** Of the length and letters of a key's id, and no key's: IAM's begin with "AKIA". */
const noKey = "NOKEYNOKEYNOKEYNOKEY";

export const accessKeyQuestions = (iam: IAM, UserName: string): Questions => ({
  "iam:ListAccessKeys": () => iam.listAccessKeys({ UserName }),
  "iam:UpdateAccessKey": () => iam.updateAccessKey({ UserName, AccessKeyId: noKey, Status: "Inactive" }),
  "iam:DeleteAccessKey": () => iam.deleteAccessKey({ UserName, AccessKeyId: noKey }),
});

export const secretQuestions = (secrets: SecretsManager, ids: readonly string[]): Questions =>
  Object.fromEntries(ids.map((SecretId) => [`secretsmanager:DescribeSecret on ${SecretId}`, () => secrets.describeSecret({ SecretId })]));
