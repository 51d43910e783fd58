/**
 * SendGrid's events of a delivery, as its Event Webhook writes them.
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event; the forms of the ids as posts that people publish have them.
 * Belief: which field wins where a unique argument has the name of one of SendGrid's own.
 */
import type { Attempt } from "../../submission/backend";
import { sgMessageId } from "./message-id";
import { refusalOf } from "./refusal";
import type { SmtpApi } from "./smtp-api";

export interface SentMessage extends SmtpApi {
  messageId: string;
  userId: number;
  /** With its brackets; as it was submitted, or as SendGrid made it. */
  smtpId: string;
  recipients: readonly string[];
  /** Milliseconds since 1970. */
  takenAt: number;
}

export type SendgridEvent = { event: string; email: string; timestamp: number } & Record<string, unknown>;

/** What is told of a message that is about to be delivered, or that is not. */
export const processedEvent = (message: SentMessage, email: string, at: number): SendgridEvent => ({
  ...common(message, email, { event: "processed", at, attempt: 0 }),
  send_at: 0,
});

export const droppedEvent = (message: SentMessage, email: string, at: number, reason: string): SendgridEvent => ({
  ...common(message, email, { event: "dropped", at, attempt: 0 }),
  reason,
});

export function attemptEvent(
  message: SentMessage,
  { recipient, result, attempts, reply, exchange, tls }: Attempt,
  at: number,
): SendgridEvent {
  const hop = { ...(exchange === undefined ? {} : { ip: sendingAddress }), tls: tls ? 1 : 0 };
  const of = (event: string, attempt = attempts - 1): SendgridEvent => common(message, recipient, { event, at, attempt });
  if (result === "delivered") return { ...of("delivered"), ...hop, response: reply };
  // In decimals, as a text, from 0.
  if (result === "deferred") return { ...of("deferred"), response: reply, attempt: String(attempts - 1), tls: hop.tls };
  return { ...of("bounce"), ...hop, reason: reply, ...refusalOf(reply, exchange) };
}

/**
 * A receiver that takes a message and bounces it later: nothing in the bounce says which message it was (sendgrid/docs#5177).
 */
export const lateBounceEvent = (userId: number, email: string, at: number, reason: string): SendgridEvent => ({
  email,
  event: "bounce",
  reason,
  ...refusalOf(reason, "a receiver"),
  sg_event_id: Buffer.from(`bounce-0-${userId}-late-${email}-${at}`).toString("base64url").slice(0, 48),
  timestamp: seconds(at),
});

/** `smtp-id` is missing: https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event has it for deliveries only. */
export function engagementEvent(message: SentMessage, email: string, event: "spamreport" | "unsubscribe", at: number): SendgridEvent {
  const { "smtp-id": _, ...told } = common(message, email, { event, at, attempt: 0 });
  return told as SendgridEvent;
}

const sendingAddress = "127.0.10.1";
const seconds = (at: number): number => Math.floor(at / 1000);

function common(
  message: SentMessage,
  email: string,
  { event, at, attempt }: { event: string; at: number; attempt: number },
): SendgridEvent {
  const { messageId, userId, smtpId, uniqueArgs, category, takenAt } = message;
  const index = message.recipients.indexOf(email);
  return {
    ...uniqueArgs,
    ...(category === undefined ? {} : { category }),
    email,
    event,
    // "Ym91bmNlLTQtNTA0ODUxOTUt…" is "bounce-4-50485195-<id>-0"; at most 100 characters, safe in URLs.
    sg_event_id: Buffer.from(`${event}-${attempt}-${userId}-${messageId}-${index}`).toString("base64url"),
    sg_message_id: sgMessageId(messageId, takenAt, index),
    "smtp-id": smtpId,
    timestamp: seconds(at),
  };
}
