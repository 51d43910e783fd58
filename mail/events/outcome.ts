/**
 * What the application is told of its message: an outcome when it changes, without the address, by the id that the application gave. A queue brings it at
 * least once; the same outcome of a message has the same id, whenever it comes.
 */
import { createHash } from "node:crypto";
import type { Failure, MessageIds } from "./mail-event";
import type { MessageState } from "./message-state";

/** "suppressed": the provider did not send it, since the address is on its list. Over SMTP it said 250. */
export type OutcomeKind = "delivered" | "bounced" | "rejected" | "suppressed" | "complained";

export interface Outcome {
  id: string;
  outcome: OutcomeKind;
  /** When it happened, in milliseconds since 1970. */
  at: number;
  message: MessageIds;
  provider?: string;
  stream?: string;
  failure?: Omit<Failure, "text">;
}

/** Undefined while nothing is decided. */
export function outcomeKindOf({ kind, failure }: Pick<MessageState, "kind" | "failure">): OutcomeKind | undefined {
  if (kind === "accepted" || kind === "deferred" || kind === "unsubscribed") return undefined;
  return kind === "rejected" && failure?.class === "suppressed" ? "suppressed" : kind;
}

/**
 * What is to be told after an event was taken. An event that was stored already is told again if it says what the message came to: nobody knows whether
 * whoever stored it lived on to tell.
 * @param before undefined for the first event
 */
export function outcomeAfter(key: string, before: MessageState | undefined, after: MessageState): Outcome | undefined {
  const outcome = outcomeKindOf(after);
  return outcome === undefined || (before && outcomeKindOf(before) === outcome) ? undefined : outcomeOf(key, after, outcome);
}

export function outcomeAgain(key: string, state: MessageState, event: Pick<MessageState, "kind" | "failure">): Outcome | undefined {
  const outcome = outcomeKindOf(state);
  return outcome === undefined || outcomeKindOf(event) !== outcome ? undefined : outcomeOf(key, state, outcome);
}

function outcomeOf(key: string, { at, message, stream, failure, told, kind }: MessageState, outcome: OutcomeKind): Outcome {
  const provider = told.filter((each) => each.kind === kind).sort((one, other) => other.last - one.last)[0]?.provider;
  const { text: _, ...withoutText } = failure ?? { text: undefined };
  return {
    id: createHash("sha256").update(`${key} ${outcome}`).digest("hex").slice(0, 40),
    outcome,
    at,
    message,
    ...(provider !== undefined && { provider }),
    ...(stream !== undefined && { stream }),
    ...(failure && { failure: withoutText as Omit<Failure, "text"> }),
  };
}

/** The body of a message of the queue. A contract: applications read it (docs/consumers.md). */
export const outcomeText = ({ at, message, ...outcome }: Outcome): string =>
  JSON.stringify({
    version: 1,
    ...outcome,
    at: new Date(at).toISOString(),
    message: message.own ?? null,
    ...(message.provider !== undefined && { providerMessage: message.provider }),
    ...(message.header !== undefined && { messageId: message.header }),
  });
