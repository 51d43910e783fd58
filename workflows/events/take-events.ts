/**
 * Takes one delivery of a provider's events: each is stored in the state of its message, and counted. A delivery can be taken again after any
 * failure, since an event that is stored already changes nothing. A write whose answer was lost is recognised by its id and counted then; a process
 * that dies before it told its metrics leaves the states right and the metrics short by what it had written.
 */
import { countsOf, type EventCounts } from "../../mail/events/counts";
import type { EventStore } from "../../mail/events/event-store";
import { markOf } from "../../mail/events/failing-domains";
import { joinEvent } from "../../mail/events/join";
import type { MailEvent, ReadEvents } from "../../mail/events/mail-event";
import { advance } from "../../mail/events/message-state";
import { type Outcome, outcomeAfter, outcomeAgain } from "../../mail/events/outcome";
import { withoutAddresses } from "../../mail/events/without-addresses";

export interface TakeEventsEffects {
  store: EventStore;
  /** HMAC of an address under the environment's key. */
  digest(address: string): Promise<string>;
  newWriteId(): string;
  /** @param mark of the recipient's domain (mail/events/failing-domains.ts). */
  count(event: MailEvent, counts: EventCounts, mark: string): void;
  /** Told of each outcome of a message, when it changes, and perhaps again; absent where no application hears of them. */
  decide?(outcome: Outcome): void;
}

export interface TakenEvents {
  stored: number;
  /** Stored already. */
  repeated: number;
  /** Belongs to no message that is known, or to several. */
  unjoined: number;
  unread: number;
  others: ReadEvents["others"];
}

/** Writers of one message are the events of one message: a few. */
const mostTries = 50;
/** Of a write without an answer. */
const mostUnanswered = 3;

/** @throws what the store throws: the caller answers so that the provider, or the queue, delivers it again. */
export async function takeEvents({ events, others, unread }: ReadEvents, use: TakeEventsEffects): Promise<TakenEvents> {
  const taken: TakenEvents = { stored: 0, repeated: 0, unjoined: 0, unread: unread.length, others };
  for (const event of events) {
    const mark = markOf(event.recipient);
    const count = (stored: MailEvent, counts: EventCounts): void => use.count(stored, counts, mark);
    taken[await takeEvent(await withoutAddresses(event, use.digest), { ...use, count })]++;
  }
  return taken;
}

type TakeEventEffects = Omit<TakeEventsEffects, "count"> & { count(event: MailEvent, counts: EventCounts): void };

async function takeEvent(event: MailEvent, use: TakeEventEffects): Promise<"stored" | "repeated" | "unjoined"> {
  const { store } = use;
  const joined = await joinEvent(event, store);
  if (joined.by === "nothing") return "unjoined";
  const writeId = use.newWriteId();
  let unanswered = 0;
  let counts: EventCounts | undefined;
  for (let attempt = 1; attempt <= mostTries; attempt++) {
    const before = await store.read(joined.key);
    const isOurs = counts !== undefined && before?.writeId === writeId;
    const state = isOurs ? undefined : advance(before?.state, event);
    if (isOurs && counts) use.count(event, counts);
    if (!state) {
      const outcome = before && outcomeAgain(joined.key, before.state, event);
      if (outcome) use.decide?.(outcome);
      return isOurs ? "stored" : "repeated";
    }
    counts = countsOf(before?.state, state, event);
    const next = { recipient: event.recipient, state, revision: (before?.revision ?? 0) + 1, writeId };
    try {
      if (!(await store.write(joined.key, next))) continue;
    } catch (error) {
      if (++unanswered >= mostUnanswered) throw error;
      continue;
    }
    use.count(event, counts);
    const outcome = outcomeAfter(joined.key, before?.state, state);
    if (outcome) use.decide?.(outcome);
    return "stored";
  }
  throw new Error(`the state of a message was written by others ${mostTries} times in a row`);
}
