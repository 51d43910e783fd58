/**
 * PutMetricData. Nothing is stored of a call that has one wrong value.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html Not here: entities.
 */
import { type Input, list, number, object, ServiceError, text, time } from "../query-protocol";
import { metricOf } from "./metric-queries";
import { type Metric, type MetricStore, sampleOf } from "./metric-store";
import type { Sample } from "./statistics";

const mostValues = 150;
const mostData = 1000;
const twoWeeks = 14 * 24 * 3_600_000;
const twoHours = 2 * 3_600_000;

export function putMetricData(store: MetricStore, input: Input, now: number): object {
  const namespace = text(input.Namespace);
  if (!/^[^:]{1,255}$/.test(namespace) || namespace.startsWith("AWS/"))
    throw wrong(`The value ${namespace} for parameter Namespace is invalid.`);
  const data = list(input.MetricData).map(object);
  if (data.length > mostData) throw wrong(`The collection MetricData must not have a size greater than ${mostData}.`);
  const read = data.map((each) => {
    const metric = { ...metricOf(each), namespace };
    requireMetric(metric);
    return [metric, sampleIn(each, now), number(each.StorageResolution) === 1 ? "second" : "minute"] as const;
  });
  for (const each of read) store.put(...each);
  return {};
}

function requireMetric({ name, dimensions }: Metric): void {
  if (name === "" || name.length > 255) throw wrong("The parameter MetricData.member.MetricName is required, with at most 255 characters.");
  if (Object.keys(dimensions).length > 30) throw wrong("The collection MetricData.member.Dimensions must not have a size greater than 30.");
  const empty = Object.entries(dimensions).find(([key, value]) => key === "" || value === "");
  if (empty) throw wrong("The parameter MetricData.member.Dimensions.member.Value is required.");
}

function sampleIn({ Value, Values, Counts, StatisticValues, Timestamp, Unit }: Input, now: number): Sample {
  const at = time(Timestamp) ?? now;
  if (!(at >= now - twoWeeks && at <= now + twoHours))
    throw wrong("The parameter MetricData.member.Timestamp must be within the last two weeks.");
  const unit = text(Unit) || "None";
  if ([Value, Values, StatisticValues].filter((each) => each !== undefined).length !== 1) {
    const message =
      "The parameters MetricData.member.Value, .Values and .StatisticValues are mutually exclusive and you have specified more than one, or none.";
    throw new ServiceError(400, "InvalidParameterCombination", message, "InvalidParameterCombinationException");
  }
  if (StatisticValues !== undefined) {
    const { SampleCount, Sum, Minimum, Maximum } = object(StatisticValues);
    const [count, sum, min, max] = [finite(SampleCount), finite(Sum), finite(Minimum), finite(Maximum)];
    return { at, unit, count, sum, min, max, ...(min === max ? { values: new Map([[min, count]]) } : {}) };
  }
  const values = Value === undefined ? list(Values).map(finite) : [finite(Value)];
  const counts = Counts === undefined ? values.map(() => 1) : list(Counts).map(finite);
  if (values.length === 0 || values.length > mostValues || counts.length !== values.length) {
    throw wrong(`The parameters MetricData.member.Values and .Counts must have the same size, of at most ${mostValues}.`);
  }
  return sampleOf(
    at,
    values.map((value, index) => [value, counts[index] ?? 1] as const),
    unit,
  );
}

function finite(value: unknown): number {
  const read = number(value);
  if (read === undefined || !Number.isFinite(read))
    throw wrong(`The value ${String(value)} for parameter MetricData.member.Value is invalid.`);
  return read;
}

const wrong = (message: string): ServiceError => new ServiceError(400, "InvalidParameterValue", message, "InvalidParameterValueException");
