/**
 * The fields of a schema as values: where each is, what it means, what is allowed. The schema is the only place where that is written; the
 * reference in docs/configuration.md and the tests of wrong input are made from here, so a new field is in them by itself. Pure.
 */
import type { z } from "zod";
import type { Rule } from "./field-kinds";

export interface Field {
  /** As faults name it, with "[]" for any entry of a list: "dmarc.reportTo[]". */
  path: string;
  kind: "group" | "list" | "value";
  /** It may be left out; what is in a group that may be left out is needed where the group is there. */
  optional: boolean;
  /** Undefined where the schema does not say. */
  meaning: string | undefined;
  /** What a value must be; groups and lists have none. */
  rule?: Rule;
  /** Of a list: the least number of entries. */
  atLeast?: number;
  /** Of a list: the greatest number of entries, where there is one. */
  atMost?: number;
}

/** The parts of a schema that are read here. */
interface Definition {
  type: string;
  shape?: Record<string, z.core.$ZodType>;
  element?: z.core.$ZodType;
  innerType?: z.core.$ZodType;
  /** Of a union, and the field that tells them apart. */
  options?: z.core.$ZodType[];
  discriminator?: string;
  params?: { rule?: Rule };
  checks?: { _zod: { def: { check: string; minimum?: number; maximum?: number } } }[];
}

/** In the order of the schema, each group and list before what is in it. */
export const fieldsOf = (schema: z.core.$ZodType): Field[] => fieldsAt(schema, "").filter(({ path }) => path !== "");

function fieldsAt(
  schema: z.core.$ZodType,
  path: string,
  { optional, outer }: { optional: boolean; outer?: string | undefined } = { optional: false },
): Field[] {
  const {
    type,
    shape = {},
    element,
    innerType,
    params,
    checks = [],
    options = [],
    discriminator = "",
  } = schema._zod.def as unknown as Definition;
  const meaning = outer ?? (schema as z.ZodType).description;
  const field = { path, optional, meaning };
  if (type === "optional" && innerType) return fieldsAt(innerType, path, { optional: true, outer: meaning });
  if (type === "object") {
    const inner = Object.entries(shape).flatMap(([key, each]) => fieldsAt(each, path ? `${path}.${key}` : key));
    return [{ ...field, kind: "group" }, ...inner];
  }
  if (type === "array" && element) {
    const length = (check: string) => checks.find(({ _zod }) => _zod.def.check === check)?._zod.def;
    const atLeast = length("min_length")?.minimum ?? 0;
    const atMost = length("max_length")?.maximum;
    const entries = fieldsAt(element, `${path}[]`);
    // A list means what its entries mean, unless it says more.
    return [{ ...field, meaning: meaning ?? entries[0]?.meaning, kind: "list", atLeast, ...(atMost ? { atMost } : {}) }, ...entries];
  }
  if (type === "union") return [{ ...field, kind: "group" }, ...fieldsOfUnion(options, discriminator, path)];
  if (type === "custom" && params?.rule) return [{ ...field, kind: "value", rule: params.rule }];
  throw new Error(
    `declaration/schema/fields.ts cannot read the schema "${type}" at ${path || "the top"}: use the kinds of declaration/schema/field-kinds.ts`,
  );
}

/** The field that tells the options apart, with every value of it, then each other field once. */
function fieldsOfUnion(options: readonly z.core.$ZodType[], discriminator: string, path: string): Field[] {
  const definitions = options.map((option) => option._zod.def as unknown as Definition);
  const values = definitions.flatMap(({ shape = {} }) =>
    [...(shape[discriminator]?._zod.values ?? [])].map((value) => `"${String(value)}"`),
  );
  const others = definitions.flatMap(({ shape = {} }) => Object.entries(shape).filter(([key]) => key !== discriminator));
  const rule = unionRule(values);
  return [
    { path: `${path}.${discriminator}`, kind: "value", optional: false, meaning: "Which of them.", rule },
    ...[...new Map(others)].flatMap(([key, each]) => fieldsAt(each, `${path}.${key}`)),
  ];
}

/** @param values as they are written, in quotes. */
export const unionRule = (values: readonly string[]): Rule => ({
  problem: "is not one of the allowed values",
  expected: values.join(" or "),
  remedy: "it decides which other fields there are",
});
