import { createHmac, randomBytes, randomUUID } from "node:crypto";
import type { EventCounts } from "../../../mail/events/counts";
import type { MailEvent } from "../../../mail/events/mail-event";
import { takeEvents } from "../../../workflows/events/take-events";
import { memoryStore } from "./memory-store";

const hashKey = randomBytes(32);
const digest = async (address: string) => createHmac("sha256", hashKey).update(address).digest("hex");
const start = 1_764_000_000_000;
const event = (kind: MailEvent["kind"], minutes: number, more: Partial<MailEvent> = {}): MailEvent => ({
  id: `${kind}-${minutes}`,
  provider: "sendgrid",
  kind,
  at: start + minutes * 60_000,
  recipient: "ada.lovelace@client.example",
  message: { own: "inv-42", provider: "14c5d75ce93" },
  ...more,
});

function begin(store = memoryStore()) {
  const counted: EventCounts[] = [];
  const take = (...events: MailEvent[]) =>
    takeEvents({ events, others: [], unread: [] }, { store, digest, newWriteId: randomUUID, count: (_, counts) => counted.push(counts) });
  const states = () => [...store.messages.values()].map(({ state }) => state);
  return { store, take, counted, states };
}

test("a message's events are one state, counted once each", async () => {
  const { take, counted, states } = begin();
  expect(await take(event("accepted", 0), event("delivered", 1))).toMatchObject({ stored: 2, repeated: 0 });
  expect(await take(event("delivered", 1))).toMatchObject({ stored: 0, repeated: 1 });
  expect(states()).toMatchObject([{ kind: "delivered", first: { accepted: start, delivered: start + 60_000 } }]);
  expect(counted).toEqual([{ counts: ["Accepted"] }, { counts: ["Delivered"], deliverySeconds: 60 }]);
});

test("two deferrals of one message are one message that was deferred", async () => {
  const { take, counted } = begin();
  await take(event("deferred", 1), event("deferred", 2));
  expect(counted.flatMap(({ counts }) => counts)).toEqual(["Deferred"]);
});

test("To and Cc are two messages", async () => {
  const { take, states } = begin();
  await take(event("accepted", 0), event("bounced", 1, { recipient: "ben@client.example", id: "b" }));
  expect(states().map(({ kind }) => kind)).toEqual(["accepted", "bounced"]);
});

test("events with the provider's id alone find the message", async () => {
  const { take, states } = begin();
  await take(event("accepted", 0), event("bounced", 1, { message: { provider: "14c5d75ce93" } }));
  expect(states().map(({ kind }) => kind)).toEqual(["bounced"]);
});

test("a delayed bounce without ids finds the only message to its recipient", async () => {
  const { take, states } = begin();
  await take(event("accepted", 0), event("delivered", 1));
  expect(await take(event("bounced", 60, { message: {} }))).toMatchObject({ stored: 1, unjoined: 0 });
  expect(states().map(({ kind }) => kind)).toEqual(["bounced"]);
});

test("two messages to its recipient: it is joined to none, and counted", async () => {
  const { take, states } = begin();
  await take(event("accepted", 0), event("accepted", 5, { message: { own: "inv-43" } }));
  expect(await take(event("bounced", 60, { message: {} }))).toMatchObject({ stored: 0, unjoined: 1 });
  expect(states().map(({ kind }) => kind)).toEqual(["accepted", "accepted"]);
});

test.each([
  ["before it was accepted", -1],
  ["six days later", 6 * 24 * 60],
])("a bounce without ids %s belongs to no message", async (_, minutes) => {
  const { take } = begin();
  await take(event("accepted", 0));
  expect(await take(event("bounced", minutes, { message: {} }))).toMatchObject({ unjoined: 1 });
});

test("no address is stored, whatever the receiver wrote", async () => {
  const { store, take } = begin();
  const text = "550 5.1.1 <Ada.Lovelace@Client.example>: no mailbox ada.lovelace here, ask postmaster@client.example";
  await take(event("bounced", 1, { failure: { class: "bad address", severity: "hard", text } }));
  const stored = JSON.stringify([...store.messages]);
  expect(stored).not.toMatch(/lovelace|postmaster|client\.example/i);
  expect(stored).toContain("550 5.1.1");
});

test("who has the store and not the key cannot find an address", async () => {
  const { store, take } = begin();
  await take(event("accepted", 0));
  const [{ recipient } = { recipient: "" }] = store.messages.values();
  expect(recipient).toBe(await digest("ada.lovelace@client.example"));
});

test("a write whose answer is lost is stored and counted once", async () => {
  let lost = 0;
  const { take, counted } = begin(memoryStore((call) => (call === "write" && lost++ === 0 ? "after" : false)));
  expect(await take(event("accepted", 0))).toMatchObject({ stored: 1 });
  expect(counted).toEqual([{ counts: ["Accepted"] }]);
});

test("a store that stays down is told to whom delivered the events", async () => {
  const { take, counted } = begin(memoryStore((call) => call === "write"));
  await expect(take(event("accepted", 0))).rejects.toThrow("the store is down");
  expect(counted).toEqual([]);
});

test("who writes meanwhile is taken into account", async () => {
  const store = memoryStore();
  const { write } = store;
  const other = begin(store);
  let meanwhile: Promise<unknown> | undefined;
  const { take, states } = begin({
    ...store,
    write: async (key, message) => {
      store.write = write;
      meanwhile ??= other.take(event("bounced", 2));
      await meanwhile;
      return write(key, message);
    },
  });
  await take(event("delivered", 1));
  expect(states()).toMatchObject([{ kind: "bounced", first: { delivered: start + 60_000, bounced: start + 120_000 } }]);
});
