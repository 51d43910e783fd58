/**
 * What is known of one message for one recipient. Events come twice, late and in another order: a rank and the event's own time decide, so that
 * every order ends in the same state. A failure is never turned back into "delivered": SES and SendGrid both tell "delivered" for a message that
 * its receiver bounces later.
 */
import type { Failure, MailEvent, MailEventKind, MessageIds } from "./mail-event";

export interface MessageState {
  kind: MailEventKind;
  /** Of the event that decided `kind`. */
  at: number;
  decidedBy: string;
  failure?: Failure;
  /** The first time of each kind, by the events' own times: for counts, and for the time from accepted to delivered. */
  first: Readonly<Partial<Record<MailEventKind, number>>>;
  message: MessageIds;
  stream?: string;
  /** For people who ask: by provider and kind, in that order. */
  told: readonly Told[];
  /** Ids of the events in it, oldest first. */
  seen: readonly string[];
}

/** What one provider told of one kind. Each try that a receiver puts off is an event. */
export interface Told {
  provider: string;
  kind: MailEventKind;
  times: number;
  first: number;
  last: number;
  /** Of the last, as all below. */
  event: string;
  /** The provider's id of the message. */
  message?: string;
  failure?: Failure;
  answer?: string;
}

/** "unsubscribed" decides nothing about the message. */
const ranks: Record<Exclude<MailEventKind, "unsubscribed">, number> = {
  accepted: 1,
  deferred: 2,
  delivered: 3,
  rejected: 4,
  bounced: 5,
  complained: 6,
};

const rankOf = (kind: MailEventKind): number => (kind === "unsubscribed" ? 0 : ranks[kind]);

/** SendGrid retries for 72 hours, and each attempt is an event; duplicates came up to 46 times (sendgrid/docs#2933). */
export const mostSeen = 200;

/** The next state; undefined when this event is in it already. */
export function advance(state: MessageState | undefined, event: MailEvent): MessageState | undefined {
  if (state?.seen.includes(event.id)) return undefined;
  const decides = state === undefined || isAbove(event, state);
  const failure = decides ? event.failure : state.failure;
  const stream = firstInOrder(state?.stream, event.stream);
  return {
    kind: decides ? event.kind : state.kind,
    at: decides ? event.at : state.at,
    decidedBy: decides ? event.id : state.decidedBy,
    ...(failure && { failure }),
    first: { ...state?.first, [event.kind]: Math.min(event.at, state?.first[event.kind] ?? event.at) },
    message: mergedIds(state?.message, event.message),
    ...(stream !== undefined && { stream }),
    told: withEvent(state?.told ?? [], event),
    seen: [...(state?.seen ?? []), event.id].slice(-mostSeen),
  };
}

/** Of the same rank the later one; of the same time the one whose id sorts last, so that any order ends the same. */
function isAbove(event: MailEvent, state: MessageState): boolean {
  const difference = rankOf(event.kind) - rankOf(state.kind);
  if (difference !== 0) return difference > 0;
  return event.at > state.at || (event.at === state.at && event.id > state.decidedBy);
}

function withEvent(told: readonly Told[], event: MailEvent): Told[] {
  const { provider, kind, at, id, message, failure, answer } = event;
  const known = told.find((each) => each.provider === provider && each.kind === kind);
  const isLast = known === undefined || at > known.last || (at === known.last && id > known.event);
  const last = {
    event: id,
    ...(message.provider !== undefined && { message: message.provider }),
    ...(failure && { failure }),
    ...(answer !== undefined && { answer }),
  };
  const next: Told = {
    ...(isLast || !known ? { provider, kind, ...last } : known),
    times: (known?.times ?? 0) + 1,
    first: Math.min(at, known?.first ?? at),
    last: Math.max(at, known?.last ?? at),
  };
  return [...told.filter((each) => each !== known), next].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

const keyOf = ({ provider, kind }: Told): string => `${provider} ${rankOf(kind)}`;

/** Events of one message give the same ids, or fewer. */
function mergedIds(one: MessageIds = {}, other: MessageIds): MessageIds {
  const names = ["own", "provider", "header"] as const;
  const both = names.map((name) => [name, firstInOrder(one[name], other[name])] as const);
  return Object.fromEntries(both.filter(([, id]) => id !== undefined));
}

/** Should two events differ, the text that sorts first stays, so that any order of them ends the same. */
const firstInOrder = (...texts: (string | undefined)[]): string | undefined => texts.filter((text) => text !== undefined).sort()[0];
