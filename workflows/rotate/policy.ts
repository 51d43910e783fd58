/** How an environment's credentials are rotated, in milliseconds; and the hours in which a scheduled rotation may change what serves. Pure. */

export interface RotationPolicy {
  /** From when credentials were stored until they are due. */
  everyMs: number;
  /** How long the old key works on after the consumers were told. */
  overlapMs: number;
  /** Use of the old key lengthens the overlap by this at most. */
  mostExtraMs: number;
  /** From stopping the old key until it is deleted. */
  soakMs: number;
  /** From the first proof of the new credentials to the second, before anything old is touched: IAM spreads changes late. */
  proofPauseMs: number;
  /** A switch of the provider keeps scheduled steps away so long. */
  afterSwitchMs: number;
  window: Window;
  /** Days on which nothing is changed on schedule, "2026-12-24", in the window's time zone. */
  freezes: readonly string[];
}

export interface Window {
  /** 1 is Monday, as in ISO 8601. */
  days: readonly number[];
  /** Whole hours of local time; `to` is not in it. */
  fromHour: number;
  toHour: number;
  /** Of the IANA database, "Europe/Berlin". */
  timeZone: string;
}

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
