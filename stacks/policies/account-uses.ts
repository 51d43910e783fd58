/** What shows whether the account's stack was applied, and as of this version (wiring/account-stack.ts): of each part, its tags. */
import { accountPartsOf } from "../../declaration/account-parts";
import type { Environment } from "../../declaration/schema/environment";
import type { Statement } from "./document";

export function seeAccountParts(environment: Environment): Statement[] {
  const parts = accountPartsOf(environment);
  const see = (Sid: string, Action: string, kind: "role" | "policy"): Statement[] => {
    const Resource = parts.filter((part) => part.kind === kind).map(({ arn }) => arn);
    return Resource.length > 0 ? [{ Sid, Effect: "Allow", Action, Resource }] : [];
  };
  return [...see("SeeRoles", "iam:GetRole", "role"), ...see("SeeBoundary", "iam:GetPolicy", "policy")];
}
