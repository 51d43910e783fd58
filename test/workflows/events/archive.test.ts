/** What a provider told is archived beside the state, and neither waits for the other for ever. */
import { randomUUID } from "node:crypto";
import { type RawEvents, type TakeBatchEffects, takeBatch } from "../../../workflows/events/take-batch";
import { digest, event } from "../asked-messages";
import { memoryStore } from "./memory-store";

function begin(archive: TakeBatchEffects["messages"]["archive"]) {
  const store = memoryStore();
  const published: string[] = [];
  const events = [event("accepted", 0), event("delivered", 1)];
  const use: TakeBatchEffects = {
    messages: {
      read: async (body) =>
        body === "forged" ? { refused: "wrong signature" } : { provider: "sendgrid", read: { events, others: [], unread: [] } },
      archive,
    },
    events: { store, digest, newWriteId: randomUUID },
    publish: ({ counts }) => void published.push(...Object.keys(counts)),
    publishFailing: async () => {},
    log: () => {},
  };
  const take = (...bodies: string[]) =>
    takeBatch(
      bodies.map((body, at) => ({ id: `m${at}`, body })),
      use,
    );
  return { store, published, take, firstAt: events[0]?.at };
}

test("an archive that is down delays neither state nor counts; its message alone comes again", async () => {
  const kept: RawEvents[] = [];
  let isDown = true;
  const { store, published, take, firstAt } = begin(async (raw) => {
    if (isDown && raw.body === "first") throw new Error("S3 is down");
    kept.push(raw);
  });
  expect(await take("first", "second")).toEqual(["m0"]);
  expect([...store.messages.values()].map(({ state }) => state.kind)).toEqual(["delivered"]);
  isDown = false;
  expect(await take("first")).toEqual([]);
  expect(published.sort()).toEqual(["Accepted", "Delivered"]);
  expect(kept).toEqual(["second", "first"].map((body) => ({ provider: "sendgrid", at: firstAt, body })));
});

test("one that does not answer holds up no other", async () => {
  const order: string[] = [];
  const { take } = begin(async ({ body }) => {
    if (body === "slow") await new Promise((resolve) => setImmediate(resolve));
    order.push(body);
  });
  expect(await take("slow", "quick")).toEqual([]);
  expect(order).toEqual(["quick", "slow"]);
});

test("what is not to be believed is not archived", async () => {
  const kept: string[] = [];
  const { take } = begin(async ({ body }) => void kept.push(body));
  expect(await take("forged", "true")).toEqual(["m0"]);
  expect(kept).toEqual(["true"]);
});
