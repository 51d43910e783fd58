/** One receiver's accepted messages, in memory, newest first. Knows no SMTP and no HTTP. */
import { randomBytes } from "node:crypto";
import { type MessageContent, readMessage } from "./mime";

export interface StoredMessage {
  id: string;
  folder: "Inbox" | "Junk";
  mailFrom: string;
  recipients: string[];
  received: Date;
  raw: Buffer;
  content: MessageContent;
}

type Matcher = (message: StoredMessage) => string;

/** The search filters that are understood, of Mailpit's: all are parts of text, regardless of case. */
const fields: Record<string, Matcher> = {
  to: ({ content }) => content.to.map(({ name, address }) => `${name} ${address}`).join(" "),
  from: ({ content }) => `${content.from?.name} ${content.from?.address}`,
  subject: ({ content }) => content.subject,
  "message-id": ({ content }) => content.messageId,
  tag: ({ folder }) => folder,
};
const anywhere: Matcher = (message) =>
  `${fields.to?.(message)} ${fields.from?.(message)} ${message.content.subject} ${message.content.text}`;

export class Mailbox {
  #messages: StoredMessage[] = [];

  add(message: Omit<StoredMessage, "id" | "content">): StoredMessage {
    const stored = { ...message, id: randomBytes(16).toString("hex"), content: readMessage(message.raw) };
    this.#messages.unshift(stored);
    return stored;
  }

  list(): readonly StoredMessage[] {
    return this.#messages;
  }

  /** @param id a message's id, or "latest" */
  find(id: string): StoredMessage | undefined {
    return id === "latest" ? this.#messages[0] : this.#messages.find((message) => message.id === id);
  }

  /** Words, "quoted phrases" and `field:value`, all of which must match; `-` or `!` in front excludes. */
  search(query: string): StoredMessage[] {
    const terms = [...query.matchAll(/([-!]?)(?:([a-z-]+):)?(?:"([^"]*)"|(\S+))/gi)].map(([, not, field, phrase, word]) => ({
      wanted: not === "",
      read: fields[field?.toLowerCase() ?? ""] ?? anywhere,
      text: (phrase ?? word ?? "").toLowerCase(),
    }));
    return this.#messages.filter((message) =>
      terms.every(({ wanted, read, text }) => read(message).toLowerCase().includes(text) === wanted),
    );
  }

  /** Deletes these messages, or all when no ids are given. */
  delete(ids: readonly string[]): void {
    this.#messages = ids.length === 0 ? [] : this.#messages.filter(({ id }) => !ids.includes(id));
  }
}
