/** How sending credentials are rotated, and who has to be told of new ones. */
import { z } from "zod";
import { count, group, isPlainHttpsUrl, number, oneOf, text } from "./field-kinds";

export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

const hours = (from: number, to: number, remedy: string) =>
  number((value) => Number.isInteger(value) && value >= from && value <= to, {
    problem: "is not a number of hours",
    expected: `a whole number from ${from} to ${to}`,
    remedy,
  });

const hourOfDay = number((value) => Number.isInteger(value) && value >= 0 && value <= 24, {
  problem: "is not an hour of the day",
  expected: "a whole number from 0 to 24",
  remedy: "write 9 for nine in the morning",
});

const isTimeZone = (value: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions().timeZone !== "" && !/^[+-]/.test(value);
  } catch {
    return false;
  }
};

const isDate = (value: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));

export const rotationSchema = group(
  "How credentials are replaced. The workflow `rotate` does it daily; elsewhere run `rotate --apply` daily, in the window.",
  {
    everyDays: number((value) => Number.isInteger(value) && value >= 1 && value <= 365, {
      problem: "is not a number of days",
      expected: "a whole number from 1 to 365",
      remedy: "write 90 unless a policy demands less",
    }).describe("Days until they are due for rotation. An alert follows a week later."),
    overlapHours: hours(1, 24 * 30, "write 24, or more where a consumer reads its settings less often")
      .optional()
      .describe("Hours for which the old credentials go on working after the consumers were told of the new ones. Default: 24."),
    soakHours: hours(0, 24 * 30, "write 72: so long a key that was stopped too early can be made to work again")
      .optional()
      .describe("Hours between stopping the old key and deleting it. Default: 72."),
    window: group("When a rotation that nobody asked for may change what is in use. Left out: Monday to Thursday, 9 to 15, UTC.", {
      days: z.array(oneOf(weekdays, 'write "monday" for a Monday').describe("Days of the week.")).min(1),
      fromHour: hourOfDay.describe("The first hour."),
      toHour: hourOfDay.describe("The hour that is no longer in it."),
      timeZone: text<string>(isTimeZone, {
        problem: "is not a time zone",
        expected: 'a name of the IANA time zone database, such as "Europe/Berlin"',
        remedy: 'write "UTC", or the name that your calendar shows',
      }).describe("The time zone of the hours and of the freezes."),
    }).optional(),
    freezes: z
      .array(
        text<string>(isDate, { problem: "is not a date", expected: "year, month and day", remedy: 'write it like "2026-12-24"' }).describe(
          "Days on which a rotation that nobody asked for changes nothing in use, and nothing is promoted.",
        ),
      )
      .optional(),
  },
);

/** Both lengthen the overlap, so that nobody is left with a login that no longer works. */
const takesLong = {
  rolloutMinutes: count({ remedy: "write how long a deployment takes until the last old task has ended" })
    .optional()
    .describe("Minutes until all of it runs with the new login. Default: 30."),
  sessionMinutes: count({ remedy: "write how long a pooled SMTP connection is kept open" })
    .optional()
    .describe("Minutes for which it may keep an SMTP session open. Default: 5."),
};

const consumerSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("ecs"),
      cluster: text<string>((value) => /^[\w-]{1,255}$/.test(value), {
        problem: "is not the name of an ECS cluster",
        expected: "1 to 255 letters, digits, dashes or underscores",
        remedy: "copy its name from `aws ecs list-clusters`, without the ARN before it",
      }).describe("The ECS cluster in the environment's account and region."),
      service: text<string>((value) => /^[\w-]{1,255}$/.test(value), {
        problem: "is not the name of an ECS service",
        expected: "1 to 255 letters, digits, dashes or underscores",
        remedy: "copy its name from `aws ecs list-services`, without the ARN before it",
      }).describe("The service whose tasks read the application's secret when they start. A new deployment is forced."),
      ...takesLong,
    }),
    z.strictObject({
      kind: z.literal("webhook"),
      url: text<string>((value) => isPlainHttpsUrl(value), {
        problem: "is not a web address",
        expected: "https://… without a user, a query or a fragment",
        remedy: "name an address that answers a POST with 2xx once the application has read its secret again",
      }).describe("Gets a POST. It answers 2xx once the application has read its secret again."),
      ...takesLong,
    }),
  ])
  .describe("`ecs`: a service is started anew. `webhook`: an address is called.");
export type Consumer = z.infer<typeof consumerSchema>;

export const consumersSchema = z
  .array(consumerSchema)
  .describe(
    "Who has to be told when the application's login changes. Left out or empty: nobody, since the application reads its secret again by itself.",
  )
  .optional();
