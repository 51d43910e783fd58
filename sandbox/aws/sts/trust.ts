/**
 * Whether a role's trust policy, and where it leaves that to the account also the caller's own policies, let somebody take the role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html
 */

import { isKnownKey, prefixed } from "../access/context";
import type { Entity, Role } from "../access/entities";
import { type Decision, judge } from "../policy/evaluate";
import type { Principal } from "../policy/principal";
import type { IamRequest } from "../policy/statement";

export interface Taker {
  principal: Principal;
  own: Pick<Entity, "identity" | "boundary">;
  sessionPolicies?: Entity["identity"];
  context: IamRequest["context"];
}

/** @param action "sts:AssumeRole", or what else taking it asks for: "sts:TagSession". */
export function mayTake(action: string, role: Role, taker: Taker, gap: (what: string) => void): Decision {
  const { principal, own, sessionPolicies, context } = taker;
  return judge(
    {
      identity: own.identity,
      ...(own.boundary ? { boundary: own.boundary } : {}),
      ...(sessionPolicies ? { session: sessionPolicies } : {}),
      resource: role.trust,
      resourceDecides: true,
      isElsewhere: principal.account !== role.account && principal.kind !== "federated",
    },
    {
      action,
      resources: [role.arn],
      principal,
      context: {
        ...context,
        ...prefixed("aws:ResourceTag/", role.tags),
        ...prefixed("iam:ResourceTag/", role.tags),
        "aws:ResourceAccount": role.account,
      },
      knows: (key) => isKnownKey(key, keysOfSts),
      gap,
    },
  );
}

const keysOfSts = [
  /^sts:(ExternalId|RoleSessionName|SourceIdentity|TransitiveTagKeys)$/i,
  /^(aws|iam):(ResourceTag\/.*|ResourceAccount)$/i,
];
