/** From which figures alarms ring: one table of what is usual and what may be declared, and the schema made of it. What needs no figure is not here. */
import type { z } from "zod";
import { group, number } from "./field-kinds";

export interface Line {
  meaning: string;
  usual: number;
  least: number;
  most: number;
  unit: "share" | "seconds" | "messages" | "days";
}

const line = (unit: Line["unit"], usual: number, [least, most]: readonly [number, number], meaning: string): Line => ({
  ...{ meaning, usual, least, most, unit },
});

/** The most of a rate is where receivers and providers act themselves (docs/monitoring.md); of the rest, where an alarm says nothing any more. */
export const thresholdTable = {
  failures: {
    page: line("share", 0.2, [0.02, 0.9], "Of an hour's mail, bounced or rejected. A day's share, the ticket's, is `failureRate`."),
  },
  bounces: {
    ticket: line("share", 0.025, [0.001, 0.05], "Of a day's mail, to recipients that do not exist."),
    page: line("share", 0.04, [0.002, 0.1], "The same, of which somebody is woken."),
  },
  complaints: {
    ticket: line("share", 0.0005, [0.0001, 0.001], "Of a day's mail, called spam."),
    page: line("share", 0.001, [0.0002, 0.005], "The same, of which somebody is told at once by day."),
  },
  delay: { ticket: line("seconds", 30, [5, 3600], "From accepted to delivered, the median of an hour.") },
  unjoined: {
    ticket: line("share", 0.05, [0.01, 0.5], "Of a day's events, those of messages that nobody here sent."),
    page: line("messages", 50, [5, 1000], "Such messages in an hour."),
  },
  queueAge: { ticket: line("seconds", 900, [300, 21_600], "Of the oldest event that waits, for a quarter of an hour.") },
  volume: { ticket: line("share", 0.8, [0.5, 0.95], "Of what a provider lets the account send in a period, used.") },
  expiry: {
    ticket: line("days", 60, [14, 90], "Until the domain's registration ends, or a certificate that is late to be renewed."),
    page: line("days", 7, [3, 30], "The same, of which somebody is woken."),
  },
} as const satisfies Record<string, Partial<Record<"ticket" | "page", Line>>>;

type Table = typeof thresholdTable;
export type Thresholds = { [K in keyof Table]: { [U in keyof Table[K]]: number } };

const expectedOf = ({ least, most, unit, usual }: Line): string =>
  unit === "share" ? `${least} to ${most}, where ${usual} is ${Number((usual * 100).toPrecision(3))} %` : `${least} to ${most} ${unit}`;
const isWhole = ({ unit }: Line): boolean => unit === "messages" || unit === "days";

const threshold = (of: Line) =>
  number((value) => value >= of.least && value <= of.most && (!isWhole(of) || Number.isInteger(value)), {
    problem: "is not a threshold of this alarm",
    expected: expectedOf(of),
    remedy: `leave it out, which is ${of.usual}, unless you know what is usual for your mail`,
  })
    .optional()
    .describe(`${of.meaning} Default: ${of.usual}.`);

const { failures, bounces, complaints, delay, unjoined, queueAge, volume, expiry } = thresholdTable;
export const thresholdsSchema = group("From which figures alarms ring. Left out, one by one: the defaults.", {
  failures: group("Mail that fails.", { page: threshold(failures.page) }).optional(),
  bounces: group("Recipients that do not exist.", { ticket: threshold(bounces.ticket), page: threshold(bounces.page) }).optional(),
  complaints: group("Mail that is called spam.", { ticket: threshold(complaints.ticket), page: threshold(complaints.page) }).optional(),
  delay: group("Mail that is late.", { ticket: threshold(delay.ticket) }).optional(),
  unjoined: group("Events that fit no message.", { ticket: threshold(unjoined.ticket), page: threshold(unjoined.page) }).optional(),
  queueAge: group("Events that wait.", { ticket: threshold(queueAge.ticket) }).optional(),
  volume: group("Credits that are used.", { ticket: threshold(volume.ticket) }).optional(),
  expiry: group("Domains and certificates that end.", { ticket: threshold(expiry.ticket), page: threshold(expiry.page) }).optional(),
});

type Declared = z.infer<typeof thresholdsSchema>;

/** @param otherwise what is not declared: "usual", or the bound beyond which nothing can be declared. */
export const thresholdsOf = (declared: Declared | undefined, otherwise: (of: Line) => number = ({ usual }) => usual): Thresholds =>
  Object.fromEntries(
    Object.entries(thresholdTable).map(([kind, lines]) => [
      kind,
      Object.fromEntries(
        Object.entries(lines as Record<string, Line>).map(([urgency, of]) => {
          const here = declared?.[kind as keyof Declared] as Record<string, number | undefined> | undefined;
          return [urgency, here?.[urgency] ?? otherwise(of)];
        }),
      ),
    ]),
  ) as Thresholds;
