/** The hours in which a scheduled rotation may change what serves. Pure. */
import type { RotationPolicy, Window } from "../../declaration/rotation";

const hourMs = 3_600_000;
/** A window that never opens within this is shut by freezes. */
const furthestHours = 24 * 400;

/** @returns when the next time begins at which a scheduled step may be taken; the given one itself when that is now. */
export function nextInWindow(now: Date, { window, freezes }: Pick<RotationPolicy, "window" | "freezes">): Date | undefined {
  if (isInside(now, window, freezes)) return now;
  const sinceFullHour = localTime(now, window.timeZone).minute * 60_000 + (now.getTime() % 60_000);
  const fullHour = now.getTime() - sinceFullHour;
  for (let hours = 1; hours < furthestHours; hours++) {
    const at = new Date(fullHour + hours * hourMs);
    if (isInside(at, window, freezes)) return at;
  }
  return undefined;
}

/** @returns when the next day begins there, to the hour. */
export function nextLocalDay(now: Date, timeZone: string): Date {
  const { date, minute } = localTime(now, timeZone);
  const fullHour = now.getTime() - minute * 60_000 - (now.getTime() % 60_000);
  for (let hours = 1; hours < 26; hours++) {
    const at = new Date(fullHour + hours * hourMs);
    if (localTime(at, timeZone).date !== date) return at;
  }
  throw new Error(`a day in ${timeZone} has no end`);
}

function isInside(at: Date, { days, fromHour, toHour, timeZone }: Window, freezes: readonly string[]): boolean {
  const { date, weekday, hour } = localTime(at, timeZone);
  return days.includes(weekday) && hour >= fromHour && hour < toHour && !freezes.includes(date);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function localTime(at: Date, timeZone: string): { date: string; weekday: number; hour: number; minute: number } {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat("en-CA", {
      timeZone,
      hourCycle: "h23",
      ...({ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", weekday: "short" } as const),
    });
  formats.set(timeZone, format);
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
  return {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    weekday: weekdays.indexOf(parts.weekday ?? "") + 1,
    hour: Number(parts.hour),
    minute: Number(parts.minute),
  };
}
