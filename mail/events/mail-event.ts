/**
 * What became of a message for one recipient, as a sending provider tells it. SES and SendGrid use other words for the same things, and some of
 * the same words for other things: mail/providers/<name>-events.ts has the tables. Nothing here is stored as it is: addresses become keyed
 * digests first.
 */
import { createHash } from "node:crypto";
import type { FailureClass } from "./failure-class";

/**
 * "accepted": the provider took the message and will try. "deferred": a receiver said "later", the provider tries again. "delivered": the
 * receiver's server took it, which says nothing about the folder. "bounced": a receiver refused it for good. "rejected": the provider refused
 * to send it. "complained": the recipient called it spam.
 */
export const mailEventKinds = ["accepted", "deferred", "delivered", "bounced", "rejected", "complained", "unsubscribed"] as const;
export type MailEventKind = (typeof mailEventKinds)[number];

export interface Failure {
  class: FailureClass;
  /** Whether the next message to this address will fail as well. "undetermined": the provider does not say. */
  severity: "hard" | "soft" | "undetermined";
  /** RFC 3463, such as "5.1.1". */
  status?: string;
  /** The provider's or the receiver's words, shortened. They can quote the address. */
  text?: string;
}

export interface MailEvent {
  /** The same for every delivery of this event, and for no other event. */
  id: string;
  /** Who tells it: "sendgrid". */
  provider: string;
  kind: MailEventKind;
  /** In lower case behind the @. */
  recipient: string;
  /** When it happened, in milliseconds since 1970; not when the message was sent, nor when the event came here. */
  at: number;
  message: MessageIds;
  /** The kind of mail, as the application tagged it. */
  stream?: string;
  failure?: Failure;
  /** What the receiver's server said when it took the message. It can quote the address, and the receiver finds the message by it. */
  answer?: string;
}

/** Any can be missing: SendGrid's delayed bounces have none of them (sendgrid/docs#5177). */
export interface MessageIds {
  /** The application's own, which it gave to the message (`messageTag`). */
  own?: string;
  /** The provider's. */
  provider?: string;
  /** The Message-ID header without its brackets (RFC 5322 3.6.4). */
  header?: string;
}

/** Of an event to which its provider gives no id: the same for the same event, whenever it comes. */
export const eventIdOf = (parts: readonly (string | undefined)[]): string =>
  createHash("sha256")
    .update(JSON.stringify(parts.map((part) => part ?? null)))
    .digest("hex")
    .slice(0, 40);

/** It is of ours, so the provider's support has never seen it. */
export const isOurEventId = (id: string): boolean => /^[0-9a-f]{40}$/.test(id);

/** A provider's delivery of events, read. */
export interface ReadEvents {
  events: MailEvent[];
  /** By type: not about the fate of a message, such as SendGrid's `account_status_change`. */
  others: { type: string; at?: number }[];
  /** What could not be read, and why. Values are left out: they can be addresses. */
  unread: { index: number; why: string }[];
}

/**
 * Names by which an application marks a message for both providers: SES takes letters, digits, "_" and "-" in the name of a tag; SendGrid writes
 * unique arguments beside its own fields, so a name must not be one of those.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-send-email.html
 */
export const messageTag = "twinpost_message";
export const streamTag = "twinpost_stream";
