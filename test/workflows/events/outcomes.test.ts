/** The application is told of outcomes, whatever fails on the way. */
import { randomUUID } from "node:crypto";
import type { MailEvent } from "../../../mail/events/mail-event";
import type { Outcome } from "../../../mail/events/outcome";
import { takeBatch } from "../../../workflows/events/take-batch";
import { digest, event } from "../asked-messages";
import { memoryStore } from "./memory-store";

function begin(tell?: (outcomes: readonly Outcome[]) => Promise<void>) {
  const store = memoryStore();
  const take = (...batches: MailEvent[][]) =>
    takeBatch(
      batches.map((_, at) => ({ id: `m${at}`, body: String(at) })),
      {
        messages: {
          read: async (body) => ({
            provider: "sendgrid",
            read: { events: structuredClone(batches[Number(body)] ?? []), others: [], unread: [] },
          }),
          archive: async () => {},
        },
        events: { store, digest, newWriteId: randomUUID, ...(tell && { tell }) },
        publish: () => {},
        publishFailing: async () => {},
        log: () => {},
      },
    );
  return { store, take };
}

test("once for each message that was decided, together for a message of the queue", async () => {
  const calls: string[][] = [];
  const { take } = begin(async (outcomes) => void calls.push(outcomes.map(({ message, outcome }) => `${message.own} ${outcome}`)));
  const other = { message: { own: "inv-43" } };
  await take(
    [event("accepted", 0), event("delivered", 1), event("bounced", 2, other)],
    [event("accepted", 0, { message: { own: "inv-44" } })],
  );
  expect(calls).toEqual([["inv-42 delivered", "inv-43 bounced"]]);
});

test("what could not be told comes again, and is told then", async () => {
  let isDown = true;
  const told: Outcome[] = [];
  const { store, take } = begin(async (outcomes) => {
    if (isDown) throw new Error("SQS is down");
    told.push(...outcomes);
  });
  const events = [event("accepted", 0), event("delivered", 1)];
  expect(await take(events)).toEqual(["m0"]);
  expect([...store.messages.values()].map(({ state }) => state.kind)).toEqual(["delivered"]);
  isDown = false;
  expect(await take(events)).toEqual([]);
  expect(told.map(({ outcome }) => outcome)).toEqual(["delivered"]);
});

test("where no application hears of them, nothing is told", async () => {
  expect(await begin().take([event("delivered", 1)])).toEqual([]);
});
