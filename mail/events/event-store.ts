/** Where the states of messages are kept, and how they are found. */
import type { MessageState } from "./message-state";

export interface StoredMessage {
  /** A keyed digest. */
  recipient: string;
  state: MessageState;
  /** Grows with each write. */
  revision: number;
  /** Of the write that brought it. */
  writeId: string;
}

/** Finds messages by what they were stored with. It may be behind the store by some seconds. */
export interface MessageIndex {
  byProviderId(id: string, recipient: string): Promise<string | undefined>;
  /** Keys of messages that were accepted between these times, in milliseconds since 1970. */
  byRecipient(recipient: string, from: number, to: number): Promise<readonly string[]>;
}

export interface EventStore extends MessageIndex {
  read(key: string): Promise<StoredMessage | undefined>;
  /** False, and nothing is written, when the stored one is not of the revision before. */
  write(key: string, message: StoredMessage): Promise<boolean>;
}
