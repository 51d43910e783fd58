/**
 * Patterns of metric filters: terms, all of which a line must have, or of which it must have one; terms that it must not have; JSON patterns.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 * Not here, and refused: regular expressions, space-delimited patterns, "?" among other terms. Belief: a term may stand inside a word.
 */
import { parseJsonPattern } from "./json-pattern";
import { invalidPattern, type Pattern, unknownPattern } from "./refusals";

const longest = 1024;
const term = /\s*([-?]?)(?:"((?:[^"\\]|\\.)*)"|([A-Za-z0-9_]+))(?=\s|$)/y;

/** @throws ServiceError for what is no pattern, or one that the sandbox does not know. */
export function parsePattern(text: string): Pattern {
  const pattern = text.trim();
  if (pattern.length > longest) throw invalidPattern();
  if (pattern.startsWith("{")) return parseJsonPattern(pattern);
  if (/^\[|%/.test(pattern)) throw unknownPattern("a space-delimited pattern or a regular expression");
  const terms: { sign: string; text: string }[] = [];
  term.lastIndex = 0;
  while (term.lastIndex < pattern.length) {
    const [, sign = "", quoted, plain = ""] = term.exec(pattern) ?? [];
    if (term.lastIndex === 0) throw invalidPattern();
    terms.push({ sign, text: quoted === undefined ? plain : quoted.replaceAll(/\\(.)/g, "$1") });
  }
  const [all, none, any] = ["", "-", "?"].map((sign) => terms.filter((each) => each.sign === sign)) as [
    typeof terms,
    typeof terms,
    typeof terms,
  ];
  if (any.length > 0 && any.length < terms.length) throw unknownPattern('"?" among other terms');
  const isIn =
    (line: string): ((each: { text: string }) => boolean) =>
    (each) =>
      line.includes(each.text);
  if (any.length > 0) return (line) => any.some(isIn(line));
  return (line) => all.every(isIn(line)) && !none.some(isIn(line));
}
