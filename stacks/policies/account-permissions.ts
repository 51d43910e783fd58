/**
 * What the parts of an account's stack may do, each as a digest: the stack writes it to them as a tag, and whoever is about to apply an environment
 * compares (wiring/account-stack.ts). Only what is declared counts: what somebody changed at AWS since, `drift` tells.
 */
import { createHash } from "node:crypto";
import { accountPartsOf } from "../../declaration/account-parts";
import { functionsOf } from "../../declaration/events";
import { functionName } from "../../declaration/names/events";
import { eventPolicyName, peoplePolicyName, type RoleKind, roleName } from "../../declaration/names/roles";
import { sesSmtpBoundary } from "../../declaration/names/ses";
import type { Environment } from "../../declaration/schema/environment";
import { sesResources } from "./arns";
import { policyDocument, type Statement } from "./document";
import { type EventPart, eventRolePolicies } from "./event-resources";
import { functionPolicy } from "./function-policies";
import { peoplePolicy } from "./people-policy";
import { rolePolicy } from "./role-policies";

export interface RolePermissions {
  may: Statement[];
  /** Of managed policies, by their names: what does not fit into the other. */
  mayBesides?: readonly { id: string; name: string; may: Statement[] }[];
}

/** Of constructs. */
const ids: Record<EventPart, string> = { events: "besides", functions: "functions" };

/** @param below the environment from which it is promoted. */
export function rolePermissions(kind: RoleKind, environment: Environment, below: Environment | undefined): RolePermissions {
  return {
    may: rolePolicy[kind](environment, below),
    mayBesides: [
      ...eventRolePolicies[kind](environment).map(([part, may]) => ({
        id: ids[part],
        name: eventPolicyName(environment.name, kind, part),
        may,
      })),
      ...(kind === "break-glass" ? [{ id: "support", name: peoplePolicyName(environment.name), may: peoplePolicy(environment) }] : []),
    ],
  };
}

/** The most that the SMTP user may do. */
export const smtpBounds = (environment: Environment): Statement[] => [
  { Sid: "MaySend", Effect: "Allow", Action: "ses:SendRawEmail", Resource: sesResources(environment) },
];

/** Of all that a role or a policy allows. */
export const permissionsDigest = ({ may, mayBesides = [] }: RolePermissions): string =>
  createHash("sha256")
    .update([may, ...mayBesides.map((besides) => besides.may)].map(policyDocument).join("\n"))
    .digest("hex")
    .slice(0, 16);

/** Of each part that the environment needs, by its name. @param everywhere the environments of all accounts. */
export function accountPermissions(environment: Environment, everywhere: readonly Environment[]): ReadonlyMap<string, string> {
  const { name } = environment;
  const below = everywhere.find((each) => each.name === environment.promotion?.from);
  const permissions = new Map<string, RolePermissions>([
    [roleName(name, "apply"), rolePermissions("apply", environment, below)],
    ...functionsOf(environment).map((each): [string, RolePermissions] => [
      functionName(name, each),
      { may: functionPolicy[each](environment) },
    ]),
    [sesSmtpBoundary(name), { may: smtpBounds(environment) }],
  ]);
  return new Map(
    accountPartsOf(environment).flatMap((part) => {
      const its = permissions.get(part.name);
      return its ? [[part.name, permissionsDigest(its)] as const] : [];
    }),
  );
}
