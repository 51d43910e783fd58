/**
 * How much a user has sent, by the day: https://www.twilio.com/docs/sendgrid/api-reference/stats and .../advanced-stats. Counted from the messages
 * that were really submitted and delivered here. Days are UTC's. Receivers are told of 7 days. Unsure: what mailbox providers other than "Gmail" are
 * called, and whether days without mail are told. Not imitated: opens, clicks, blocks, paging.
 */
import type { Context } from "hono";
import type { LoggedMessage } from "../email-logs";
import { SendgridError } from "../sendgrid-error";
import type { SendgridState } from "../state";
import type { AddRoute } from "./add-route";

const dayMs = 86_400_000;
const receiversKeptMs = 7 * dayMs;

interface Day {
  date: string;
  messages: LoggedMessage[];
}

export function statisticsRoutes(add: AddRoute): void {
  add("GET", "/stats", "stats.read", (context, { user }) => {
    const metrics = ({ messages }: Day) => ({ requests: messages.length, processed: messages.length, delivered: deliveredOf(messages) });
    return context.json(daysOf(context, user).map((day) => ({ date: day.date, stats: [{ metrics: metrics(day) }] })));
  });

  add("GET", "/mailbox_providers/stats", "mailbox_providers.stats.read", (context, { user }) => {
    const kept = user.now() - receiversKeptMs;
    const stats = ({ messages }: Day) =>
      [...byProvider(messages.filter(({ createdAt }) => createdAt > kept))].map(([name, sent]) => ({
        type: "mailbox_provider",
        name,
        metrics: { delivered: deliveredOf(sent) },
      }));
    return context.json(daysOf(context, user).map((day) => ({ date: day.date, stats: stats(day) })));
  });
}

const deliveredOf = (messages: readonly LoggedMessage[]): number => messages.filter(({ delivered }) => delivered).length;

/** @throws SendgridError 400 without a first day. */
function daysOf(context: Context, user: SendgridState): Day[] {
  const from = Date.parse(context.req.query("start_date") ?? "");
  if (Number.isNaN(from)) throw new SendgridError(400, "start_date is required", "start_date");
  const until = Date.parse(context.req.query("end_date") ?? "") || user.now();
  const messages = user.logs.since(from - 1, user.now());
  const days: Day[] = [];
  for (let day = from; day <= until; day += dayMs) {
    const ofDay = messages.filter(({ createdAt }) => createdAt >= day && createdAt < day + dayMs);
    days.push({ date: new Date(day).toISOString().slice(0, 10), messages: ofDay });
  }
  return days;
}

const names: Record<string, string> = { "gmail.com": "Gmail", "outlook.com": "Hotmail", "yahoo.com": "Yahoo" };

function byProvider(messages: readonly LoggedMessage[]): Map<string, LoggedMessage[]> {
  const found = new Map<string, LoggedMessage[]>();
  for (const message of messages) {
    const name = names[message.to.slice(message.to.lastIndexOf("@") + 1).toLowerCase()] ?? "Other";
    found.set(name, [...(found.get(name) ?? []), message]);
  }
  return found;
}
