/**
 * The attributes that a plan changes, as texts for people: of policies the statements, of other JSON its parts. Sensitive values are not in them,
 * and of types that no stack declares nothing is.
 */
import { isUnknown } from "../mail/dns/record";
import type { GuardedResource } from "./guarded-resource";
import { guardedResources } from "./guarded-resources";
import { planJson } from "./plan-json";
import { statementDifferences } from "./policies/statement-differences";
import { taintedText } from "./tainted";
import { typeRulesOf } from "./types/managed-types";
import { isSame, type Value, type Values, valueText } from "./values";

export interface ShownResource {
  address: string;
  attributes: { path: string; before?: string; after?: string }[];
}

type Shown = ShownResource["attributes"];

/** @param shown the output of `terraform show -json <plan file>`. */
export function shownAttributes(shown: unknown): ShownResource[] {
  const all = guardedResources(planJson.parse(shown));
  return all.flatMap((resource) => {
    const { address, action, before = {}, after = {} } = resource;
    if (action === "keep" || action === "forget") return [];
    const changed = pathsOf(before, after).filter((path) => !isSame(before[path], after[path]) && !isComputed(path, resource));
    const tainted = taintedText(resource, all);
    const told = changed.flatMap((path) => shownAttribute(path, resource));
    return [{ address, attributes: tainted === undefined ? told : [{ path: tainted }, ...told] }];
  });
}

/** All that could be shown of what changes, nothing shortened: to look for what must not be. */
export const visibleText = (shown: unknown): string =>
  JSON.stringify(
    guardedResources(planJson.parse(shown)).flatMap(({ action, before, after }) => (action === "keep" ? [] : [before, after])),
  );

const pathsOf = (before: Values, after: Values): string[] => [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();

/** What the provider fills in, such as the id of what is replaced, and the second copy of a tag. */
function isComputed(path: string, { before = {}, after = {}, declared }: GuardedResource): boolean {
  const [root = "", tag = ""] = path.split(".");
  if (root === "tags_all" && !isSame(before[`tags.${tag}`], after[`tags.${tag}`])) return true;
  return isUnknown(after[path]) && declared !== undefined && !(root in declared);
}

function shownAttribute(path: string, { type, before = {}, after = {}, declaredPolicy }: GuardedResource): Shown {
  const [was, willBe] = [before[path], after[path]];
  if (path === typeRulesOf(type).policy?.attribute) {
    const text = typeof willBe === "string" ? willBe : declaredPolicy;
    const statements = statementDifferences(asText(was), willBe === undefined ? undefined : text);
    if (statements && statements.length > 0)
      return statements.map(({ name, ...sides }) => ({ path: `${path} "${name}"`, ...shortSides(sides) }));
  }
  const parts = partsOf(path, was, willBe);
  if (parts) return parts;
  return [
    {
      path,
      ...(was === undefined ? {} : { before: valueText(was) }),
      ...(willBe === undefined ? {} : { after: valueText(willBe) }),
    },
  ];
}

const asText = (value: Value): string | undefined => (typeof value === "string" ? value : undefined);

/** A statement that names many is longer than this; the plan in Terraform's words has all of it. */
const longestStatement = 600;
const shortened = (text: string): string => (text.length > longestStatement ? `${text.slice(0, longestStatement)}…` : text);
const shortSides = ({ before, after }: Partial<Record<"before" | "after", string | undefined>>): { before?: string; after?: string } => ({
  ...(before === undefined ? {} : { before: shortened(before) }),
  ...(after === undefined ? {} : { after: shortened(after) }),
});

/** Of a JSON text that changes, as a rule's pattern or a dashboard, only what is different. @returns undefined if one of them is none. */
function partsOf(path: string, was: Value, willBe: Value): Shown | undefined {
  const [old, fresh] = [leavesOf(was), leavesOf(willBe)];
  if (!old || !fresh) return undefined;
  const changed = [...new Set([...old.keys(), ...fresh.keys()])].filter((key) => old.get(key) !== fresh.get(key));
  const shown = changed
    .slice(0, mostParts)
    .map((key) => ({ path: `${path}: ${key}`, ...shortSides({ before: old.get(key), after: fresh.get(key) }) }));
  return changed.length > mostParts ? [...shown, { path: `${path}: and ${changed.length - mostParts} more` }] : shown;
}

const mostParts = 6;

/** By path; undefined if it is no JSON object. */
function leavesOf(value: Value): Map<string, string> | undefined {
  if (typeof value !== "string" || !value.startsWith("{")) return undefined;
  const leaves = new Map<string, string>();
  const walk = (part: unknown, path: string): void => {
    if (typeof part !== "object" || part === null) return void leaves.set(path, JSON.stringify(part));
    for (const [key, inner] of Object.entries(part)) walk(inner, path ? `${path}.${key}` : key);
  };
  try {
    walk(JSON.parse(value), "");
    return leaves;
  } catch {
    return undefined;
  }
}
