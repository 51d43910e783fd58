/**
 * Reads from a Terraform plan the resources of the types that Twinpost declares, with all their attributes. Of any other resource the gate needs
 * no value. https://developer.hashicorp.com/terraform/internals/json-format
 */
import { knownAfterApply } from "../mail/dns/record";
import type { GuardedResource } from "./guarded-resource";
import { allChanges, type PlanJson } from "./plan-json";
import { declaredPolicy } from "./policies/declared-policy";
import { isManagedType, typeRulesOf } from "./types/managed-types";
import type { Scalar, Sensitive, Value, Values } from "./values";

export function guardedResources(plan: PlanJson): GuardedResource[] {
  const declared = new Map(plan.configuration.root_module.resources.map((each) => [each.address, each]));
  return allChanges(plan)
    .filter(({ mode, type }) => mode === "managed" && isManagedType(type))
    .map(({ address, type, action, action_reason, change }): GuardedResource => {
      const { before, after, after_unknown, before_sensitive, after_sensitive, importing } = change;
      // What is kept or forgotten is afterwards as it was; what takes its place when it is forgotten is another one.
      const remains = action === "keep" || (action === "forget" && !after) ? before : after;
      const expressions = declared.get(withoutIndex(address))?.expressions;
      const { policy } = typeRulesOf(type);
      const declaredText = policy && declaredPolicy(expressions?.[policy.attribute], plan.configuration.root_module.resources);
      return {
        address,
        type,
        action,
        ...(action_reason === "replace_because_tainted" ? { isTainted: true } : {}),
        ...(importing ? { importId: importing.id } : {}),
        ...(before ? { before: flatten(before, { sensitive: before_sensitive }) } : {}),
        ...(remains
          ? {
              after: flatten(
                remains,
                remains === before ? { sensitive: before_sensitive } : { sensitive: after_sensitive, unknown: after_unknown, was: before },
              ),
            }
          : {}),
        ...(expressions ? { declared: expressions } : {}),
        ...(declaredText === undefined ? {} : { declaredPolicy: declaredText }),
      };
    });
}

/** "aws_kms_key.a[0]" is declared as "aws_kms_key.a". */
const withoutIndex = (address: string): string => address.replaceAll(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "");

interface Marks {
  sensitive?: unknown;
  unknown?: unknown;
  /** The earlier attributes, to tell whether a sensitive value changes. */
  was?: unknown;
}

function flatten(attributes: unknown, marks: Marks): Values {
  const values: Record<string, Value> = {};
  const walk = (value: unknown, path: string, { sensitive, unknown, was }: Marks): void => {
    if (unknown === true) {
      values[path] = knownAfterApply;
    } else if (sensitive === true) {
      if (!isNothing(value)) values[path] = sensitiveValue(value, was);
    } else if (isList(value) && value.every(isScalar) && !hasMark(unknown)) {
      if (value.length > 0) values[path] = value;
    } else if (isScalar(value)) {
      if (value !== "") values[path] = value;
    } else {
      const keys = new Set([value, unknown].flatMap((each) => (typeof each === "object" && each !== null ? Object.keys(each) : [])));
      for (const key of keys)
        walk(inside(value, key), path ? `${path}.${key}` : key, {
          sensitive: inside(sensitive, key),
          unknown: inside(unknown, key),
          was: inside(was, key),
        });
    }
  };
  walk(attributes, "", marks);
  return values;
}

/** The same object unless the value changes. */
const unchanged: Sensitive = { sensitive: true };
const sensitiveValue = (value: unknown, was: unknown): Sensitive =>
  was === undefined || JSON.stringify(value) === JSON.stringify(was) ? unchanged : { sensitive: true };

const isScalar = (value: unknown): value is Scalar => typeof value === "string" || typeof value === "boolean" || typeof value === "number";
const isList = (value: unknown): value is unknown[] => Array.isArray(value);
const isNothing = (value: unknown): boolean => value === undefined || value === null || value === "";

/** `after_unknown` mirrors the attributes with `true` at what is unknown, and has empty objects and false at what is not. */
const hasMark = (unknown: unknown): boolean =>
  unknown === true || (typeof unknown === "object" && unknown !== null && Object.values(unknown).some(hasMark));

const inside = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
