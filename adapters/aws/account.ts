/** Whose credentials these are (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html). */
import type { STS } from "@aws-sdk/client-sts";
import { OperatorError } from "../../environments/operator-error";
import { callAws } from "./call";

/** Terraform's AWS provider refuses another account by itself; what we change without Terraform asks here first. */
export async function requireAccount(sts: STS, account: string): Promise<void> {
  const { Account, Arn } = await callAws("STS GetCallerIdentity", () => sts.getCallerIdentity({}));
  if (Account === account) return;
  throw new OperatorError(
    `logged in to AWS account ${Account} (${Arn}), expected ${account}`,
    "log in to the environment's account, or correct `aws.account` of the environment",
    { exitCode: 3 },
  );
}
