/**
 * What a period's samples come to. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 * Percentiles by the nearest rank; CloudWatch does not say how it comes to its own. Not here: trimmed means, percentile ranks and their like.
 */
import { ServiceError } from "../query-protocol";

export interface Sample {
  /** Milliseconds since 1970. */
  at: number;
  unit: string;
  sum: number;
  min: number;
  max: number;
  count: number;
  /** With how often each occurred; absent when a statistic set was published whose values differ. */
  values?: Map<number, number> | undefined;
}

/** Adds what was published in the same minute. */
export function merge(into: Sample, { sum, count, min, max, values }: Sample): void {
  into.sum += sum;
  into.count += count;
  into.min = Math.min(into.min, min);
  into.max = Math.max(into.max, max);
  if (!into.values || !values) into.values = undefined;
  else for (const [value, times] of values) into.values.set(value, (into.values.get(value) ?? 0) + times);
}

/** "Sum", "Average", "Minimum", "Maximum", "SampleCount", "p95", "p99.9". */
export type Statistic = string;

export const simpleStatistics = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"] as const;
const percentile = /^p(\d{1,2}(?:\.\d{0,10})?|100)$/;

/** 95 of "p95". */
export const percentOf = (stat: Statistic): number | undefined => {
  const [, percent] = percentile.exec(stat) ?? [];
  return percent === undefined ? undefined : Number(percent);
};

/** @throws ServiceError for one that CloudWatch, or the sandbox, does not have. */
export function requireStatistic(stat: Statistic): void {
  if ((simpleStatistics as readonly string[]).includes(stat) || percentOf(stat) !== undefined) return;
  const isKnown = /^(IQM|(tm|wm|tc|ts|TM|WM|TC|TS|PR)[\d.(].*)$/.test(stat);
  if (isKnown) throw new ServiceError(501, "NotImplemented", `the sandbox has no statistic "${stat}"`);
  throw new ServiceError(400, "InvalidParameterValue", `The value ${stat} for parameter Stat is not supported.`);
}

/** @returns undefined without samples, and for a percentile of statistic sets whose values differ. */
export function statisticOf(samples: readonly Sample[], stat: Statistic): number | undefined {
  if (samples.length === 0) return undefined;
  const sum = samples.reduce((all, sample) => all + sample.sum, 0);
  const count = samples.reduce((all, sample) => all + sample.count, 0);
  switch (stat) {
    case "Sum":
      return sum;
    case "SampleCount":
      return count;
    case "Average":
      return sum / count;
    case "Minimum":
      return Math.min(...samples.map(({ min }) => min));
    case "Maximum":
      return Math.max(...samples.map(({ max }) => max));
    default:
      return percentileOf(samples, percentOf(stat) ?? 0);
  }
}

function percentileOf(samples: readonly Sample[], percent: number): number | undefined {
  const all: [number, number][] = [];
  for (const { values } of samples) {
    if (!values) return undefined;
    all.push(...values);
  }
  all.sort(([one], [other]) => one - other);
  const rank = (percent / 100) * all.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [value, count] of all) {
    seen += count;
    if (seen >= rank) return value;
  }
  return all.at(-1)?.[0];
}
