/** The five roles of one environment: for GitHub's jobs that plan, review, apply and rotate, and for named people in an emergency. */
import { Construct } from "constructs";
import { type RoleKind, roleKinds } from "../../declaration/names/roles";
import type { DeclaredAccount } from "../../declaration/schema/account";
import type { Environment } from "../../declaration/schema/environment";
import { rolePermissions } from "../policies/account-permissions";
import type { Statement } from "../policies/document";
import { trustJobs, trustPeople } from "../policies/trust";
import type { GithubIdentity } from "./github-identity";
import { addRole } from "./role";

export interface EnvironmentRolesProps {
  account: DeclaredAccount;
  /** Of all accounts. */
  everywhere: readonly Environment[];
  environment: Environment;
  github: GithubIdentity;
}

const descriptions: Record<RoleKind, string> = {
  plan: "GitHub jobs of pull requests: read only",
  review: "GitHub jobs of the main branch that plan and verify, and record it",
  apply: "GitHub jobs that apply what was reviewed",
  rotate: "GitHub jobs that issue, rotate and switch sending credentials",
  "break-glass": "People, in an emergency",
};

export class EnvironmentRoles extends Construct {
  constructor(scope: Construct, id: string, props: EnvironmentRolesProps) {
    super(scope, id);
    const { environment, everywhere } = props;
    const below = everywhere.find(({ name }) => name === environment.promotion?.from);
    for (const kind of roleKinds) {
      const permissions = rolePermissions(kind, environment, below);
      addRole(this, { owner: environment.name, kind, purpose: descriptions[kind], trust: this.trust(kind, props), ...permissions });
    }
  }

  private trust(kind: RoleKind, { account, environment, github }: EnvironmentRolesProps): Statement {
    if (kind === "break-glass") return trustPeople(account.administrators);
    return trustJobs(github.arn, account.github, environment.name, kind);
  }
}
