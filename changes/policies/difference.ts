/** What a changed policy newly allows, no longer allows, no longer denies, and newly denies. Pure. */
import { type Grant, isWithin } from "./statements";

export interface PolicyDifference {
  allowed: Grant[];
  noLongerAllowed: Grant[];
  noLongerDenied: Grant[];
  denied: Grant[];
}

export function policyDifference(was: readonly Grant[], willBe: readonly Grant[]): PolicyDifference {
  const missing = (these: readonly Grant[], those: readonly Grant[], effect: Grant["effect"]): Grant[] =>
    these.filter((each) => each.effect === effect && !those.some((other) => isWithin(each, other)));
  return {
    allowed: missing(willBe, was, "Allow"),
    noLongerAllowed: missing(was, willBe, "Allow"),
    noLongerDenied: missing(was, willBe, "Deny"),
    denied: missing(willBe, was, "Deny"),
  };
}
