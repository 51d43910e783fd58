/** How an account's stack declares what a sending provider has once for every environment of the account. */
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";
import type { Account } from "../../declaration/load";

/** @param connectAws the stack's own connection to a region. */
export type AccountSender = (stack: Construct, account: Account, connectAws: (region: string) => AwsProvider) => void;
