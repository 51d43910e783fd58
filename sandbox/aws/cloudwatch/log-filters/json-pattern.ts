/**
 * JSON patterns of metric filters: { ($.user.id = 1 && $.status >= 400) || $.error IS TRUE }.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html#matching-terms-json-log-events
 * Belief: a field that is not there is in no comparison, != included; a number and a text are never equal.
 */
import { invalidPattern, type Pattern, unknownPattern } from "./refusals";

type Test = (fields: unknown) => boolean;

const token =
  /\s*(\$(?:\.[A-Za-z0-9_-]+|\[\d+\]|\.?\["[^"\]]+"\]|\.?\['[^'\]]+'\])+|"(?:[^"\\]|\\.)*"|&&|\|\||[<>!]?=|[<>()]|%[^%]*%|[^\s"()&|<>=!]+)/y;

/** @param text with its braces. @throws ServiceError */
export function parseJsonPattern(text: string): Pattern {
  if (!text.endsWith("}")) throw invalidPattern();
  const tokens = tokensOf(text.slice(1, -1).trim());
  let at = 0;
  const next = (): string => tokens[at] ?? "";
  const take = (): string => tokens[at++] ?? "";

  function joined(word: "||" | "&&", part: () => Test): Test {
    const parts = [part()];
    while (next() === word) {
      at++;
      parts.push(part());
    }
    return (fields) => (word === "||" ? parts.some((each) => each(fields)) : parts.every((each) => each(fields)));
  }
  const or = (): Test => joined("||", () => joined("&&", operand));

  function operand(): Test {
    if (next() !== "(") return comparison();
    at++;
    const inner = or();
    if (take() !== ")") throw invalidPattern();
    return inner;
  }

  function comparison(): Test {
    const path = take();
    if (!path.startsWith("$")) throw invalidPattern();
    const read = (fields: unknown): unknown => valueAt(fields, path);
    const operator = take().toUpperCase();
    if (operator === "NOT" && take().toUpperCase() === "EXISTS") return (fields) => read(fields) === undefined;
    if (operator === "IS") {
      const word = take().toUpperCase();
      const known = { NULL: null, TRUE: true, FALSE: false }[word];
      if (known === undefined) throw invalidPattern();
      return (fields) => read(fields) === known;
    }
    const literal = take();
    if (literal === "" || /^(&&|\|\||[()]|\$)/.test(literal)) throw invalidPattern();
    if (literal.startsWith("%")) throw unknownPattern("a regular expression");
    return compared(operator, literal, read);
  }

  const test = or();
  if (at < tokens.length) throw invalidPattern();
  return (_, fields) => typeof fields === "object" && fields !== null && test(fields);
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const [, found] = token.exec(text) ?? [];
    if (found === undefined) throw invalidPattern();
    tokens.push(found);
  }
  return tokens;
}

/** "$.a.b[0]" of { a: { b: [1] } } is 1. */
export function valueAt(fields: unknown, path: string): unknown {
  let value = fields;
  for (const [, name, index, quoted] of path.matchAll(/\.([A-Za-z0-9_-]+)|\[(\d+)\]|\[["']([^"'\]]+)["']\]/g)) {
    if (typeof value !== "object" || value === null) return undefined;
    const key = name ?? index ?? quoted ?? "";
    value = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  }
  return value;
}

function compared(operator: string, literal: string, read: (fields: unknown) => unknown): Test {
  const isQuoted = literal.startsWith('"');
  const number = isQuoted ? Number.NaN : Number(literal);
  if (!Number.isNaN(number)) {
    const tests: Record<string, (value: number) => boolean> = {
      "=": (value) => value === number,
      "!=": (value) => value !== number,
      "<": (value) => value < number,
      ">": (value) => value > number,
      "<=": (value) => value <= number,
      ">=": (value) => value >= number,
    };
    const test = tests[operator];
    if (!test) throw invalidPattern();
    return (fields) => {
      const value = read(fields);
      return typeof value === "number" && test(value);
    };
  }
  if (operator !== "=" && operator !== "!=") throw invalidPattern();
  const words = isQuoted ? literal.slice(1, -1).replaceAll(/\\(.)/g, "$1") : literal;
  const wanted = new RegExp(
    `^${words
      .split("*")
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*")}$`,
    "s",
  );
  return (fields) => {
    const value = read(fields);
    return typeof value === "string" && wanted.test(value) === (operator === "=");
  };
}
