/**
 * Plans of the examples' stacks as the real Terraform made them (scripts/record-plans.ts), and edits of them: what the plan would be if the stack
 * were edited so.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Own } from "../../changes/own";

type Attributes = Record<string, unknown>;

interface Change {
  address: string;
  mode: string;
  type: string;
  change: {
    actions: string[];
    before: Attributes | null;
    after: Attributes | null;
    after_unknown?: unknown;
    before_sensitive?: unknown;
    after_sensitive?: unknown;
  };
}

interface Declared {
  address: string;
  mode: string;
  type: string;
  expressions?: Record<string, unknown>;
  provisioners?: unknown[];
}

export interface RecordedPlan {
  resource_changes: Change[];
  deferred_changes?: { reason: string; resource_change: Change }[];
  output_changes: Record<string, unknown>;
  configuration: {
    provider_config: Record<string, { full_name: string; expressions: Attributes }>;
    root_module: { resources: Declared[]; module_calls?: Attributes };
  };
  [part: string]: unknown;
}

export type Stack = "prod" | "account" | "organisation";
export type Edit = (plan: RecordedPlan) => void;

const account = "444455556666";
const zones = ["example.com", "example.net", "example.org"];
export const own: Record<Stack, Own> = {
  prod: { account, domains: ["mail.example.com"], zones },
  account: { account, domains: [], zones, repositories: ["repo:market-edge@10203040/email@506070809"] },
  organisation: { account, domains: ["example.com", "example.net"], zones },
};

/** @param name of the stack; "-new" for the plan that makes it. */
export function recordedPlan(name: Stack | `${Stack}-new`, ...edits: Edit[]): RecordedPlan {
  const text = readFileSync(join(__dirname, "..", "fixtures", "plans", `${name}.json`), "utf8");
  const plan = JSON.parse(text) as RecordedPlan;
  for (const { change } of plan.resource_changes) change.after ??= change.actions[0] === "no-op" ? structuredClone(change.before) : null;
  for (const edit of edits) edit(plan);
  return plan;
}

export const addressesOf = (plan: RecordedPlan, type: string): string[] =>
  plan.resource_changes.filter((each) => each.type === type).map(({ address }) => address);

export function find(plan: RecordedPlan, address: string): Change {
  const found = plan.resource_changes.find((each) => each.address === address);
  if (!found) throw new Error(`no ${address} in the recorded plan`);
  return found;
}

const declared = (plan: RecordedPlan, address: string): Declared | undefined =>
  plan.configuration.root_module.resources.find((each) => each.address === address);

/** @param path with indexes, such as "delivery_options.0.tls_policy"; undefined takes it out of the stack, and null is what is left. */
export const set =
  (address: string, values: Attributes): Edit =>
  (plan) => {
    const { change } = find(plan, address);
    change.actions = ["update"];
    const expressions = (declared(plan, address) as Declared).expressions as Attributes;
    for (const [path, value] of Object.entries(values)) {
      put(change.after as Attributes, path.split("."), value ?? null);
      put(expressions, path.split("."), value === undefined ? undefined : { constant_value: value });
    }
  };

/** A text of the stack, as it becomes of what it was. */
export const edited =
  (address: string, attribute: string, become: (was: string) => string): Edit =>
  (plan) =>
    set(address, { [attribute]: become(String((find(plan, address).change.before as Attributes)[attribute])) })(plan);

/** What the provider sets by itself: the stack does not say it. */
export const setByProvider =
  (address: string, values: Attributes): Edit =>
  (plan) => {
    const { change } = find(plan, address);
    change.actions = ["update"];
    for (const [path, value] of Object.entries(values)) put(change.after as Attributes, path.split("."), value);
  };

function put(target: Attributes, [key = "", ...more]: string[], value: unknown): void {
  if (more.length === 0) {
    target[key] = value;
  } else {
    target[key] ??= /^\d+$/.test(more[0] ?? "") ? [] : {};
    put(target[key] as Attributes, more, value);
  }
}

/** Somebody deleted it: the stack makes it again, as it was. */
export const madeAgain =
  (address: string): Edit =>
  (plan) => {
    const { change } = find(plan, address);
    // A bucket repeats its expiry, which a resource of its own declares: known once it is made.
    const { lifecycle_rule, ...after } = change.before as Attributes;
    const after_unknown = { id: true, ...(lifecycle_rule === undefined ? {} : { lifecycle_rule: true }) };
    Object.assign(change, { actions: ["create"], after, before: null, after_unknown });
  };

export const remove = (...addresses: string[]): Edit => gone(["delete"], addresses);
export const forget = (...addresses: string[]): Edit => gone(["forget"], addresses);

const gone =
  (actions: string[], addresses: string[]): Edit =>
  (plan) => {
    for (const address of addresses) Object.assign(find(plan, address).change, { actions, after: null });
    const { root_module } = plan.configuration;
    root_module.resources = root_module.resources.filter((each) => !addresses.includes(each.address));
  };

export const removeAll =
  (...types: string[]): Edit =>
  (plan) =>
    remove(...types.flatMap((type) => addressesOf(plan, type)))(plan);

/** @param unknown attributes that only the apply decides; true, or as the stack writes them. */
export const add =
  (type: string, name: string, values: Attributes, unknown: Attributes = {}): Edit =>
  (plan) => {
    const address = `${type}.${name}`;
    const change = {
      actions: ["create"],
      before: null,
      after: values,
      after_unknown: { id: true, ...Object.fromEntries(Object.keys(unknown).map((key) => [key, true])) },
    };
    plan.resource_changes.push({ address, mode: "managed", type, change });
    const written = [...Object.entries(values), ...Object.entries(unknown).filter(([, value]) => typeof value === "string")];
    const expressions = Object.fromEntries(written.map(([key, value]) => [key, { constant_value: value }]));
    plan.configuration.root_module.resources.push({ address, mode: "managed", type, expressions });
  };

export const record = (name: string, host: string, type: string, content: string, more: Attributes = {}): Edit =>
  add("cloudflare_dns_record", name, {
    ...{ comment: "twinpost", content: type === "TXT" ? JSON.stringify(content) : content, name: host, proxied: false, ttl: 300, type },
    ...{ zone_id: "7c1e9a5b2d3f4061827364554a3b2c1d", ...more },
  });

type Statement = Record<string, unknown>;

/** Edits the statements of a policy, by their Sid or one after the other. */
export const policy =
  (address: string, edit: (statements: Statement[]) => Statement[], attribute = "policy"): Edit =>
  (plan) => {
    const { change } = find(plan, address);
    const before = JSON.parse(String(change.before?.[attribute])) as { Statement: Statement[] };
    change.actions = ["update"];
    (change.after as Attributes)[attribute] = JSON.stringify({ ...before, Statement: edit(structuredClone(before.Statement)) });
  };

export const everyPolicy =
  (type: string, edit: (statements: Statement[]) => Statement[], attribute?: string): Edit =>
  (plan) => {
    for (const address of addressesOf(plan, type)) policy(address, edit, attribute)(plan);
  };

/** A TXT record of the stack with another text. */
export const text =
  (address: string, edit: (text: string) => string): Edit =>
  (plan) => {
    const before = String(find(plan, address).change.before?.content).replaceAll(/" "|^"|"$/g, "");
    set(address, { content: JSON.stringify(edit(before)) })(plan);
  };
