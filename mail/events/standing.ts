/** How a message stands, for people: what its state comes to now, and what no event says. */
import type { MessageState, Told } from "./message-state";

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

export function standingOf(state: MessageState, now: number): Standing {
  const { kind, at, failure, first } = state;
  if (kind !== "delivered" && kind !== "complained" && wasSentAgain(state)) return "delivered";
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

/**
 * Sent once more under the same id of the application's, through another provider or as another message, and delivered then. The state stays a
 * failure, since a receiver that took a message can bounce that same message later.
 */
function wasSentAgain({ told }: MessageState): boolean {
  const isSame = (one: Told, other: Told): boolean =>
    one.message !== undefined && other.message !== undefined ? one.message === other.message : one.provider === other.provider;
  const failures = told.filter(({ kind }) => kind === "bounced" || kind === "rejected");
  return told.some((each) => each.kind === "delivered" && !failures.some((failure) => isSame(each, failure)));
}

/** Whether the recipient can have it: no other standing lets anybody look for it in a mailbox. */
export const mayHaveArrived = (standing: Standing): boolean => ["delivered", "complained", "unsubscribed"].includes(standing);
