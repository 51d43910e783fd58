/**
 * A plan reduced to what it would do, so that two plans can be compared: keys in order, attributes that change by themselves left out, every
 * value under a keyed digest. What Terraform only says about a plan is left out, too: its time, warnings, drift that changes nothing, checks.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
import { createHmac } from "node:crypto";
import { z } from "zod";
import { isManagedType, typeRulesOf } from "./types/managed-types";

/** A resource, a data source or an output that changes. */
export interface CanonicalPart {
  /** Its address; "output.<name>". */
  name: string;
  /** "import", "move": taken over or renamed as it is. */
  action: string;
  /** HMAC-SHA256 in hexadecimal. */
  digest: string;
}

export interface CanonicalPlan {
  key: string;
  digest: string;
  parts: CanonicalPart[];
}

export interface CanonicalOptions {
  /** Of the digests. It salts them: whoever has it can try values, so it does not make a guessable secret safe to show. */
  key: string;
  /** Of which the plan is: a tag with its id is another one with each commit. */
  commit?: string | undefined;
}

const change = z.object({
  actions: z.array(z.string()),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  after_unknown: z.unknown().optional(),
  importing: z.unknown().optional(),
});
const resource = z.object({
  address: z.string(),
  mode: z.string(),
  type: z.string(),
  provider_name: z.string().optional(),
  deposed: z.string().optional(),
  previous_address: z.string().optional(),
  change,
});
type Resource = z.infer<typeof resource>;

const plan = z.object({
  resource_changes: z.array(resource).default([]),
  deferred_changes: z.array(z.object({ reason: z.unknown().optional(), resource_change: resource })).default([]),
  output_changes: z.record(z.string(), change).default({}),
  ...{ complete: z.boolean().default(true), errored: z.boolean().default(false) },
});

/** @param json the output of `terraform show -json <plan file>`. @throws ZodError when it is not such a plan. */
export function canonicalPlan(json: unknown, { key, commit }: CanonicalOptions): CanonicalPlan {
  const { resource_changes, deferred_changes, output_changes, ...whole } = plan.parse(json);
  const digestOf = (value: unknown): string => keyedDigest(value, key);
  const partOf = (each: Resource, action: string): CanonicalPart => ({
    name: each.deposed === undefined ? each.address : `${each.address} (deposed ${each.deposed})`,
    action,
    digest: digestOf(lasting(each, commit)),
  });
  const parts = [
    ...resource_changes.flatMap((each) => {
      const action = actionOf(each);
      return action === "keep" ? [] : [partOf(each, action)];
    }),
    ...deferred_changes.map(({ resource_change }) => partOf(resource_change, "defer")),
    ...Object.entries(output_changes).flatMap(([name, each]) =>
      isKept(each.actions) ? [] : [{ name: `output.${name}`, action: wordOf(each.actions), digest: digestOf(each) }],
    ),
  ].sort((one, other) => order(`${one.name} ${one.action}`, `${other.name} ${other.action}`));
  return { key, digest: digestOf({ parts, ...whole }), parts };
}

/** Of any JSON value; the order of its keys does not matter. @param key in hexadecimal. */
export const keyedDigest = (value: unknown, key: string): string =>
  createHmac("sha256", Buffer.from(key, "hex")).update(sortedText(value)).digest("hex");

/** What one plan has and the other has not, by name. */
export function canonicalDifference(
  shown: readonly CanonicalPart[],
  now: readonly CanonicalPart[],
): { name: string; was?: string; is?: string }[] {
  const names = [...new Set([...shown, ...now].map(({ name }) => name))].sort(order);
  return names.flatMap((name) => {
    const [was, is] = [shown, now].map((parts) => parts.filter((part) => part.name === name));
    const digests = (parts: readonly CanonicalPart[] = []): string => parts.map(({ action, digest }) => `${action} ${digest}`).join();
    if (digests(was) === digests(is)) return [];
    const actions = (parts: readonly CanonicalPart[] = []): string => parts.map(({ action }) => action).join(", ");
    return { name, ...(was?.length ? { was: actions(was) } : {}), ...(is?.length ? { is: actions(is) } : {}) };
  });
}

/** What stays as it is may still be taken over from where no state has it, or get another address. */
function actionOf({ address, previous_address, change }: Resource): string {
  if (!isKept(change.actions)) return wordOf(change.actions);
  if (change.importing) return "import";
  return previous_address !== undefined && previous_address !== address ? "move" : "keep";
}

const isKept = (actions: readonly string[]): boolean => actions.every((action) => action === "no-op");

/** Both orders of a replacement are told: in one of them there is a time without the resource. */
const wordOf = (actions: readonly string[]): string => actions.join(" and ");

function lasting({ type, change: { before, after, after_unknown, ...more }, ...rest }: Resource, commit: string | undefined): unknown {
  const ofType = new Set(isManagedType(type) ? typeRulesOf(type).volatile : []);
  const without = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) return value.map((each) => without(each, path));
    if (typeof value !== "object" || value === null) {
      const isTag = /^tags(_all)?\./.test(path);
      return isTag && commit !== undefined && isIdOf(value, commit) ? "(the commit)" : value;
    }
    const entries = Object.entries(value).flatMap(([name, inner]) => {
      const inside = path ? `${path}.${name}` : name;
      return ofType.has(inside) ? [] : [[name, without(inner, inside)] as const];
    });
    return Object.fromEntries(entries);
  };
  const values = { before: without(before, ""), after: without(after, ""), after_unknown: without(after_unknown, "") };
  return { ...rest, type, change: { ...more, ...values } };
}

/** In full, or as git abbreviates it. */
const isIdOf = (value: unknown, commit: string): boolean => typeof value === "string" && value.length >= 7 && commit.startsWith(value);

/** As JSON; an attribute that is null is as good as none, as it is for Terraform. */
function sortedText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedText).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined && inner !== null);
  return `{${entries
    .sort(([one], [other]) => order(one, other))
    .map(([name, inner]) => `${JSON.stringify(name)}:${sortedText(inner)}`)
    .join(",")}}`;
}

const order = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
