/**
 * What no text of a file may hold, whatever field it is in: what Terraform would take for a template instead of text, and characters that show
 * nothing or turn round what follows, so that a reviewer reads something else than what is applied.
 */
import type { Rule } from "./field-kinds";

interface BrokenText {
  path: PropertyKey[];
  rule: Rule;
}

/** Terraform evaluates them in cdk.tf.json too: https://developer.hashicorp.com/terraform/language/syntax/json#string-values */
const template: Rule = {
  problem: "holds a template of Terraform",
  expected: 'text without "${" and "%{"',
  remedy: "remove the braces: Terraform would put something else in their place",
};

/** Controls, formats but the joiners of words, separators of lines: https://www.unicode.org/reports/tr36/, 2.6 and 3.1. */
const unseen: Rule = {
  problem: "holds a character that cannot be seen",
  expected: "text without control, direction and zero-width characters",
  remedy: "type it anew: it was probably copied along",
};
const unseenCharacters = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** In SPF "%{" begins a macro (RFC 7208 7): the stacks escape it. */
const isEscaped = (path: readonly PropertyKey[]): boolean => path.includes("alsoAllow");

/** Of every text in the value. @param within the values that it is in: what refers to itself has no other texts. */
export function brokenTexts(value: unknown, path: PropertyKey[] = [], within: readonly object[] = []): BrokenText[] {
  if (typeof value === "string") {
    const rules = [...(!isEscaped(path) && /[$%]\{/.test(value) ? [template] : []), ...(unseenCharacters.test(value) ? [unseen] : [])];
    return rules.map((rule) => ({ path, rule }));
  }
  if (typeof value !== "object" || value === null || within.includes(value)) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    brokenTexts(each, [...path, Array.isArray(value) ? Number(key) : key], [...within, value]),
  );
}
