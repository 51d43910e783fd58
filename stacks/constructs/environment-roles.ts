/** The four roles of one environment: for GitHub's jobs that plan, apply and rotate, and for named people in an emergency. */
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import type { DeclaredAccount } from "../../environments/account-schema";
import { type RoleKind, roleKinds, roleName } from "../../environments/names";
import type { Environment } from "../../environments/schema";
import { policyDocument, type Statement } from "../policies/document";
import { rolePolicy } from "../policies/role-policies";
import { trustJobs, trustPeople } from "../policies/trust";
import type { GithubIdentity } from "./github-identity";

export interface EnvironmentRolesProps {
  account: DeclaredAccount;
  environment: Environment;
  github: GithubIdentity;
}

const descriptions: Record<RoleKind, string> = {
  plan: "GitHub jobs that plan: read only",
  apply: "GitHub jobs that apply what was reviewed",
  rotate: "GitHub jobs that issue, rotate and switch sending credentials",
  "break-glass": "People, in an emergency",
};

export class EnvironmentRoles extends Construct {
  constructor(scope: Construct, id: string, props: EnvironmentRolesProps) {
    super(scope, id);
    const { environment } = props;
    for (const kind of roleKinds) {
      const role = new IamRole(this, kind, {
        name: roleName(environment.name, kind),
        description: `Twinpost ${environment.name}. ${descriptions[kind]}`,
        assumeRolePolicy: policyDocument([this.trust(kind, props)]),
        maxSessionDuration: 3600,
        tags: { environment: environment.name },
      });
      new IamRolePolicy(this, `${kind}-policy`, { name: "may", role: role.name, policy: policyDocument(rolePolicy[kind](environment)) });
    }
  }

  private trust(kind: RoleKind, { account, environment, github }: EnvironmentRolesProps): Statement {
    if (kind === "break-glass") return trustPeople(account.administrators);
    return trustJobs(github.arn, account.github, environment.name, kind);
  }
}
