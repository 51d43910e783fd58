/**
 * What an AWS account has once: who may act in it, and the record of who did. An administrator applies it, so that no role can widen itself (docs/roles.md says how).
 */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";
import type { Account } from "../environments/load-accounts";
import { accountStackName } from "../environments/names";
import { AuditTrail } from "./constructs/audit-trail";
import { EnvironmentRoles } from "./constructs/environment-roles";
import { GithubIdentity } from "./constructs/github-identity";
import { RemoteStateStack } from "./remote-state-stack";

export class AccountStack extends RemoteStateStack {
  constructor(scope: Construct, account: Account) {
    const { id, region, environments } = account;
    super(scope, accountStackName(id), { aws: { account: id, region } });
    new AwsProvider(this, "aws", { region, allowedAccountIds: [id], defaultTags: [{ tags: { application: "twinpost" } }] });

    new AuditTrail(this, "audit", account);
    const github = new GithubIdentity(this, "github");
    for (const environment of environments) new EnvironmentRoles(this, environment.name, { account, environment, github });
  }
}
