/** Metric math, by https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
import { answerQueries, type MetricQuery } from "../../../../sandbox/aws/cloudwatch/metric-queries";
import { MetricStore } from "../../../../sandbox/aws/cloudwatch/metric-store";

const minute = 60_000;
/** A Monday. */
const start = Date.UTC(2026, 10, 30, 8);

/** One value a minute; undefined where there is none. */
const data: Record<string, (number | undefined)[]> = {
  a: [1, 2, undefined, 4],
  b: [10, undefined, undefined, 40],
  c: [3, 0, 5, 0],
  none: [],
};

function result(expression: string): unknown {
  const store = new MetricStore();
  const queries = Object.entries(data).map(([id, values]): MetricQuery => {
    const metric = { namespace: "n", name: id, dimensions: {} };
    values.forEach((value, index) => {
      if (value !== undefined) store.count(metric, start + index * minute, value);
    });
    return { id, returnData: false, reading: { metric, stat: "Sum", period: minute } };
  });
  const asked = [...queries, { id: "e", returnData: true, expression }];
  const value = answerQueries(store, asked, { from: start, to: start + 4 * minute }).get("e");
  if (typeof value === "number" || value === undefined) return value;
  const rows = [value].flat().map(({ points }) => [0, 1, 2, 3].map((index) => points.get(start + index * minute)));
  return Array.isArray(value) ? rows : rows[0];
}

const _ = undefined;

test.each([
  ["a + b", [11, _, _, 44]],
  ["a + 1", [2, 3, _, 5]],
  ["2 + 3 * 4 - 1", 13],
  ["a / c", [1 / 3, _, _, _]],
  ["SUM([a, b])", [11, 2, _, 44]],
  ["SUM(a)", 7],
  ["SUM(METRICS())", [14, 2, 5, 44]],
  ['SUM(METRICS("a"))', [1, 2, _, 4]],
  ["AVG([a, b])", [5.5, 2, _, 22]],
  ["MAX([a, b, c])", [10, 2, 5, 40]],
  ["MIN([a, 2])", "ValidationError"],
  ["MIN([a, c])", [1, 0, 5, 0]],
  ["FILL(b, 0)", [10, 0, 0, 40]],
  ["FILL(b, REPEAT)", [10, 10, 10, 40]],
  ["FILL(b, LINEAR)", [10, 20, 30, 40]],
  ["FILL(none, 0)", [0, 0, 0, 0]],
  [
    "FILL([a, b], 0)",
    [
      [1, 2, 0, 4],
      [10, 0, 0, 40],
    ],
  ],
  ["SUM([FILL(a, 0), FILL(none, 0)])", [1, 2, 0, 4]],
  ["a > 1", [0, 1, _, 1]],
  ["a > 1 AND c > 0", [0, 0, _, 0]],
  ["a > 1 || c > 0", [1, 1, _, 1]],
  ["a >= 2 && a != 4", [0, 1, _, 0]],
  ["IF(a > 1, a, 0)", [0, 2, _, 4]],
  ["IF(c > 0, b)", [10, _, _, _]],
  ["IF(FILL(b, 0) >= 20, FILL(a, 0) / b, 0)", [0, 0, 0, 0.1]],
  ["IF(1 > 2, a, b)", [10, _, _, 40]],
  ["RUNNING_SUM(c)", [3, 3, 8, 8]],
  ["DIFF(c)", [_, -3, 5, -5]],
  ["RATE(c)", [_, -3 / 60, 5 / 60, -5 / 60]],
  ["PERIOD(a)", 60],
  ["TIME_SERIES(7)", [7, 7, 7, 7]],
  ["DAY(c)", [1, 1, 1, 1]],
  ["HOUR(c) + MINUTE(c)", [8, 9, 10, 11]],
  ["METRIC_COUNT(METRICS())", 4],
  ["DATAPOINT_COUNT(a)", 3],
  ["REMOVE_EMPTY([none, a])", [[1, 2, _, 4]]],
  ["CEIL(c / 2)", [2, 0, 3, 0]],
  ["1e3 * c", [3000, 0, 5000, 0]],
])("%s", (expression, expected) => {
  if (expected === "ValidationError") expect(() => result(expression)).toThrow(expect.objectContaining({ code: expected }));
  else expect(result(expression)).toEqual(expected);
});

test.each(["a +", "unknown + 1", "NOSUCH(a)", "sum([a, b])", "(a", "a b", "e + 1", "a ? b", "FILL(a)", "SLICE(a, 1)"])(
  "%s is refused",
  (expression) => {
    expect(() => result(expression)).toThrow(expect.objectContaining({ code: "ValidationError", status: 400 }));
  },
);
