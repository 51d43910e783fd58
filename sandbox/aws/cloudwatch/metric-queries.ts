/**
 * Answers questions made of metrics and of expressions on them, as GetMetricData, alarms and charts ask them.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html
 */
import { bool, list, number, object, ServiceError, text } from "../query-protocol";
import { evaluate } from "./math/evaluate";
import { type Expression, MathError, parseMath } from "./math/parse";
import type { Scope, Series, Value } from "./math/values";
import type { Metric, MetricStore, Reading } from "./metric-store";
import { requireStatistic } from "./statistics";

export interface MetricQuery {
  id: string;
  label?: string;
  returnData: boolean;
  /** A metric, or an expression on others. */
  reading?: Reading;
  expression?: string;
  /** Milliseconds, of an expression. */
  period?: number | undefined;
}

/** @throws ServiceError ValidationError */
export function queriesOf(input: unknown): MetricQuery[] {
  const queries = list(input).map((each): MetricQuery => {
    const { Id, Label, Expression, MetricStat, ReturnData, Period } = object(each);
    const id = text(Id);
    if (!/^[a-z][a-zA-Z0-9_]*$/.test(id)) throw invalid(`The value ${id} for parameter MetricDataQueries.member.Id is not supported`);
    if ((Expression === undefined) === (MetricStat === undefined)) {
      throw invalid(`Exactly one of MetricStat and Expression is needed in ${id}`);
    }
    const about = { id, returnData: bool(ReturnData) ?? true, ...(Label ? { label: text(Label) } : {}) };
    const seconds = number(Period);
    if (Expression !== undefined) return { ...about, expression: text(Expression), period: seconds && seconds * 1000 };
    return { ...about, reading: readingOf(object(MetricStat)) };
  });
  const ids = queries.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice) throw invalid(`The id ${twice} is there twice`);
  return queries;
}

export function readingOf({ Metric, Period, Stat, Unit }: Record<string, unknown>): Reading {
  const stat = text(Stat);
  requireStatistic(stat);
  return { metric: metricOf(object(Metric)), stat, period: requirePeriod(number(Period) ?? 0), ...(Unit ? { unit: text(Unit) } : {}) };
}

export const metricOf = ({ Namespace, MetricName, Dimensions }: Record<string, unknown>): Metric => ({
  namespace: text(Namespace),
  name: text(MetricName),
  dimensions: Object.fromEntries(list(Dimensions).map((each) => [text(object(each).Name), text(object(each).Value)])),
});

/** @param seconds 1, 5, 10, 20, 30, or a multiple of 60. @returns milliseconds */
export function requirePeriod(seconds: number): number {
  if ([1, 5, 10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0)) return seconds * 1000;
  throw new ServiceError(400, "InvalidParameterValue", `The value ${seconds} for parameter Period must be a multiple of 60`);
}

export interface Window {
  from: number;
  to: number;
}

/** By id. An expression that names another one waits for it. @throws ServiceError ValidationError */
export function answerQueries(store: MetricStore, queries: readonly MetricQuery[], { from, to }: Window): Map<string, Value> {
  const answers = new Map<string, Value>();
  const asked = new Set<string>();
  const smallest = Math.min(...queries.flatMap(({ reading, period }) => reading?.period ?? period ?? []));
  const period = Number.isFinite(smallest) ? smallest : 60_000;
  const periods = Array.from({ length: Math.max(0, Math.ceil((to - from) / period)) }, (_, index) => from + index * period);
  const scope: Scope = {
    valueOf(id) {
      const query = queries.find((each) => each.id === id);
      if (!query) throw new MathError(`${id} is not known`);
      return answer(query);
    },
    metrics: () => queries.filter(({ reading }) => reading).map((query) => answer(query) as Series),
    periods,
    period: period / 1000,
  };

  function answer(query: MetricQuery): Value {
    const known = answers.get(query.id);
    if (known !== undefined) return known;
    if (asked.has(query.id)) throw new MathError(`${query.id} depends on itself`);
    asked.add(query.id);
    const { reading, expression = "" } = query;
    const value = reading ? { id: query.id, points: store.read(reading, from, to) } : evaluate(parsed(expression), scope);
    const named = typeof value === "number" || Array.isArray(value) ? value : { ...value, id: query.id };
    answers.set(query.id, named);
    return named;
  }

  for (const query of queries) {
    try {
      answer(query);
    } catch (error) {
      if (!(error instanceof MathError)) throw error;
      throw invalid(`Error in expression '${query.id}': ${error.message}`);
    }
  }
  return answers;
}

const known = new Map<string, Expression>();

function parsed(expression: string): Expression {
  const found = known.get(expression) ?? parseMath(expression);
  known.set(expression, found);
  return found;
}

export const invalid = (message: string): ServiceError => new ServiceError(400, "ValidationError", message);
