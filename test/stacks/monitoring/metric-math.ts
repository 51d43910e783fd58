/** CloudWatch's metric math of one period, as far as our alarms use it: what an alarm has for these values. Undefined is no data. */
export type Values = Readonly<Record<string, number | undefined>>;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
export function evaluate(expression: string, values: Values): number | undefined {
  const names = Object.keys(values);
  const javascript = expression.replaceAll(/\bAND\b/g, "&&").replaceAll(/\bOR\b/g, "||");
  const functions = {
    IF: (condition: unknown, yes: number, no: number) => (Number(condition) ? yes : no),
    FILL: (value: number, other: number) => (Number.isNaN(value) ? other : value),
    MIN: (all: number[]) => Math.min(...all),
  };
  // biome-ignore lint/security/noGlobalEval: an expression of ours.
  const calculate = eval(`(${[...Object.keys(functions), ...names].join()}) => ${expressionOf(javascript)}`) as (
    ...all: unknown[]
  ) => number;
  const result = calculate(...Object.values(functions), ...names.map((name) => values[name] ?? Number.NaN));
  return Number.isNaN(result) ? undefined : result;
}

const expressionOf = (text: string): string => `Number(${text})`;
