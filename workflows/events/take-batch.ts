/**
 * Takes a batch of the queue: what SNS brought from SES, and what the webhook queued of SendGrid. A message that cannot be taken now fails alone and
 * comes again; one that is not to be believed, or not to be read, comes again too, and ends among the dead letters, which ring.
 *
 * What a provider told is archived as it came, once the states are stored and counted: an archive that is down delays neither, and a message leaves
 * the queue only when it is in both (decision 26).
 */
import type { EventCounts, SumName } from "../../mail/events/counts";
import type { MailEvent, ReadEvents } from "../../mail/events/mail-event";
import type { Outcome } from "../../mail/events/outcome";
import { type TakeEventsEffects, takeEvents } from "./take-events";

export interface QueuedMessage {
  id: string;
  body: string;
}

/** Read by the provider whose message it is. */
export type ReadMessage = { provider: string; read: ReadEvents } | { refused: string };

export interface TakeBatchEffects {
  messages: {
    read(body: string): Promise<ReadMessage>;
    /** Keeps one's bytes; of those that it has, it keeps the first. What fails comes again. */
    archive(raw: RawEvents): Promise<void>;
  };
  events: Omit<TakeEventsEffects, "count" | "decide"> & {
    /** Tells the application; absent where none hears of outcomes. What fails comes again. */
    tell?(outcomes: readonly Outcome[]): Promise<void>;
  };
  /** Told once for each batch, provider and stream. */
  publish(sums: EventSums): void;
  /** Told once for each batch and provider with failures: the marks of their domains. */
  publishFailing(provider: string, marks: readonly string[]): Promise<void>;
  log(entry: Readonly<Record<string, unknown>>): void;
}

/** What a provider told, as it came. */
export interface RawEvents {
  provider: string;
  /** When the first of its events was, in milliseconds; undefined if none could be read. */
  at: number | undefined;
  body: string;
}

export interface EventSums {
  provider: string;
  stream: string;
  counts: Partial<Record<SumName, number>>;
  deliverySeconds: readonly number[];
}

/** Of what the application did not tag. */
const noStream = "none";

/** @returns the ids of messages that are to come again */
export async function takeBatch(messages: readonly QueuedMessage[], use: TakeBatchEffects): Promise<string[]> {
  const failed = new Set<string>();
  const believed: (RawEvents & { id: string })[] = [];
  const sums = new Sums();
  const failing = new Map<string, Set<string>>();
  for (const { id, body } of messages) {
    try {
      const message = await use.messages.read(body);
      if ("refused" in message) {
        failed.add(id);
        use.log({ message: id, refused: message.refused });
        continue;
      }
      const { provider, read } = message;
      const at = read.events.length > 0 ? Math.min(...read.events.map((event) => event.at)) : undefined;
      believed.push({ id, provider, at, body });
      const count = (event: MailEvent, counts: EventCounts, mark: string): void => {
        sums.add(provider, event.stream ?? noStream, counts);
        if (!counts.counts.some((name) => failures.has(name))) return;
        failing.set(provider, (failing.get(provider) ?? new Set()).add(mark));
      };
      const { tell, ...events } = use.events;
      const outcomes = new Map<string, Outcome>();
      const decide = (outcome: Outcome): void => void outcomes.set(outcome.id, outcome);
      const { others, ...taken } = await takeEvents(read, { ...events, count, ...(tell && { decide }) });
      if (outcomes.size > 0) await tell?.([...outcomes.values()]);
      sums.addCount(provider, noStream, "Unjoined", taken.unjoined);
      sums.addCount(provider, noStream, "Unread", taken.unread);
      use.log({ message: id, provider, ...taken, others: others.map(({ type }) => type) });
    } catch (error) {
      failed.add(id);
      use.log({ message: id, failed: reasonOf(error) });
    }
  }
  for (const sum of sums.all()) use.publish(sum);
  for (const [provider, marks] of failing) {
    // The events are stored: to take them again for the sake of a count would count nothing.
    await use.publishFailing(provider, [...marks]).catch((error: unknown) => {
      use.log({ provider, failingDomains: reasonOf(error) });
    });
  }
  // All at once: one that does not answer costs the batch its time-out, and no more.
  await Promise.all(
    believed.map(({ id, ...raw }) =>
      use.messages.archive(raw).catch((error: unknown) => {
        failed.add(id);
        use.log({ message: id, notArchived: reasonOf(error) });
      }),
    ),
  );
  return [...failed];
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : "unknown");

/** What a failure rate counts. */
const failures: ReadonlySet<string> = new Set<SumName>(["BouncedHard", "BouncedSoft", "Rejected"]);

class Sums {
  private readonly sums = new Map<string, { provider: string; stream: string; counts: Map<string, number>; deliverySeconds: number[] }>();

  add(provider: string, stream: string, { counts, deliverySeconds }: EventCounts): void {
    for (const name of counts) this.addCount(provider, stream, name, 1);
    if (deliverySeconds !== undefined) this.of(provider, stream).deliverySeconds.push(deliverySeconds);
  }

  addCount(provider: string, stream: string, name: SumName, by: number): void {
    if (by === 0) return;
    const { counts } = this.of(provider, stream);
    counts.set(name, (counts.get(name) ?? 0) + by);
  }

  all(): EventSums[] {
    return [...this.sums.values()].map(({ counts, ...sum }) => ({ ...sum, counts: Object.fromEntries(counts) }));
  }

  private of(provider: string, stream: string) {
    const key = JSON.stringify([provider, stream]);
    const sum = this.sums.get(key) ?? { provider, stream, counts: new Map<string, number>(), deliverySeconds: [] };
    this.sums.set(key, sum);
    return sum;
  }
}
