/** What metric math works on: numbers, time series, and lists of these. */
import type { Points } from "../metric-store";

export interface Series {
  id: string;
  points: Points;
}

export type Value = number | Series | Series[];

export interface Scope {
  /** Of a metric or another expression of the same question. */
  valueOf(id: string): Value;
  /** The metrics of the question, without its expressions. */
  metrics(): Series[];
  /** When each period of the question begins, oldest first. */
  periods: readonly number[];
  /** Seconds. */
  period: number;
}

export const isSeries = (value: Value): value is Series => typeof value === "object" && !Array.isArray(value);
export const seriesOf = (points: Points): Series => ({ id: "", points });

export function each(value: Value, change: (value: number) => number): Value {
  if (typeof value === "number") return change(value);
  if (Array.isArray(value)) return value.map((series) => each(series, change) as Series);
  return finite({ ...value, points: new Map([...value.points].map(([at, number]) => [at, change(number)])) });
}

/** A division by zero has no result: CloudWatch keeps no NaN and no infinity. */
export const finite = (series: Series): Series => ({
  ...series,
  points: new Map([...series.points].filter(([, value]) => Number.isFinite(value))),
});
