/**
 * What Terraform marks as tainted: an apply began to make it and did not finish, as after Ctrl-C or a lost network, and the next one replaces it.
 * Nothing is lost with it if nothing uses it. That is known only of what is used by nothing but the resources that name it, and only while none of
 * them was ever made: a key that no secret was given has encrypted nothing. https://developer.hashicorp.com/terraform/cli/state/taint
 */
import type { GuardedResource } from "./guarded-resource";
import { typeRulesOf } from "./types/managed-types";

/** @param all resources of the plan. */
export function isUnused({ address, type, action, isTainted }: GuardedResource, all: readonly GuardedResource[]): boolean {
  if (!isTainted || action !== "replace" || !typeRulesOf(type).isUsedByName) return false;
  const users = all.filter((each) => each.address !== address && names(each, address));
  // With none, it is used in a way that is not seen here.
  return users.length > 0 && users.every((each) => each.action === "create" && !each.before && each.importId === undefined);
}

/** Anywhere in what the stack declares for it: an expression, or a list of what it depends on. */
const names = ({ declared }: GuardedResource, address: string): boolean =>
  new RegExp(`(^|[^\\w.-])${address.replace(/[.[\]]/g, "\\$&")}($|[^\\w-])`).test(JSON.stringify(declared ?? {}));

/** For people; undefined if it is whole. */
export function taintedText(resource: GuardedResource, all: readonly GuardedResource[]): string | undefined {
  if (!resource.isTainted) return undefined;
  const begun = "tainted: an apply began to make it and did not finish";
  return isUnused(resource, all) ? `${begun}; nothing was made yet that uses it, so nothing is lost` : begun;
}
