/** Whose credentials these are (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html). */
import type { STS } from "@aws-sdk/client-sts";
import { OperatorError } from "../../declaration/operator-error";
import { callAws } from "./call";

export interface Caller {
  account: string;
  /** The user or role. */
  arn: string;
}

export async function readCaller(sts: STS): Promise<Caller> {
  const { Account: account = "", Arn: arn = "" } = await callAws("STS GetCallerIdentity", () => sts.getCallerIdentity({}));
  return { account, arn };
}

/** Terraform's AWS provider refuses another account by itself; what we change without Terraform asks here first. */
export async function requireAccount(sts: STS, account: string): Promise<Caller> {
  const caller = await readCaller(sts);
  if (caller.account === account) return caller;
  throw new OperatorError(
    `logged in to AWS account ${caller.account} (${caller.arn}), expected ${account}`,
    "log in to the environment's account, or correct `aws.account` of the environment",
    { exitCode: 3 },
  );
}
