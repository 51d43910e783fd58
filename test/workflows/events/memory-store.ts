/** An event store in memory, with outages. event-store-contract.ts holds it to what the real one does. */
import type { EventStore, StoredMessage } from "../../../mail/events/event-store";
import { hasId, type MessageErasure, type MessageSearch } from "../../../mail/events/message-search";

export interface MemoryStore extends EventStore {
  messages: Map<string, StoredMessage>;
}

/** @param fails asked before each call; `"after"` writes and then loses the answer */
export function memoryStore(fails: (call: "read" | "write" | "find") => boolean | "after" = () => false): MemoryStore {
  const messages = new Map<string, StoredMessage>();
  const byProvider = new Map<string, string>();
  const byRecipient = new Map<string, Map<string, number>>();
  const outage = () => new Error("the store is down");
  const index = (key: string, { recipient, state }: StoredMessage): void => {
    if (state.message.provider !== undefined) byProvider.set(`${state.message.provider} ${recipient}`, key);
    if (state.first.accepted === undefined) return;
    const keys = byRecipient.get(recipient) ?? new Map<string, number>();
    byRecipient.set(recipient, keys.set(key, state.first.accepted));
  };
  return {
    messages,
    async read(key) {
      if (fails("read")) throw outage();
      return messages.get(key);
    },
    async write(key, message) {
      const failure = fails("write");
      if (failure === true) throw outage();
      if ((messages.get(key)?.revision ?? 0) !== message.revision - 1) return false;
      messages.set(key, message);
      index(key, message);
      if (failure === "after") throw outage();
      return true;
    },
    async byProviderId(id, recipient) {
      if (fails("find")) throw outage();
      return byProvider.get(`${id} ${recipient}`);
    },
    async byRecipient(recipient, from, to) {
      if (fails("find")) throw outage();
      return [...(byRecipient.get(recipient) ?? [])].filter(([, at]) => at >= from && at <= to).map(([key]) => key);
    },
  };
}

/** As the table is searched. */
export function memorySearch({ messages }: MemoryStore): MessageSearch & MessageErasure {
  const found = async (wanted: (message: StoredMessage) => boolean) =>
    [...messages].filter(([, message]) => wanted(message)).map(([key, message]) => ({ key, ...message }));
  return {
    toRecipient: (recipient) => found((message) => message.recipient === recipient),
    async remove(key) {
      messages.delete(key);
    },
    withIds: (ids) => found((message) => hasId(message, ids)),
    between: (from, to) =>
      found(({ state }) => {
        const at = state.first.accepted ?? Math.min(state.at, ...Object.values(state.first));
        return at >= from && at <= to;
      }),
  };
}
