/** Finds messages for people who ask, after the fact. The way of events does not need it: mail/events/event-store.ts has that. */
import type { StoredMessage } from "./event-store";

export interface FoundMessage extends StoredMessage {
  key: string;
}

export interface MessageSearch {
  /** Every message to a recipient, accepted or not. @param recipient its keyed digest */
  toRecipient(recipient: string): Promise<FoundMessage[]>;
  /** By an id that it has: the application's own, a provider's, or its Message-ID. Looks at every message. */
  withIds(ids: readonly string[]): Promise<FoundMessage[]>;
  /**
   * Those that a provider accepted between two times, in milliseconds since 1970, or told first of, without having accepted them. Looks at every message.
   */
  between(from: number, to: number): Promise<FoundMessage[]>;
}

export interface MessageErasure {
  /** Takes a message out of the store; may be repeated. An event that comes later is the first of it again. */
  remove(key: string): Promise<void>;
}

/** Whether the message has one of these ids. */
export function hasId({ state }: StoredMessage, ids: readonly string[]): boolean {
  const { own, provider, header } = state.message;
  const all = [own, provider, header, ...state.told.map(({ message }) => message)];
  return all.some((id) => id !== undefined && ids.includes(id));
}
