/**
 * What an account has once. Of the AWS account: who may act in it, the record of who did, and what SES keeps per account and region. Of the
 * SendGrid account: the settings that hold for all its mail. An administrator applies it, so that no role can widen itself (docs/roles.md says how).
 */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";
import type { Account } from "../environments/load-accounts";
import { accountStackName } from "../environments/names";
import { type Environment, sendingProvidersOf } from "../environments/schema";
import { SendgridProvider } from "./bindings/sendgrid";
import { AuditTrail } from "./constructs/audit-trail";
import { EnvironmentRoles } from "./constructs/environment-roles";
import { GithubIdentity } from "./constructs/github-identity";
import { SendgridAccount } from "./constructs/sendgrid-account";
import { SesAccount } from "./constructs/ses-account";
import { RemoteStateStack } from "./remote-state-stack";

export class AccountStack extends RemoteStateStack {
  constructor(scope: Construct, account: Account) {
    const { id, region, environments, sendgrid } = account;
    super(scope, accountStackName(id), { aws: { account: id, region } });
    const aws = this.connectAws(account, "aws", region);

    new AuditTrail(this, "audit", account);
    const github = new GithubIdentity(this, "github");
    for (const environment of environments) new EnvironmentRoles(this, environment.name, { account, environment, github });
    for (const sendsFrom of regionsOfSes(environments)) {
      const provider = sendsFrom === region ? aws : this.connectAws(account, `aws-${sendsFrom}`, sendsFrom);
      new SesAccount(this, `ses-${sendsFrom}`, provider);
    }
    if (sendgrid?.settings === "here") {
      new SendgridProvider(this, "sendgrid-provider");
      new SendgridAccount(this, "sendgrid");
    }
  }

  private connectAws(account: Account, providerId: string, region: string): AwsProvider {
    const alias = region === account.region ? {} : { alias: region };
    const defaultTags = [{ tags: { application: "twinpost" } }];
    return new AwsProvider(this, providerId, { ...alias, region, allowedAccountIds: [account.id], defaultTags });
  }
}

function regionsOfSes(environments: readonly Environment[]): string[] {
  const senders = environments.filter((environment) => sendingProvidersOf(environment).includes("ses"));
  return [...new Set(senders.map(({ aws }) => aws.region))];
}
