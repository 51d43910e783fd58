/**
 * Metrics of one account in one region, with the granularity that CloudWatch keeps: a minute, or a second of those with high resolution; and how
 * they are put together for a period. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/publishingMetrics.html#high-resolution-metrics
 */
import { merge, type Sample, type Statistic, statisticOf } from "./statistics";

export interface Metric {
  namespace: string;
  name: string;
  dimensions: Readonly<Record<string, string>>;
}

export interface Reading {
  metric: Metric;
  stat: Statistic;
  /** Milliseconds. */
  period: number;
  unit?: string | undefined;
}

/** Milliseconds since 1970 at which a period begins, to its value. Periods without data are not there. */
export type Points = ReadonlyMap<number, number>;

interface Kept {
  metric: Metric;
  samples: Sample[];
  /** By time and unit: where the next values of the same minute go. */
  latest: Map<string, Sample>;
}

export type Resolution = "minute" | "second";
const granularity = { minute: 60_000, second: 1_000 };

export class MetricStore {
  readonly #kept = new Map<string, Kept>();

  /** @param published is told of the key of each metric that gets a sample. */
  constructor(private readonly published: (key: string) => void = () => undefined) {}

  put(metric: Metric, sample: Sample, resolution: Resolution = "minute"): void {
    const key = keyOf(metric);
    const kept: Kept = this.#kept.get(key) ?? { metric, samples: [], latest: new Map() };
    this.#kept.set(key, kept);
    const at = Math.floor(sample.at / granularity[resolution]) * granularity[resolution];
    const known = kept.latest.get(`${at} ${sample.unit}`);
    if (known) {
      merge(known, sample);
    } else {
      const first = { ...sample, at };
      kept.samples.push(first);
      kept.latest.set(`${at} ${sample.unit}`, first);
    }
    this.published(key);
  }

  count(metric: Metric, at: number, value = 1): void {
    this.put(metric, sampleOf(at, [[value, 1]], "Count"));
  }

  /** Periods are counted from `from`; a sample at `to` is in none. */
  read({ metric, stat, period, unit }: Reading, from: number, to: number): Points {
    const byPeriod = new Map<number, Sample[]>();
    for (const sample of this.samples(metric)) {
      if (sample.at < from || sample.at >= to || (unit && unit !== sample.unit)) continue;
      const begins = from + Math.floor((sample.at - from) / period) * period;
      const others = byPeriod.get(begins);
      if (others) others.push(sample);
      else byPeriod.set(begins, [sample]);
    }
    const points = new Map<number, number>();
    for (const [begins, samples] of [...byPeriod].sort(([one], [other]) => one - other)) {
      const value = statisticOf(samples, stat);
      if (value !== undefined) points.set(begins, value);
    }
    return points;
  }

  samples(metric: Metric): readonly Sample[] {
    return this.#kept.get(keyOf(metric))?.samples ?? [];
  }

  metrics(): Metric[] {
    return [...this.#kept.values()].map(({ metric }) => metric);
  }

  /** Time passes: everything is older. */
  age(ms: number): void {
    for (const { samples, latest } of this.#kept.values()) {
      for (const sample of samples) sample.at -= ms;
      latest.clear();
    }
  }
}

/** Dimensions are what makes a metric another one; their order does not. */
export const keyOf = ({ namespace, name, dimensions }: Metric): string =>
  JSON.stringify([namespace, name, Object.entries(dimensions).sort(([one], [other]) => (one < other ? -1 : 1))]);

/** @param values with how often each occurred. */
export function sampleOf(at: number, values: readonly (readonly [value: number, count: number])[], unit: string): Sample {
  const [[first, times] = [0, 0], ...others] = values;
  const sample: Sample = { at, unit, sum: first * times, count: times, min: first, max: first, values: new Map([[first, times]]) };
  for (const [value, count] of others) merge(sample, sampleOf(at, [[value, count]], unit));
  return sample;
}
