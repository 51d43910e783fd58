/** The attributes that a plan changes, as texts for people. Sensitive values are not in them, and of types that no stack declares nothing is. */
import { guardedResources } from "./guarded-resources";
import { planJson } from "./plan-json";
import { isSame, type Values, valueText } from "./values";

export interface ShownResource {
  address: string;
  attributes: { path: string; before?: string; after?: string }[];
}

/** @param shown the output of `terraform show -json <plan file>`. */
export function shownAttributes(shown: unknown): ShownResource[] {
  return guardedResources(planJson.parse(shown)).flatMap(({ address, action, before = {}, after = {} }) => {
    if (action === "keep" || action === "forget") return [];
    const attributes = pathsOf(before, after).flatMap((path) => {
      const [was, willBe] = [before[path], after[path]];
      if (isSame(was, willBe)) return [];
      return {
        path,
        ...(was === undefined ? {} : { before: valueText(was) }),
        ...(willBe === undefined ? {} : { after: valueText(willBe) }),
      };
    });
    return [{ address, attributes }];
  });
}

/** All that could be shown of what changes, nothing shortened: to look for what must not be. */
export const visibleText = (shown: unknown): string =>
  JSON.stringify(
    guardedResources(planJson.parse(shown)).flatMap(({ action, before, after }) => (action === "keep" ? [] : [before, after])),
  );

const pathsOf = (before: Values, after: Values): string[] => [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
