/** Messages in a store in memory, from the events that providers told of them: for the verbs that support asks with. */
import { createHmac } from "node:crypto";
import type { MailEvent } from "../../mail/events/mail-event";
import { takeEvents } from "../../workflows/events/take-events";
import { type MemoryStore, memorySearch, memoryStore } from "./events/memory-store";

export const start = Date.parse("2026-11-28T10:00:00Z");
export const digest = async (address: string): Promise<string> => createHmac("sha256", "key").update(address).digest("hex");

let made = 0;
export const event = (kind: MailEvent["kind"], seconds: number, more: Partial<MailEvent> = {}): MailEvent => ({
  id: `e${made++}`,
  provider: "sendgrid",
  kind,
  recipient: "ada@client.example",
  at: start + seconds * 1000,
  message: { own: "inv-42", provider: "14c5d75ce93", header: "a.b@app.example" },
  stream: "invitations",
  ...more,
});

export async function storeOf(events: readonly MailEvent[]): Promise<MemoryStore> {
  const store = memoryStore();
  let writes = 0;
  await takeEvents({ events: [...events], others: [], unread: [] }, { store, digest, newWriteId: () => `w${writes++}`, count: () => {} });
  return store;
}

/** @param after seconds */
export const asking = (store: MemoryStore, after = 3600) => ({
  search: memorySearch(store),
  digest,
  now: () => start + after * 1000,
  backlog: async () => ({ waiting: 12, dead: 3 }),
});
