/**
 * The functions of metric math that alarms and charts use.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax-functions-list
 * Belief: FILL fills a metric that has no data at all. Not here: ANOMALY_DETECTION_BAND, DB_PERF_INSIGHTS, LAMBDA, SEARCH, SERVICE_QUOTA, SLICE, SORT.
 */
import { type Expression, MathError } from "./parse";
import { each, isSeries, type Scope, type Series, seriesOf, type Value } from "./values";

interface FunctionScope extends Scope {
  evaluate(expression: Expression): Value;
}

type MathFunction = (args: readonly Expression[], scope: FunctionScope) => Value;

/** Of one time series to a number, of several to one time series; a number stays one. */
const summary =
  (name: string, of: (values: number[]) => number): MathFunction =>
  (args, scope) => {
    const value = one(name, args, scope);
    if (typeof value === "number") return of([value]);
    if (isSeries(value)) return of([...value.points.values()]);
    const times = [...new Set(value.flatMap(({ points }) => [...points.keys()]))].sort((a, b) => a - b);
    return seriesOf(new Map(times.map((at) => [at, of(value.flatMap(({ points }) => points.get(at) ?? []))])));
  };

const mapping =
  (name: string, change: (value: number) => number): MathFunction =>
  (args, scope) =>
    each(one(name, args, scope), change);

/** Of a time series, its own time instead of its value. */
const timing =
  (name: string, of: (at: Date) => number): MathFunction =>
  (args, scope) =>
    overSeries(name, args, scope, (points) => points.map(([at]) => [at, of(new Date(at))]));

const sum = (values: number[]): number => values.reduce((all, value) => all + value, 0);
const average = (values: number[]): number => sum(values) / values.length;

export const functions: Record<string, MathFunction> = {
  ABS: mapping("ABS", Math.abs),
  CEIL: mapping("CEIL", Math.ceil),
  FLOOR: mapping("FLOOR", Math.floor),
  LOG: mapping("LOG", Math.log),
  LOG10: mapping("LOG10", Math.log10),
  SUM: summary("SUM", sum),
  AVG: summary("AVG", average),
  MAX: summary("MAX", (values) => Math.max(...values)),
  MIN: summary("MIN", (values) => Math.min(...values)),
  STDDEV: summary("STDDEV", (values) => Math.sqrt(average(values.map((value) => (value - average(values)) ** 2)))),
  DATAPOINT_COUNT: summary("DATAPOINT_COUNT", (values) => values.length),
  METRIC_COUNT: (args, scope) => lists("METRIC_COUNT", args, scope).length,
  FIRST: (args, scope) => atEnd(lists("FIRST", args, scope)[0]),
  LAST: (args, scope) => atEnd(lists("LAST", args, scope).at(-1)),
  METRICS: (args, scope) => {
    const [filter] = args;
    if (filter !== undefined && filter.kind !== "text") throw new MathError("METRICS takes a text, or nothing");
    return scope.metrics().filter(({ id }) => filter === undefined || id.includes(filter.value));
  },
  TIME_SERIES: (args, scope) => {
    const value = one("TIME_SERIES", args, scope);
    if (typeof value !== "number") throw new MathError("TIME_SERIES takes a number");
    return seriesOf(new Map(scope.periods.map((at) => [at, value])));
  },
  PERIOD: (_args, scope) => scope.period,
  RUNNING_SUM: (args, scope) =>
    overSeries("RUNNING_SUM", args, scope, (points) => {
      let all = 0;
      return points.map(([at, value]) => {
        all += value;
        return [at, all];
      });
    }),
  DIFF: (args, scope) =>
    overSeries("DIFF", args, scope, (points) => points.slice(1).map(([at, value], index) => [at, value - (points[index]?.[1] ?? 0)])),
  RATE: (args, scope) =>
    overSeries("RATE", args, scope, (points) =>
      points.slice(1).map(([at, value], index) => {
        const [before, old] = points[index] ?? [at, value];
        return [at, (value - old) / ((at - before) / 1000)];
      }),
    ),
  REMOVE_EMPTY: (args, scope) => lists("REMOVE_EMPTY", args, scope).filter(({ points }) => points.size > 0),
  MINUTE: timing("MINUTE", (at) => at.getUTCMinutes()),
  HOUR: timing("HOUR", (at) => at.getUTCHours()),
  /** 1 is Monday. */
  DAY: timing("DAY", (at) => at.getUTCDay() || 7),
  DATE: timing("DATE", (at) => at.getUTCDate()),
  MONTH: timing("MONTH", (at) => at.getUTCMonth() + 1),
  YEAR: timing("YEAR", (at) => at.getUTCFullYear()),
  EPOCH: timing("EPOCH", (at) => Math.floor(at.getTime() / 1000)),
  IF: choose,
  FILL: fill,
};

/** A condition that is a time series decides for each period, and has no answer where it has none itself. */
function choose(args: readonly Expression[], scope: FunctionScope): Value {
  const [condition, yes, no] = args;
  if (!condition || !yes || args.length > 3) throw new MathError("IF takes a condition and one or two values");
  const [asked, chosen] = [scope.evaluate(condition), scope.evaluate(yes)];
  const otherwise = no === undefined ? undefined : scope.evaluate(no);
  if (typeof asked === "number") {
    if (asked !== 0) return chosen;
    return otherwise ?? seriesOf(new Map());
  }
  if (!isSeries(asked)) throw new MathError("IF takes one time series as its condition");
  const at = (value: Value | undefined, when: number): number | undefined => {
    if (value === undefined || typeof value === "number") return value;
    if (!isSeries(value)) throw new MathError("IF takes numbers and single time series");
    return value.points.get(when);
  };
  const points = new Map<number, number>();
  for (const [when, value] of asked.points) {
    const found = at(value !== 0 ? chosen : otherwise, when);
    if (found !== undefined) points.set(when, found);
  }
  return seriesOf(points);
}

function fill(args: readonly Expression[], scope: FunctionScope): Value {
  const [filled, filler] = args;
  if (!filled || !filler || args.length !== 2) throw new MathError("FILL takes a metric and what to fill it with");
  const value = scope.evaluate(filled);
  if (typeof value === "number") throw new MathError("FILL takes time series");
  const word = filler.kind === "name" && /^(REPEAT|LINEAR)$/.test(filler.name) ? filler.name : undefined;
  const fixed = word === undefined ? scope.evaluate(filler) : undefined;
  if (fixed !== undefined && typeof fixed !== "number") throw new MathError("FILL fills with a number, REPEAT or LINEAR");
  const one = ({ id, points }: Series): Series => {
    const known = [...points];
    const made = (at: number): number | undefined => {
      if (fixed !== undefined) return fixed;
      const before = known.filter(([when]) => when < at).at(-1);
      const after = known.find(([when]) => when > at);
      if (word === "REPEAT" || !before || !after) return word === "LINEAR" ? undefined : before?.[1];
      return before[1] + ((after[1] - before[1]) * (at - before[0])) / (after[0] - before[0]);
    };
    const all = scope.periods.map((at) => [at, points.get(at) ?? made(at)] as const);
    return { id, points: new Map(all.filter((each): each is readonly [number, number] => each[1] !== undefined)) };
  };
  return Array.isArray(value) ? value.map(one) : one(value);
}

function one(name: string, args: readonly Expression[], scope: FunctionScope): Value {
  const [only] = args;
  if (!only || args.length !== 1) throw new MathError(`${name} takes one value`);
  return scope.evaluate(only);
}

function lists(name: string, args: readonly Expression[], scope: FunctionScope): Series[] {
  const value = one(name, args, scope);
  if (!Array.isArray(value)) throw new MathError(`${name} takes a list of time series`);
  return value;
}

const atEnd = (series: Series | undefined): Series => series ?? seriesOf(new Map());

function overSeries(
  name: string,
  args: readonly Expression[],
  scope: FunctionScope,
  change: (points: [number, number][]) => [number, number][],
): Value {
  const value = one(name, args, scope);
  if (typeof value === "number") throw new MathError(`${name} takes time series`);
  const over = (series: Series): Series => ({ ...series, points: new Map(change([...series.points])) });
  return Array.isArray(value) ? value.map(over) : over(value);
}
