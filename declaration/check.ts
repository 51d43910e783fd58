/** Checks the data of a file against its schema and the rules between fields, and words every fault at once. Pure. */
import { z } from "zod";
import { declaredProviders } from "./providers/declared-providers";
import { brokenDnsRelations } from "./relations/dns";
import { brokenProviderRelations } from "./relations/providers";
import { type BrokenRule, brokenRelations, valueAt } from "./relations/relations";
import { thresholdsInOrder } from "./relations/thresholds";
import { type Environment, environmentSchema } from "./schema/environment";
import type { Rule } from "./schema/field-kinds";
import { unionRule } from "./schema/fields";
import { brokenTexts } from "./schema/plain-text";
import { replacementOf, retiredRule } from "./schema/retired";

// Each schema is used a few times: compiling a parser for it takes longer than it saves.
z.config({ jitless: true });

/** Of a value, or of a file that cannot be read. */
export type Fault = ValueFault | FileFault;

export interface ValueFault extends Rule {
  /** The file that holds the value, such as "environments/prod.ts". */
  file: string;
  /** Where in the file, such as "dmarc.reportTo[0]". */
  path: string;
  got: unknown;
}

export interface FileFault {
  file: string;
  /** Line and column, from 1, as far as they are known. */
  place?: { line: number; column: number };
  problem: string;
  remedy: string;
}

export type CheckedEnvironment = { environment: Environment } | { faults: ValueFault[] };

export function checkEnvironment(file: string, value: unknown): CheckedEnvironment {
  const broken = [
    ...brokenRelations(value),
    ...brokenProviderRelations(value),
    ...Object.values(declaredProviders).flatMap(({ broken }) => broken?.(value) ?? []),
    ...brokenDnsRelations(value),
    ...thresholdsInOrder(value),
  ];
  const checked = checkData({ file, value, schema: environmentSchema, broken });
  return "data" in checked ? { environment: checked.data } : checked;
}

export interface DataToCheck<T> {
  file: string;
  value: unknown;
  schema: z.ZodType<T>;
  /** What the rules between fields found. */
  broken?: readonly BrokenRule[];
}

export function checkData<T>({ file, value, schema, broken = [] }: DataToCheck<T>): { data: T } | { faults: ValueFault[] } {
  const parsed = schema.safeParse(value);
  const issues = (parsed.error?.issues ?? []).flatMap((issue) => faultsOfIssue(issue, value));
  // What a field's own rule refuses anyway is told once.
  const texts = brokenTexts(value).filter(({ path }) => ![...issues, ...broken].some((each) => isWithin(path, each.path)));
  const replaced = issues.flatMap(({ path }) => [replacementOf(path) ?? []]).filter((path) => path.length > 0);
  const faults = faultsOf(
    file,
    value,
    [...issues, ...broken, ...texts].filter(({ path }) => valueAt(value, path) !== undefined || !replaced.some((by) => isWithin(path, by))),
  );
  return parsed.success && faults.length === 0 ? { data: parsed.data } : { faults };
}

export const faultsOf = (file: string, value: unknown, broken: readonly BrokenRule[]): ValueFault[] =>
  broken.map(({ path, rule }) => ({ file, path: pathText(path), got: valueAt(value, path), ...rule }));

export function faultText(fault: Fault): string {
  if (!("path" in fault)) {
    const { file, place, problem, remedy } = fault;
    return `${file}${place ? `:${place.line}:${place.column}` : ""}: ${problem}\n  ${remedy}`;
  }
  const { file, path, problem, got, expected, remedy } = fault;
  return `${file}: ${path} ${problem}, got ${shown(got)}, expected ${expected}\n  ${remedy}`;
}

/** At the other path, or below it. */
const isWithin = (path: readonly PropertyKey[], other: readonly PropertyKey[]): boolean => other.every((key, index) => path[index] === key);

/** As JSON; what JSON does not know, such as NaN or 1000n, as JavaScript writes it. */
function shown(got: unknown): string {
  if (typeof got === "number" || typeof got === "bigint") return `${got}${typeof got === "bigint" ? "n" : ""}`;
  try {
    return JSON.stringify(got) ?? (got === undefined ? "nothing" : `a ${typeof got}`);
  } catch {
    return "a value that cannot be shown";
  }
}

/** What environments share is declared once, above them. By the group in which it would be looked for. */
const accountWide = new Map(Object.entries(declaredProviders).map(([name, { accountWide }]) => [name, accountWide]));

function faultsOfIssue(issue: z.core.$ZodIssue, value: unknown): BrokenRule[] {
  switch (issue.code) {
    case "custom":
      return [{ path: issue.path, rule: (issue.params as { rule: Rule }).rule }];
    case "unrecognized_keys":
      return issue.keys.map((key) => {
        const path = [...issue.path, key];
        const unknown = {
          problem: "is not known",
          expected: "only the fields in docs/configuration.md",
          remedy: ["correct its spelling, or remove it", accountWide.get(issue.path.join(".")) ?? []].flat().join("; "),
        };
        return { path, rule: retiredRule(path, valueAt(value, path)) ?? unknown };
      });
    case "invalid_union": {
      const { options = [] } = issue as { options?: unknown[] };
      return [{ path: issue.path, rule: unionRule(options.map((option) => JSON.stringify(option))) }];
    }
    case "too_small":
      return [
        {
          path: issue.path,
          rule: { problem: "is too short", expected: `at least ${issue.minimum} entry`, remedy: "add an entry to the list" },
        },
      ];
    case "too_big":
      return [
        {
          path: issue.path,
          rule: { problem: "is too long", expected: `at most ${issue.maximum} entries`, remedy: "remove entries from the list" },
        },
      ];
    case "invalid_type":
      return [
        {
          path: issue.path,
          rule: {
            problem: "is missing or of the wrong kind",
            expected: issue.expected === "array" ? "a list" : `an ${issue.expected}`,
            remedy: "compare with another environment's file",
          },
        },
      ];
    default:
      // A new kind of schema rule without words of its own is a bug here, not the operator's fault.
      throw new Error(`declaration/check.ts has no words for the schema issue "${issue.code}"`);
  }
}

const pathText = (path: PropertyKey[]): string =>
  path.map((key, index) => (typeof key === "number" ? `[${key}]` : `${index > 0 ? "." : ""}${String(key)}`)).join("") || "the environment";
