/** Metrics of one account in one region: samples as they were published, and how they are put together for a period. */
import { type Sample, type Statistic, statisticOf } from "./statistics";

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
}

export class MetricStore {
  readonly #kept = new Map<string, Kept>();

  /** @param published is told of the key of each metric that gets a sample. */
  constructor(private readonly published: (key: string) => void = () => undefined) {}

  put(metric: Metric, sample: Sample): void {
    const key = keyOf(metric);
    const kept = this.#kept.get(key) ?? { metric, samples: [] };
    this.#kept.set(key, kept);
    kept.samples.push(sample);
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
    for (const { samples } of this.#kept.values()) for (const sample of samples) sample.at -= ms;
  }
}

/** Dimensions are what makes a metric another one; their order does not. */
export const keyOf = ({ namespace, name, dimensions }: Metric): string =>
  JSON.stringify([namespace, name, Object.entries(dimensions).sort(([one], [other]) => (one < other ? -1 : 1))]);

export function sampleOf(at: number, values: NonNullable<Sample["values"]>, unit: string): Sample {
  const numbers = values.map(([value]) => value);
  return {
    at,
    unit,
    values,
    sum: values.reduce((sum, [value, count]) => sum + value * count, 0),
    count: values.reduce((sum, [, count]) => sum + count, 0),
    min: Math.min(...numbers),
    max: Math.max(...numbers),
  };
}
