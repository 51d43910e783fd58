/**
 * The gate's rules for resources: a type that is none of ours is held back, and of ours every deletion, replacement and change that the tables of
 * types/ do not know to be harmless.
 */
import { type Finding, findingOf } from "../findings/finding";
import { keepIt } from "../findings/kinds/losses";
import { isUnknown } from "../mail/dns/record";
import type { GuardedResource } from "./guarded-resource";
import { type Own, otherAccounts } from "./own";
import { isUnused, taintedText } from "./tainted";
import { typeRulesOf } from "./types/managed-types";
import type { Rule } from "./types/rule";
import { isSame, listOf, text, type Value, valueText } from "./values";

export function guardResources(all: readonly GuardedResource[], own: Own): Finding[] {
  return all
    .filter(({ action }) => action !== "keep")
    .flatMap((resource) => {
      const rules = typeRulesOf(resource.type);
      const found = [...lost(resource, all), ...laterOrForgotten(resource)];
      const { after } = resource;
      if (!after || resource.action === "forget" || resource.action === "defer") return found;
      return [...found, ...attributesChanged(resource, own).held, ...(rules.judge?.({ ...resource, after }, { own, all }) ?? [])];
    });
}

const named = ({ type, before, after }: GuardedResource): string => {
  const { called, name } = typeRulesOf(type);
  const value = text((before ?? after)?.[name]);
  return `the ${called} "${/:secret:(.+)-\w{6}$/.exec(value)?.[1] ?? value}"`;
};

function lost(resource: GuardedResource, all: readonly GuardedResource[]): Finding[] {
  const { address: where, type, action, before } = resource;
  const { loss = "resource", lossText, isRemade, goesWith } = typeRulesOf(type);
  if (!before || (action !== "delete" && action !== "replace") || (action === "replace" && isRemade)) return [];
  if (action === "delete" && goesWith?.({ ...resource, before }, all)) return [];
  if (isUnused(resource, all)) return [];
  const family = typeof loss === "function" ? loss(before) : loss;
  const tainted = taintedText(resource, all);
  const what = `${named(resource)} would be ${action}d${tainted === undefined ? "" : `; it is ${tainted}`}`;
  const remedy = `${keepIt(family, lossText)}${tainted === undefined ? "" : untaint}`;
  return [findingOf(`${family}/${action}d`, { where, what, remedy })];
}

const untaint =
  '; to keep one that is whole, docs/first-day.md, "If the first apply dies half-way", has the command; if it holds nothing yet, let it be replaced, with that as the reason';

function laterOrForgotten(resource: GuardedResource): Finding[] {
  const { address: where, action } = resource;
  if (action === "forget")
    return [findingOf("resource/forgotten", { where, what: `Terraform would forget ${named(resource)}, which stays as it is` })];
  if (action === "defer")
    return [findingOf("resource/deferred", { where, what: `Terraform would change ${named(resource)} in a later plan` })];
  return [];
}

/** An attribute that no rule knows and the stack does not set: the provider chose its value. */
export interface ProviderDefault {
  address: string;
  attribute: string;
  value: string;
}

export function attributesChanged(resource: GuardedResource, own: Own): { held: Finding[]; defaults: ProviderDefault[] } {
  const { address: where, type, action, before, after = {}, there } = resource;
  const { attributes, policy, givesAccess, isRemade } = typeRulesOf(type);
  // What holds nothing is the same thing under another id.
  const isNew = !before || (action === "replace" && !isRemade);
  const was = before ?? {};
  const given = new Set([...Object.keys(was), ...Object.keys(after)]);
  const paths = [...given, ...(isNew ? missing(attributes, Object.keys(after)) : [])];
  const result: { held: Finding[]; defaults: ProviderDefault[] } = { held: [], defaults: [] };
  for (const path of paths) {
    const [old, willBe] = [before?.[path], after[path]];
    const plain = withoutIndexes(path);
    if (plain === policy?.attribute || (before && isSame(old, willBe))) continue;
    const rule = ruleOf(attributes, plain);
    const finding = typeof rule?.finding === "function" ? rule.finding(after) : rule?.finding;
    const hold = (what: string): number =>
      result.held.push(findingOf(finding ?? "resource/attribute", { where, what: `${named(resource)}: ${what}` }));
    const change = `${path} ${isNew && !before ? "would be" : `${valueText(old)} ->`} ${valueText(willBe)}`;
    const isDeclared = isSet(resource.declared, plain.split("."));
    // What is imported keeps it, and the stack says nothing of it.
    if (!isDeclared && !givesAccess && there && isSame(there[path], willBe)) continue;
    // What the provider computes; of a listed attribute that was known, it is a change like any other.
    if (!isDeclared && isUnknown(willBe) && (!rule || isNew || action === "replace")) continue;
    if (!rule && !isDeclared && !givesAccess) {
      if (before) result.defaults.push({ address: where, attribute: path, value: valueText(willBe) });
    } else if (!rule && !isDeclared && !before) {
      // A new resource has the provider's defaults.
    } else if (!rule?.isHarmless({ willBe, was: isNew ? undefined : old, isNew, all: after })) {
      hold(change);
    } else if (isElsewhere(willBe, own) && !isSame(old, willBe)) {
      hold(`${change}, in another account`);
    }
  }
  return result;
}

const withoutIndexes = (path: string): string => path.replaceAll(/\.\d+(?=\.|$)/g, "");

/** Listed attributes that a new resource does not have. */
function missing(attributes: Readonly<Record<string, Rule>>, given: readonly string[]): string[] {
  const plain = given.map(withoutIndexes);
  return Object.keys(attributes).filter(
    (path) => !plain.some((each) => each === path || each.startsWith(`${path}.`) || path.startsWith(`${each}.`)),
  );
}

/** The rule of the attribute, or of the block that it stands in. */
function ruleOf(attributes: Readonly<Record<string, Rule>>, path: string): Rule | undefined {
  const end = path.lastIndexOf(".");
  return attributes[path] ?? (end < 0 ? undefined : ruleOf(attributes, path.slice(0, end)));
}

/** Whether the stack sets the attribute. Without a declaration of the resource, nothing is the provider's choice. */
function isSet(expressions: unknown, [key, ...more]: string[]): boolean {
  if (expressions === undefined) return true;
  if (Array.isArray(expressions))
    return expressions.some((each) =>
      isSet(
        each ?? {},
        [key, ...more].filter((one) => one !== undefined),
      ),
    );
  if (typeof expressions !== "object" || expressions === null) return false;
  if (key === undefined || "constant_value" in expressions || "references" in expressions) return true;
  const inner: unknown = Reflect.get(expressions, key);
  return inner !== undefined && isSet(inner, more);
}

const isElsewhere = (value: Value, own: Own): boolean => listOf(value).some((each) => otherAccounts(String(each), own).length > 0);
