/** One role of an account, and what it may do. Its session lasts an hour. */
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { Construct } from "constructs";
import { permissionsTag } from "../../declaration/account-parts";
import { type RoleKind, roleName } from "../../declaration/names/roles";
import { permissionsDigest, type RolePermissions } from "../policies/account-permissions";
import { policyDocument, type Statement } from "../policies/document";

export interface RoleProps extends RolePermissions {
  /** Whose it is: an environment's name, or the organisation's. */
  owner: string;
  kind: RoleKind;
  /** Who takes it, and for what. */
  purpose: string;
  trust: Statement;
}

/** Adds it to the construct of all roles of the owner. */
export function addRole(scope: Construct, { owner, kind, purpose, trust, may, mayBesides = [] }: RoleProps): void {
  const role = new IamRole(scope, kind, {
    name: roleName(owner, kind),
    description: `Twinpost ${owner}. ${purpose}`,
    assumeRolePolicy: policyDocument([trust]),
    maxSessionDuration: 3600,
    tags: { environment: owner, [permissionsTag]: permissionsDigest({ may, mayBesides }) },
  });
  new IamRolePolicy(scope, `${kind}-policy`, { name: "may", role: role.name, policy: policyDocument(may) });
  for (const besides of mayBesides) {
    const { arn } = new IamPolicy(scope, `${kind}-${besides.id}`, {
      name: besides.name,
      description: `Twinpost ${owner}. ${purpose}`,
      policy: policyDocument(besides.may),
      tags: { environment: owner },
    });
    new IamRolePolicyAttachment(scope, `${kind}-may-${besides.id}`, { role: role.name, policyArn: arn });
  }
}
