/** Reads what an account's stack says of its own parts: the tags of a role or a policy. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
import type { IAM } from "@aws-sdk/client-iam";
import type { AccountPart } from "../../declaration/account-parts";
import { AwsError, findInAws } from "./call";

/** @returns undefined when it does not exist. @throws AwsError */
export async function readPartTags(iam: IAM, { kind, name, arn }: AccountPart): Promise<Record<string, string> | undefined> {
  const operation = `IAM ${kind === "role" ? "GetRole" : "GetPolicy"} ${name}`;
  const answer = await findInAws(operation, ["NoSuchEntity", "NoSuchEntityException"], async () => ({
    part: kind === "role" ? (await iam.getRole({ RoleName: name })).Role : (await iam.getPolicy({ PolicyArn: arn })).Policy,
  }));
  if (!answer) return undefined;
  // Somebody else's answer, such as a proxy's.
  if (!answer.part) throw new AwsError(`${operation} was answered without it`, "InvalidAnswer", undefined);
  return Object.fromEntries((answer.part.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
}

/**
 * Whether a role that the account's stack makes was refused this. A later stack allows it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export const isOwnRoleRefused = (error: unknown): error is AwsError =>
  error instanceof AwsError && error.code.startsWith("AccessDenied") && /assumed-role\/twinpost-[\w-]+\//.test(error.message);
