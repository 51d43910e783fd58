/**
 * Planning as the Terraform plugin framework does it, which both real providers are built with: defaults, then "known after apply" for
 * every computed attribute that the configuration leaves open once anything changes, then each attribute's own rule.
 * https://developer.hashicorp.com/terraform/plugin/framework/resources/plan-modification
 */
import { isDeepStrictEqual } from "node:util";
import { unknown, type Value, type Values } from "./codec";
import type { Attribute, Attributes } from "./schema";

export interface PlanRules {
  defaults?: Values;
  /** Computed attributes that keep their old value although something else changes (UseStateForUnknown). */
  keep?: readonly string[];
  /** Attributes whose change makes a new resource (RequiresReplace). */
  replace?: readonly string[];
  /** The provider's own last word; changes `planned` in place. */
  adjust?(planned: Values, prior: Values | null): void;
}

export interface Change {
  prior: Values | null;
  /** Terraform's merge of configuration and prior state. */
  proposed: Values;
  config: Values;
}

export function planChange(attributes: Attributes, rules: PlanRules, { prior, proposed, config }: Change) {
  const planned = { ...proposed };
  for (const [name, value] of Object.entries(rules.defaults ?? {})) {
    if (config[name] === null) planned[name] = value;
  }
  if (!isDeepStrictEqual(planned, prior)) markUnknown(attributes, planned, config, rules.defaults ?? {});
  for (const name of rules.keep ?? []) {
    const old = prior?.[name] ?? null;
    if (planned[name] === unknown && old !== null) planned[name] = old;
  }
  rules.adjust?.(planned, prior);
  const replace = prior ? (rules.replace ?? []).filter((name) => !isDeepStrictEqual(planned[name], prior[name])) : [];
  return { planned, replace };
}

function markUnknown(attributes: Attributes, planned: Values, config: Values, defaults: Values): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    const configured = config[name] ?? null;
    if (configured === null && attribute.computed && !(name in defaults)) planned[name] = unknown;
    else if (configured !== null) planned[name] = markInside(attribute, planned[name] ?? null, configured);
  }
}

function markInside({ nested_type: nested }: Attribute, planned: Value, configured: Value): Value {
  if (nested?.nesting_mode !== "single" || planned === unknown || configured === unknown) return planned;
  const inside = { ...(planned as Values) };
  markUnknown(nested.attributes, inside, configured as Values, {});
  return inside;
}

/** What was planned, completed by what only the API knows. */
export const settle = (planned: Values, actual: Values): Values =>
  Object.fromEntries(Object.entries(planned).map(([name, value]) => [name, settleValue(value, actual[name] ?? null)]));

function settleValue(planned: Value, actual: Value): Value {
  if (planned === unknown) return actual;
  return isObject(planned) ? settle(planned, isObject(actual) ? actual : {}) : planned;
}

const isObject = (value: Value): value is Values => Object.prototype.toString.call(value) === "[object Object]" && value !== unknown;
