/**
 * Reads an expression of metric math. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 * Not here: SEARCH, Metrics Insights and anomaly detection, which are other languages.
 */

export type Expression =
  | { kind: "number"; value: number }
  | { kind: "text"; value: string }
  /** An id, or a word such as REPEAT. */
  | { kind: "name"; name: string }
  | { kind: "list"; items: Expression[] }
  | { kind: "call"; name: string; args: Expression[] }
  | { kind: "negative"; operand: Expression }
  | { kind: "binary"; operator: Operator; left: Expression; right: Expression };

export type Operator = "+" | "-" | "*" | "/" | "^" | "==" | "!=" | "<" | ">" | "<=" | ">=" | "AND" | "OR";

export class MathError extends Error {}

/** From the weakest to the strongest. */
const levels: readonly (readonly Operator[])[] = [["OR"], ["AND"], ["==", "!=", "<=", ">=", "<", ">"], ["+", "-"], ["*", "/"], ["^"]];
const synonyms: Record<string, Operator> = { "&&": "AND", "||": "OR" };
const token = /\s*(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+|[A-Za-z_]\w*|"[^"]*"|'[^']*'|&&|\|\||[=!<>]=|[-+*/^<>()[\],])/y;

/** @throws MathError */
export function parseMath(text: string): Expression {
  const tokens = tokensOf(text);
  let at = 0;
  const peek = (): string | undefined => tokens[at];
  const take = (): string => {
    const next = tokens[at++];
    if (next === undefined) throw new MathError("the expression ends too soon");
    return next;
  };
  const expect = (wanted: string): void => {
    const got = take();
    if (got !== wanted) throw new MathError(`expected ${wanted}, got ${got}`);
  };

  function level(index: number): Expression {
    const operators = levels[index];
    if (!operators) return operand();
    let left = level(index + 1);
    for (;;) {
      const next = peek();
      const operator = operators.find((each) => each === (synonyms[next ?? ""] ?? next));
      if (!operator) return left;
      take();
      left = { kind: "binary", operator, left, right: level(index + 1) };
    }
  }

  function until(end: string): Expression[] {
    const items: Expression[] = [];
    if (peek() !== end) items.push(level(0));
    while (peek() === ",") {
      take();
      items.push(level(0));
    }
    expect(end);
    return items;
  }

  function operand(): Expression {
    const next = take();
    if (next === "-") return { kind: "negative", operand: operand() };
    if (next === "[") return { kind: "list", items: until("]") };
    if (next === "(") {
      const inner = level(0);
      expect(")");
      return inner;
    }
    if (/^["']/.test(next)) return { kind: "text", value: next.slice(1, -1) };
    if (/^[\d.]/.test(next)) return { kind: "number", value: Number(next) };
    if (!/^[A-Za-z_]/.test(next)) throw new MathError(`unexpected ${next}`);
    if (peek() !== "(") return { kind: "name", name: next };
    take();
    return { kind: "call", name: next, args: until(")") };
  }

  const parsed = level(0);
  if (at < tokens.length) throw new MathError(`unexpected ${tokens[at]}`);
  return parsed;
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (text.slice(token.lastIndex).trim() !== "") {
    const from = token.lastIndex;
    const [, found] = token.exec(text) ?? [];
    if (found === undefined) throw new MathError(`cannot read ${text.slice(from).trim()}`);
    tokens.push(found);
  }
  return tokens;
}
