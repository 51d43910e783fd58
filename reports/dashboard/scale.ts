/** Where a value stands in a picture, and which round values its axis names. */

export interface Scale {
  /** To a place, in the picture's units. */
  at(value: number): number;
  ticks: readonly number[];
}

/** @param pixels the places of the lowest and the highest value. @param values all that are to be seen. */
export function valueScale(
  values: readonly number[],
  { min, max }: { min?: number | undefined; max?: number | undefined },
  [bottom, top]: readonly [number, number],
): Scale {
  const lowest = min ?? Math.min(...values, Number.POSITIVE_INFINITY);
  const low = Number.isFinite(lowest) ? lowest : 0;
  const highest = max ?? Math.max(...values, Number.NEGATIVE_INFINITY);
  // Nothing but one value is drawn in the middle.
  const high = Number.isFinite(highest) && highest > low ? highest : low + (low === 0 ? 1 : Math.abs(low));
  const step = roundStep((high - low) / 4);
  const from = min ?? Math.floor(low / step) * step;
  const to = max ?? Math.ceil(high / step - 1e-9) * step;
  const ticks = multiples(from, to, step);
  return { at: (value) => bottom + ((Math.min(Math.max(value, from), to) - from) / (to - from)) * (top - bottom), ticks };
}

/** 1, 2 or 5 times a power of ten. */
function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const times = [1, 2, 5, 10].find((each) => each * power >= rough * (1 - 1e-9)) ?? 10;
  return times * power;
}

/** Counted, not added up: a tenth is no sum of binary fractions. */
function multiples(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const timeSteps = [minute, 5 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day, 7 * day];

/** @param most how many names of times have room. */
export function timeScale(from: number, to: number, [left, right]: readonly [number, number], most: number): Scale {
  const step = timeSteps.find((each) => (to - from) / each <= most) ?? 30 * day;
  return { at: (time) => left + ((time - from) / (to - from)) * (right - left), ticks: multiples(from, to, step) };
}

/** "14:00", and at midnight the day: "11-28". In UTC. */
export function timeText(time: number): string {
  const iso = new Date(time).toISOString();
  return time % day === 0 ? iso.slice(5, 10) : iso.slice(11, 16);
}

/** "0.025", "12", "1.2k", "3.4M". */
export function numberText(value: number): string {
  const size = Math.abs(value);
  const [unit, suffix] = size >= 1e6 ? [1e6, "M"] : size >= 1e4 ? [1e3, "k"] : [1, ""];
  return `${Number((value / unit).toPrecision(size >= 1e3 && size < 1e4 ? 4 : 3))}${suffix}`;
}
