/**
 * What an account has once. In the AWS account: roles (for the organisation's stack too, if its state is here), the audit trail, and SES's settings
 * per account and region. In the SendGrid account: the settings for all its mail. An administrator applies it, so that no role can widen its
 * own permissions (docs/roles.md says how).
 */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";
import type { Account } from "../declaration/load";
import { accountStackName, organisationName } from "../declaration/names/stacks";
import type { Organisation } from "../declaration/schema/organisation";
import { AuditTrail } from "./constructs/audit-trail";
import { EnvironmentRoles } from "./constructs/environment-roles";
import { FunctionRoles } from "./constructs/function-roles";
import { GithubIdentity } from "./constructs/github-identity";
import { OrganisationAccess } from "./constructs/organisation-access";
import { RemoteStateStack } from "./remote-state-stack";
import { accountSenders } from "./senders/account-senders";

export class AccountStack extends RemoteStateStack {
  private readonly connected = new Map<string, AwsProvider>();

  constructor(scope: Construct, account: Account, organisation: Organisation) {
    const { id, region, environments, everywhere } = account;
    super(scope, accountStackName(id), { aws: { account: id, region } });
    this.connectAws(account, region);

    new AuditTrail(this, "audit", account);
    const github = new GithubIdentity(this, "github");
    for (const environment of environments) {
      new EnvironmentRoles(this, environment.name, { account, everywhere, environment, github });
      new FunctionRoles(this, `${environment.name}-functions`, environment);
    }
    if (organisation.aws.account === id) {
      const provider = this.connectAws(account, organisation.aws.region);
      new OrganisationAccess(this, organisationName, { account, organisation, github, provider });
    }
    for (const declare of Object.values(accountSenders)) declare(this, account, (sendsFrom) => this.connectAws(account, sendsFrom));
  }

  /** One AWS provider for each region. The account's own region is the default. */
  private connectAws(account: Account, region: string): AwsProvider {
    const known = this.connected.get(region);
    if (known) return known;
    const isDefault = region === account.region;
    const provider = new AwsProvider(this, isDefault ? "aws" : `aws-${region}`, {
      ...(isDefault ? {} : { alias: region }),
      region,
      allowedAccountIds: [account.id],
      defaultTags: [{ tags: { application: "twinpost" } }],
    });
    this.connected.set(region, provider);
    return provider;
  }
}
