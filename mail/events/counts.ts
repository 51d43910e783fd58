/**
 * What an event adds to the metrics. Messages are counted, not events: a message counts once for each kind, however often and in whatever order
 * its events come, so that a rate of two counts is a rate of messages.
 */
import type { MailEvent, MailEventKind } from "./mail-event";
import type { MessageState } from "./message-state";

const countNames = [
  "Accepted",
  "Deferred",
  "Delivered",
  "BouncedHard",
  "BouncedSoft",
  "Rejected",
  "Suppressed",
  "Complained",
  "Unsubscribed",
] as const;
export type CountName = (typeof countNames)[number];
/** What is summed besides: events of no known message, and those that could not be read. */
export type SumName = CountName | "Unjoined" | "Unread";

export interface EventCounts {
  counts: readonly CountName[];
  /** From accepted to delivered, once both are known. Never below 0: the clocks are the provider's, in whole seconds. */
  deliverySeconds?: number;
}

const names: Record<MailEventKind, (event: MailEvent) => CountName> = {
  accepted: () => "Accepted",
  deferred: () => "Deferred",
  delivered: () => "Delivered",
  bounced: ({ failure }) => (failure?.severity === "hard" ? "BouncedHard" : "BouncedSoft"),
  rejected: ({ failure }) => (failure?.class === "suppressed" ? "Suppressed" : "Rejected"),
  complained: () => "Complained",
  unsubscribed: () => "Unsubscribed",
};

export function countsOf(before: MessageState | undefined, after: MessageState, event: MailEvent): EventCounts {
  const isFirst = before?.first[event.kind] === undefined;
  const { accepted, delivered } = after.first;
  const wereBothKnown = before?.first.accepted !== undefined && before.first.delivered !== undefined;
  return {
    counts: isFirst ? [names[event.kind](event)] : [],
    ...(accepted !== undefined &&
      delivered !== undefined &&
      !wereBothKnown && { deliverySeconds: Math.max(0, delivered - accepted) / 1000 }),
  };
}
