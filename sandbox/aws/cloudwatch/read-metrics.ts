/**
 * GetMetricData, GetMetricStatistics and ListMetrics.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Operations.html
 * Not here: pages (an answer has everything), retention, the minutes until a figure appears, sharing of accounts.
 */
import { type Input, list, number, object, ServiceError, text, time } from "../query-protocol";
import type { Value } from "./math/values";
import { answerQueries, invalid, metricOf, queriesOf, requirePeriod, type Window } from "./metric-queries";
import type { Metric, MetricStore, Points } from "./metric-store";
import { requireStatistic, simpleStatistics } from "./statistics";

export function getMetricData(store: MetricStore, input: Input): object {
  const queries = queriesOf(input.MetricDataQueries);
  const period = Math.min(...queries.flatMap(({ reading, period }) => reading?.period ?? period ?? []));
  const answers = answerQueries(store, queries, windowOf(input, Number.isFinite(period) ? period : 60_000));
  const newestFirst = text(input.ScanBy) !== "TimestampAscending";
  const MetricDataResults = queries
    .filter(({ returnData }) => returnData)
    .flatMap(({ id, label, reading, expression }) => {
      const Label = label ?? reading?.metric.name ?? expression ?? id;
      return pointsOf(answers.get(id), id).map((points) => {
        const sorted = [...points].sort(([one], [other]) => (newestFirst ? other - one : one - other));
        const Timestamps = sorted.map(([at]) => new Date(at));
        return { Id: id, Label, Timestamps, Values: sorted.map(([, value]) => value), StatusCode: "Complete" };
      });
    });
  return { MetricDataResults, Messages: [] };
}

function pointsOf(value: Value | undefined, id: string): Points[] {
  if (typeof value === "number") throw invalid(`Error in expression '${id}': the result is a number, and no time series`);
  return [value ?? []].flat().map(({ points }) => points);
}

const mostDatapoints = 1440;

export function getMetricStatistics(store: MetricStore, input: Input): object {
  const period = requirePeriod(number(input.Period) ?? 0);
  const { from, to } = windowOf(input, 60_000);
  const datapoints = Math.ceil((to - from) / period);
  if (datapoints > mostDatapoints) {
    const message = `You have requested up to ${datapoints} datapoints, which exceeds the limit of ${mostDatapoints}.`;
    throw new ServiceError(400, "InvalidParameterCombination", message, "InvalidParameterCombinationException");
  }
  const simple = list(input.Statistics).map(text);
  const extended = list(input.ExtendedStatistics).map(text);
  if (simple.length + extended.length === 0) {
    const message = "At least one of the parameters Statistics and ExtendedStatistics must be specified.";
    throw new ServiceError(400, "MissingParameter", message, "MissingRequiredParameterException");
  }
  for (const stat of [...simple, ...extended]) requireStatistic(stat);
  const unit = text(input.Unit);
  const read = (stat: string): Points => store.read({ metric: metricOf(input), stat, period, unit }, from, to);
  const ofAll = new Map([...simple, ...extended].map((stat) => [stat, read(stat)]));
  const Datapoints = [...read("SampleCount").keys()].map((at) => ({
    Timestamp: new Date(at),
    ...Object.fromEntries(simpleStatistics.filter((stat) => simple.includes(stat)).map((stat) => [stat, ofAll.get(stat)?.get(at)])),
    Unit: unit || (store.samples(metricOf(input)).at(-1)?.unit ?? "None"),
    ...(extended.length > 0 ? { ExtendedStatistics: new Map(extended.map((stat) => [stat, ofAll.get(stat)?.get(at)])) } : {}),
  }));
  return { Label: text(input.MetricName), Datapoints };
}

export function listMetrics(store: MetricStore, input: Input): object {
  const filters = list(input.Dimensions).map((each) => ({ name: text(object(each).Name), value: object(each).Value }));
  const matches = ({ namespace, name, dimensions }: Metric): boolean =>
    (!input.Namespace || input.Namespace === namespace) &&
    (!input.MetricName || input.MetricName === name) &&
    filters.every((filter) => filter.name in dimensions && (filter.value === undefined || filter.value === dimensions[filter.name]));
  return { Metrics: store.metrics().filter(matches).map(describeMetric) };
}

const describeMetric = ({ namespace, name, dimensions }: Metric): object => ({
  Namespace: namespace,
  MetricName: name,
  Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
});

/** The start is rounded down to a minute, or to a shorter period; periods begin with it. */
function windowOf(input: Input, period: number): Window {
  const [from = Number.NaN, to = Number.NaN] = [time(input.StartTime), time(input.EndTime)];
  if (Number.isNaN(from) || Number.isNaN(to)) throw invalid("The parameters StartTime and EndTime are needed.");
  if (from >= to) throw invalid("The parameter StartTime must be less than the parameter EndTime.");
  const rounding = Math.min(period, 60_000);
  return { from: Math.floor(from / rounding) * rounding, to };
}
