/** How a message stands, for people: what its state comes to now, and what no event says. */
import type { MessageState } from "./message-state";

export type Standing =
  | "delivered"
  /** Accepted, and nothing since, for less time than a provider tries. */
  | "on its way"
  | "put off"
  /** Neither delivered nor refused, though the provider no longer tries. */
  | "silent"
  | "bounced"
  | "rejected"
  | "suppressed"
  | "complained"
  /** A person unsubscribed from it; nothing else was told. */
  | "unsubscribed";

/** SendGrid tries for 72 hours, SES for less; some hours more for an event that is late. */
const triesForMs = 76 * 3600 * 1000;

export function standingOf({ kind, at, failure, first }: MessageState, now: number): Standing {
  const isOver = now - (first.accepted ?? at) > triesForMs;
  switch (kind) {
    case "accepted":
      return isOver ? "silent" : "on its way";
    case "deferred":
      return isOver ? "silent" : "put off";
    case "rejected":
      return failure?.class === "suppressed" ? "suppressed" : "rejected";
    default:
      return kind;
  }
}

/** Whether the recipient can have it: no other standing lets anybody look for it in a mailbox. */
export const mayHaveArrived = (standing: Standing): boolean => ["delivered", "complained", "unsubscribed"].includes(standing);
