/**
 * When a scheduled rule is due: rate(10 minutes), or cron(minute hour day month weekday year) in UTC.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html Not here: the weekday nearest to a day (W).
 */

import { ServiceError } from "../query-protocol";

export type Schedule = { kind: "rate"; ms: number } | ({ kind: "cron" } & Cron);

interface Cron {
  isDay(at: Date): boolean;
  isTime(at: Date): boolean;
}

const minute = 60_000;
const units: Record<string, number> = { minute, hour: 60 * minute, day: 24 * 60 * minute };

/** @throws ServiceError */
export function parseSchedule(expression: string): Schedule {
  const [, count = "", unit = "", plural] = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  // "If the value is 1, the unit must be singular"
  if (plural !== undefined && Number(count) > 0 && (Number(count) === 1) === (plural === "")) {
    return { kind: "rate", ms: Number(count) * (units[unit] ?? minute) };
  }
  const fields = /^cron\(([^)]+)\)$/.exec(expression)?.[1]?.trim().split(/\s+/);
  if (fields?.length !== 6) throw invalid();
  return { kind: "cron", ...cron(fields) };
}

/** @returns the times in (from, to] at which it is due, oldest first. */
export function dueBetween(schedule: Schedule, since: number, from: number, to: number): number[] {
  const due: number[] = [];
  if (schedule.kind === "rate") {
    const first = since + Math.max(1, Math.floor((from - since) / schedule.ms) + 1) * schedule.ms;
    for (let at = first; at <= to; at += schedule.ms) due.push(at);
    return due;
  }
  for (let at = (Math.floor(from / minute) + 1) * minute; at <= to; ) {
    const day = new Date(at);
    const midnight = Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + 1);
    const isDay = schedule.isDay(day);
    for (; at < midnight && at <= to && isDay; at += minute) if (at > since && schedule.isTime(new Date(at))) due.push(at);
    if (!isDay) at = midnight;
  }
  return due;
}

const invalid = (): ServiceError => new ServiceError(400, "ValidationException", "Parameter ScheduleExpression is not valid.");

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

function cron([minutes = "", hours = "", days = "", ofYear = "", ofWeek = "", years = ""]: string[]): Cron {
  // "You can't specify the Day-of-month and Day-of-week fields in the same cron expression": one of them is ?.
  if ((days === "?") === (ofWeek === "?")) throw invalid();
  const isMinute = field(minutes, { least: 0, most: 59 });
  const isHour = field(hours, { least: 0, most: 23 });
  const isMonth = field(ofYear, { least: 1, most: 12, names: months });
  const isYear = field(years, { least: 1970, most: 2199 });
  const isDay = days === "?" ? () => true : days === "L" ? isLastDay : dayField(days);
  const isWeekday = ofWeek === "?" ? () => true : weekdayField(ofWeek);
  return {
    isDay: (at) => isMonth(at.getUTCMonth() + 1) && isYear(at.getUTCFullYear()) && isDay(at) && isWeekday(at),
    isTime: (at) => isMinute(at.getUTCMinutes()) && isHour(at.getUTCHours()),
  };
}

const lastDay = (at: Date): number => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
const isLastDay = (at: Date): boolean => at.getUTCDate() === lastDay(at);

function dayField(text: string): (at: Date) => boolean {
  if (/^\d{1,2}W$/.test(text)) throw new ServiceError(501, "NotImplemented", "the sandbox does not know the weekday nearest to a day");
  const is = field(text, { least: 1, most: 31 });
  return (at) => is(at.getUTCDate());
}

/** 1 is Sunday; "6L" the last Friday of the month, "6#3" its third. */
function weekdayField(text: string): (at: Date) => boolean {
  const [, day, kind, count] = /^(\w{1,3}?)(L|#)(\d?)$/.exec(text) ?? [];
  if (day !== undefined) {
    const is = field(day, { least: 1, most: 7, names: weekdays });
    const isWhich = (date: number, at: Date): boolean => (kind === "L" ? date + 7 > lastDay(at) : Math.ceil(date / 7) === Number(count));
    return (at) => is(at.getUTCDay() + 1) && isWhich(at.getUTCDate(), at);
  }
  const is = field(text, { least: 1, most: 7, names: weekdays });
  return (at) => is(at.getUTCDay() + 1);
}

interface Range {
  least: number;
  most: number;
  /** Of the numbers from `least` on. */
  names?: string[];
}

function field(text: string, { least, most, names = [] }: Range): (value: number) => boolean {
  const number = (part: string): number => {
    const named = names.indexOf(part.toUpperCase());
    const value = named >= 0 ? named + least : Number(part);
    if (!/^\w+$/.test(part) || !(value >= least && value <= most)) throw invalid();
    return value;
  };
  const tests = text.split(",").map((part) => {
    const [range = "", step] = part.split("/");
    const every = step === undefined ? 1 : Number(step);
    if (!(every > 0)) throw invalid();
    const [from, to] = range === "*" ? [least, most] : range.includes("-") ? range.split("-").map(number) : [number(range), undefined];
    const end = to ?? (step === undefined ? from : most);
    return (value: number) => from !== undefined && end !== undefined && value >= from && value <= end && (value - from) % every === 0;
  });
  return (value) => tests.some((is) => is(value));
}
