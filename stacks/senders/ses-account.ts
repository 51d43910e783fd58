/**
 * What SES has once per account and region: whose addresses the account's suppression list takes in. A configuration set only chooses from
 * this list. The Virtual Deliverability Manager stays as it is, off unless somebody bought it: it costs a fee for every message.
 */
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Sesv2AccountSuppressionAttributes } from "@cdktf/provider-aws/lib/sesv2-account-suppression-attributes";
import { Construct } from "constructs";
import { type Environment, sendingProvidersOf } from "../../declaration/schema/environment";
import type { AccountSender } from "./account-sender";

export const declareSesAccount: AccountSender = (stack, { environments }, connectAws) => {
  for (const region of regionsOfSes(environments)) new SesAccount(stack, `ses-${region}`, connectAws(region));
};

class SesAccount extends Construct {
  /** @param provider of the region. */
  constructor(scope: Construct, id: string, provider: AwsProvider) {
    super(scope, id);
    new Sesv2AccountSuppressionAttributes(this, "suppression", { provider, suppressedReasons: ["BOUNCE", "COMPLAINT"] });
  }
}

function regionsOfSes(environments: readonly Environment[]): string[] {
  const senders = environments.filter((environment) => sendingProvidersOf(environment).includes("ses"));
  return [...new Set(senders.map(({ aws }) => aws.region))];
}
