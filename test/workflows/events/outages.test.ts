/**
 * Each event is delivered ten times, in any order, while the store goes down three times and loses answers. What is kept, and what was counted,
 * is what an ordered reading without any trouble gives.
 */
import { randomUUID } from "node:crypto";
import type { CountName } from "../../../mail/events/counts";
import type { MailEvent, MailEventKind } from "../../../mail/events/mail-event";
import { advance, type MessageState } from "../../../mail/events/message-state";
import { takeEvents } from "../../../workflows/events/take-events";
import { memoryStore } from "./memory-store";

/** Of a message, one after the other. */
const ways: readonly (readonly MailEventKind[])[] = [
  ["accepted", "delivered"],
  ["accepted", "deferred", "delivered"],
  ["accepted", "bounced"],
  ["accepted", "delivered", "bounced"],
  ["accepted", "delivered", "complained"],
  ["rejected"],
];

const eventsWanted = Number(process.env.EVENTS ?? 5_000);
const deliveriesEach = 10;

function madeEvents(): MailEvent[] {
  const events: MailEvent[] = [];
  for (let message = 0; events.length < eventsWanted; message++) {
    for (const [step, kind] of (ways[message % ways.length] ?? []).entries()) {
      events.push({
        id: `${message}-${step}`,
        provider: "sendgrid",
        kind,
        at: 1_764_000_000_000 + message * 1000 + step * 10_000,
        recipient: `r${message % 997}@client.example`,
        message: { own: `inv-${message}` },
      });
    }
  }
  return events.slice(0, eventsWanted);
}

/** The same for the same seed: https://en.wikipedia.org/wiki/Linear_congruential_generator */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function shuffled<Item>(items: Item[], random: () => number): Item[] {
  for (let at = items.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [items[at], items[other]] = [items[other] as Item, items[at] as Item];
  }
  return items;
}

test(`${eventsWanted} events, each delivered ${deliveriesEach} times, with three outages`, async () => {
  const random = randomOf(20261128);
  const events = madeEvents();
  const deliveries = shuffled(Array.from({ length: deliveriesEach }, () => events).flat(), random);
  const calls = { of: 0 };
  const outages = [0.2, 0.5, 0.8].map((share) => Math.floor(share * deliveries.length));
  const isDown = () => outages.some((from) => calls.of >= from && calls.of < from + deliveries.length / 100);
  const store = memoryStore((call) => {
    calls.of++;
    if (isDown()) return true;
    // Not at an outage's edge: a count whose answer is lost for good is short, as the workflow says.
    return call === "write" && random() < 0.01 ? "after" : false;
  });
  const counted = new Map<CountName, number>();
  const count = (_: MailEvent, { counts }: { counts: readonly CountName[] }) => {
    for (const name of counts) counted.set(name, (counted.get(name) ?? 0) + 1);
  };
  const use = { store, digest: async (address: string) => address, newWriteId: randomUUID, count };

  // A queue: what failed comes again, behind the others.
  const queue = deliveries;
  let refused = 0;
  for (let at = 0; at < queue.length; at += 10) {
    const batch = queue.slice(at, at + 10);
    await takeEvents({ events: batch, others: [], unread: [] }, use).catch(() => {
      refused++;
      queue.push(...batch);
    });
  }

  const expected = new Map<string, MessageState>();
  for (const event of events) {
    const own = event.message.own ?? "";
    const next = advance(expected.get(own), event);
    if (next) expected.set(own, next);
  }
  const stored = [...store.messages.values()].map(({ state }) => state);
  expect(refused).toBeGreaterThan(3);
  expect(stored.reduce((sum, { seen }) => sum + seen.length, 0)).toBe(events.length);
  const unordered = ({ seen, ...state }: MessageState) =>
    JSON.stringify({ ...state, seen: [...seen].sort(), first: Object.entries(state.first).sort() });
  expect(stored.map(unordered).sort()).toEqual([...expected.values()].map(unordered).sort());
  const wanted = new Map<string, number>();
  for (const { first } of expected.values()) for (const kind of Object.keys(first)) wanted.set(kind, (wanted.get(kind) ?? 0) + 1);
  expect([...counted].sort()).toEqual([...wanted].map(([kind, of]) => [countNameOf[kind], of]).sort());
});

/** The bounces and rejections above name no failure. */
const countNameOf: Record<string, CountName> = {
  accepted: "Accepted",
  deferred: "Deferred",
  delivered: "Delivered",
  bounced: "BouncedSoft",
  complained: "Complained",
  rejected: "Rejected",
};
