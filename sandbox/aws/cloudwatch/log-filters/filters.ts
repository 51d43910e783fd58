/**
 * Metric filters: moto keeps them, and here matching lines of functions' logs make their metrics.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
 * Not here: lines that PutLogEvents puts. A line is counted when it is written. Belief: a default value counts once for a minute in which nothing
 * matched before.
 */
import type { Answer, Call } from "../../call";
import { answerWith, list, object, type Protocol, readInput, refusalOf, ServiceError, text } from "../../query-protocol";
import { type MetricStore, sampleOf } from "../metric-store";
import { valueAt } from "./json-pattern";
import { parsePattern } from "./pattern";
import type { Pattern } from "./refusals";

interface Transformation {
  namespace: string;
  name: string;
  /** A number, or the path of a field. */
  value: string;
  defaultValue?: number;
  unit: string;
  dimensions: Readonly<Record<string, string>>;
}

interface Filter {
  matches: Pattern;
  transformations: readonly Transformation[];
  /** The minute for which the default was counted, or in which something matched. */
  lastMinute?: number;
}

export interface LogFiltersOptions {
  metrics(account: string, region: string): MetricStore;
  now(): number;
}

const protocol: Protocol = { namespace: "http://logs.amazonaws.com/doc/2014-03-28/", jsonVersion: "1.1" };
const minute = 60_000;

export class LogFilters {
  /** By place and group, by their names. */
  readonly #groups = new Map<string, Map<string, Filter>>();

  constructor(private readonly options: LogFiltersOptions) {}

  /** Refuses what cannot be evaluated here; moto answers the rest. */
  answer(call: Call): Answer | undefined {
    if (call.service !== "logs" || !/^(Put|Test)MetricFilter$/.test(call.operation)) return undefined;
    try {
      const input = readInput(call);
      if (call.operation === "PutMetricFilter") {
        filterOf(input);
        return undefined;
      }
      const matches = parsePattern(text(input.filterPattern));
      const found = list(input.logEventMessages).map((line, index) => ({
        eventNumber: index + 1,
        eventMessage: text(line),
        extractedValues: new Map(),
      }));
      return answerWith(call, { matches: found.filter(({ eventMessage }) => matches(eventMessage, fieldsOf(eventMessage))) }, protocol);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const refusal = refusalOf(call, error, protocol);
      return error.status === 501 ? { ...refusal, gap: error.message } : refusal;
    }
  }

  /** Told of every call that was answered. */
  learn(call: Call, { status }: Answer): void {
    const { service, operation, account, region } = call;
    if (service !== "logs" || status !== 200 || !/^(PutMetricFilter|DeleteMetricFilter|DeleteLogGroup)$/.test(operation)) return;
    const input = readInput(call);
    const group = `${account} ${region} ${text(input.logGroupName)}`;
    if (operation === "DeleteLogGroup") this.#groups.delete(group);
    else if (operation === "DeleteMetricFilter") this.#groups.get(group)?.delete(text(input.filterName));
    else this.#groups.set(group, (this.#groups.get(group) ?? new Map()).set(text(input.filterName), filterOf(input)));
  }

  /** Told of each line that a function writes. */
  readLogLine(functionArn: string, line: string): void {
    const [, , , region = "", account = "", , name = ""] = functionArn.split(":");
    const filters = this.#groups.get(`${account} ${region} /aws/lambda/${name}`);
    if (!filters || filters.size === 0) return;
    const fields = fieldsOf(line);
    const store = this.options.metrics(account, region);
    for (const filter of filters.values()) count(filter, { line, fields, store, at: this.options.now() });
  }
}

function count(filter: Filter, { line, fields, store, at }: { line: string; fields: unknown; store: MetricStore; at: number }): void {
  const isMatch = filter.matches(line, fields);
  const thisMinute = Math.floor(at / minute);
  if (!isMatch && filter.lastMinute === thisMinute) return;
  filter.lastMinute = thisMinute;
  for (const { namespace, name, value, defaultValue, unit, dimensions } of filter.transformations) {
    const found = isMatch ? numberOf(value, fields) : defaultValue;
    const named = Object.entries(dimensions).map(([key, path]) => [key, valueAt(fields, path)] as const);
    // A dimension that the line lacks makes no metric.
    if (found === undefined || named.some(([, each]) => each === undefined || typeof each === "object")) continue;
    const metric = { namespace, name, dimensions: Object.fromEntries(named.map(([key, each]) => [key, String(each)])) };
    store.put(metric, sampleOf(at, [[found, 1]], unit));
  }
}

function numberOf(value: string, fields: unknown): number | undefined {
  const found = value.startsWith("$") ? valueAt(fields, value) : value;
  const number = typeof found === "number" || (typeof found === "string" && found !== "") ? Number(found) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** @throws ServiceError */
function filterOf(input: Record<string, unknown>): Filter {
  const transformations = list(input.metricTransformations).map((each): Transformation => {
    const { metricNamespace, metricName, metricValue, defaultValue, unit, dimensions } = object(each);
    const value = text(metricValue);
    if (!value.startsWith("$") && numberOf(value, undefined) === undefined) {
      throw new ServiceError(501, "NotImplemented", `the sandbox does not know the metric value ${JSON.stringify(value)} of a filter`);
    }
    return {
      namespace: text(metricNamespace),
      name: text(metricName),
      value,
      unit: text(unit) || "None",
      dimensions: Object.fromEntries(Object.entries(object(dimensions)).map(([key, path]) => [key, text(path)])),
      ...(typeof defaultValue === "number" ? { defaultValue } : {}),
    };
  });
  const both = transformations.find(({ defaultValue, dimensions }) => defaultValue !== undefined && Object.keys(dimensions).length > 0);
  if (both)
    throw new ServiceError(
      400,
      "InvalidParameterException",
      "Invalid metric transformation: dimensions and a default value exclude each other",
    );
  return { matches: parsePattern(text(input.filterPattern)), transformations };
}

/** Undefined for a line that is no JSON. */
function fieldsOf(line: string): unknown {
  if (!line.trimStart().startsWith("{")) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
