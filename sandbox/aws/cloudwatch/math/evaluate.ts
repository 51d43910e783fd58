/**
 * What an expression of metric math comes to: a number, a time series, or several. An operation on two series has a value only where both have
 * one; a function of several series where any has one.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax
 */
import { functions } from "./functions";
import { type Expression, MathError, type Operator } from "./parse";
import { each, finite, isSeries, type Scope, type Series, type Value } from "./values";

/** @throws MathError */
export function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "text":
      throw new MathError(`unexpected text "${expression.value}"`);
    case "name":
      return scope.valueOf(expression.name);
    case "list":
      return expression.items.flatMap((item) => {
        const value = evaluate(item, scope);
        if (typeof value === "number") throw new MathError("a list holds time series, and no numbers");
        return value;
      });
    case "negative":
      return each(evaluate(expression.operand, scope), (value) => -value);
    case "binary":
      return binary(expression.operator, evaluate(expression.left, scope), evaluate(expression.right, scope));
    case "call": {
      const called = functions[expression.name];
      if (!called) throw new MathError(`the function ${expression.name} is not known here`);
      return called(expression.args, { ...scope, evaluate: (inner) => evaluate(inner, scope) });
    }
  }
}

const operations: Record<Operator, (left: number, right: number) => number> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "^": (left, right) => left ** right,
  "==": (left, right) => Number(left === right),
  "!=": (left, right) => Number(left !== right),
  "<": (left, right) => Number(left < right),
  ">": (left, right) => Number(left > right),
  "<=": (left, right) => Number(left <= right),
  ">=": (left, right) => Number(left >= right),
  AND: (left, right) => Number(left !== 0 && right !== 0),
  OR: (left, right) => Number(left !== 0 || right !== 0),
};

function binary(operator: Operator, left: Value, right: Value): Value {
  const operation = operations[operator];
  if (typeof left === "number" && typeof right === "number") return operation(left, right);
  if (typeof right === "number") return each(left, (value) => operation(value, right));
  if (typeof left === "number") return each(right, (value) => operation(left, value));
  if (isSeries(left) && isSeries(right)) return zipped(left, right, operation);
  if (isSeries(left)) return (right as Series[]).map((other) => zipped(left, other, operation));
  if (isSeries(right)) return left.map((one) => zipped(one, right, operation));
  if (left.length !== right.length) throw new MathError(`two lists of ${left.length} and ${right.length} time series`);
  return left.map((one, index) => zipped(one, right[index] ?? one, operation));
}

const zipped = (left: Series, right: Series, operation: (left: number, right: number) => number): Series =>
  finite({
    id: left.id,
    points: new Map([...left.points].flatMap(([at, value]) => pair(at, right.points.get(at), (other) => operation(value, other)))),
  });

const pair = (at: number, other: number | undefined, make: (other: number) => number): [number, number][] =>
  other === undefined ? [] : [[at, make(other)]];
