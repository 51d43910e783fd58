/**
 * What SES has once per account and region: whose addresses the account's suppression list takes in. A configuration set only chooses from
 * this list. And what bounds each environment's SMTP user, which no role of an environment may change. The Virtual Deliverability Manager stays as it is, off unless somebody bought it: it costs a fee for every message.
 */
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Sesv2AccountSuppressionAttributes } from "@cdktf/provider-aws/lib/sesv2-account-suppression-attributes";
import { Construct } from "constructs";
import { permissionsTag } from "../../declaration/account-parts";
import { sesSmtpBoundary } from "../../declaration/names/ses";
import { type Environment, sendingProvidersOf } from "../../declaration/schema/environment";
import { permissionsDigest, smtpBounds } from "../policies/account-permissions";
import { policyDocument } from "../policies/document";
import type { AccountSender } from "./account-sender";

export const declareSesAccount: AccountSender = (stack, { environments }, connectAws) => {
  const senders = environments.filter((environment) => sendingProvidersOf(environment).includes("ses"));
  for (const region of new Set(senders.map(({ aws }) => aws.region))) new SesAccount(stack, `ses-${region}`, connectAws(region));
  for (const environment of senders) boundSmtpUser(stack, environment);
};

class SesAccount extends Construct {
  /** @param provider of the region. */
  constructor(scope: Construct, id: string, provider: AwsProvider) {
    super(scope, id);
    new Sesv2AccountSuppressionAttributes(this, "suppression", { provider, suppressedReasons: ["BOUNCE", "COMPLAINT"] });
  }
}

/** An environment's apply may write the user's policy, and its rotation makes the user's keys: whatever they write, the keys only send. */
function boundSmtpUser(stack: Construct, environment: Environment): void {
  const may = smtpBounds(environment);
  new IamPolicy(stack, `${environment.name}-smtp-boundary`, {
    name: sesSmtpBoundary(environment.name),
    description: `Twinpost ${environment.name}. The most that the SMTP user may do`,
    policy: policyDocument(may),
    tags: { environment: environment.name, [permissionsTag]: permissionsDigest({ may }) },
  });
}
