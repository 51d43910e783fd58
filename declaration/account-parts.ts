/**
 * What an environment's stack needs of its account's stack: the roles that its functions run as, the role that applies it, and the policy that bounds
 * the SMTP user. Without one of them an apply ends half-way. Names alone: stacks/policies/account-permissions.ts knows what each may do. Pure.
 */
import { functionsOf } from "./events";
import { functionName } from "./names/events";
import { roleName } from "./names/roles";
import { sesSmtpBoundary } from "./names/ses";
import { type Environment, sendingProvidersOf } from "./schema/environment";

export interface AccountPart {
  kind: "role" | "policy";
  name: string;
  arn: string;
}

/** The tag of a part that says what it may do, as a digest. */
export const permissionsTag = "permissions";

export function accountPartsOf(environment: Environment): AccountPart[] {
  const { name } = environment;
  const part = (kind: AccountPart["kind"], of: string): AccountPart => ({
    kind,
    name: of,
    arn: `arn:aws:iam::${environment.aws.account}:${kind}/${of}`,
  });
  const roles = [roleName(name, "apply"), ...functionsOf(environment).map((each) => functionName(name, each))];
  const bounds = sendingProvidersOf(environment).includes("ses") ? [sesSmtpBoundary(name)] : [];
  return [...roles.map((each) => part("role", each)), ...bounds.map((each) => part("policy", each))];
}
