/** Checks one environment's data against the schema and the rules between fields, and words every fault at once. Pure. */
import type { z } from "zod";
import { brokenRelations, valueAt } from "./relations";
import { type Environment, environmentSchema, type Rule } from "./schema";

export interface Fault extends Rule {
  /** The file that holds the value, such as "environments/prod.ts". */
  file: string;
  /** Where in the file, such as "dmarc.reportTo[0]". */
  path: string;
  got: unknown;
}

export type CheckedEnvironment = { environment: Environment } | { faults: Fault[] };

export function checkEnvironment(file: string, value: unknown): CheckedEnvironment {
  const parsed = environmentSchema.safeParse(value);
  const issues = parsed.error?.issues ?? [];
  const faults = [
    ...issues.flatMap((issue) => faultsOfIssue(issue).map(({ path, rule }) => ({ path, rule }))),
    ...brokenRelations(value),
  ].map(({ path, rule }): Fault => ({ file, path: pathText(path), got: valueAt(value, path), ...rule }));
  return parsed.data && faults.length === 0 ? { environment: parsed.data } : { faults };
}

export function faultText({ file, path, problem, got, expected, remedy }: Fault): string {
  return `${file}: ${path} ${problem}, got ${JSON.stringify(got) ?? "nothing"}, expected ${expected}\n  ${remedy}`;
}

function faultsOfIssue(issue: z.core.$ZodIssue): { path: PropertyKey[]; rule: Rule }[] {
  switch (issue.code) {
    case "custom":
      return [{ path: issue.path, rule: (issue.params as { rule: Rule }).rule }];
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        path: [...issue.path, key],
        rule: {
          problem: "is not known",
          expected: "only the keys of the schema (environments/schema.ts)",
          remedy: "correct its spelling, or remove it",
        },
      }));
    case "too_small":
      return [
        {
          path: issue.path,
          rule: { problem: "is too short", expected: `at least ${issue.minimum} entry`, remedy: "add an entry to the list" },
        },
      ];
    case "invalid_type":
      return [
        {
          path: issue.path,
          rule: {
            problem: "is missing or of the wrong kind",
            expected: issue.expected === "array" ? "a list" : `an ${issue.expected}`,
            remedy: "compare it with another environment's file",
          },
        },
      ];
    default:
      // A new kind of schema rule without words of its own is a bug here, not the operator's fault.
      throw new Error(`environments/check.ts has no words for the schema issue "${issue.code}"`);
  }
}

const pathText = (path: PropertyKey[]): string =>
  path.map((key, index) => (typeof key === "number" ? `[${key}]` : `${index > 0 ? "." : ""}${String(key)}`)).join("") || "the environment";
