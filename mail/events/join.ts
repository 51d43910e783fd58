/**
 * To which message an event belongs: by the application's own id, else by the provider's, else by recipient and time, since SendGrid's delayed
 * bounces have no id (sendgrid/docs#5177). An event that fits several messages is joined to none: a bounce told of the wrong invitation is worse
 * than one that is only counted.
 */
import { createHash } from "node:crypto";
import type { MessageIndex } from "./event-store";
import type { MailEvent } from "./mail-event";

export type Joined = { by: "own id" | "provider's id" | "recipient and time"; key: string } | { by: "nothing" };

/** SendGrid tries for 72 hours, and a receiver can bounce later still. */
const joinWindowMs = 5 * 24 * 3600 * 1000;

export async function joinEvent({ message, recipient, at }: MailEvent, index: MessageIndex): Promise<Joined> {
  if (message.own !== undefined) return { by: "own id", key: messageKey("own", message.own, recipient) };
  if (message.provider !== undefined) {
    const known = await index.byProviderId(message.provider, recipient);
    return { by: "provider's id", key: known ?? messageKey("provider", message.provider, recipient) };
  }
  const [only, ...more] = await index.byRecipient(recipient, at - joinWindowMs, at);
  return only !== undefined && more.length === 0 ? { by: "recipient and time", key: only } : { by: "nothing" };
}

/** The same for every event of the message, so that two that come at once meet in the store. */
const messageKey = (kind: "own" | "provider", id: string, recipient: string): string =>
  createHash("sha256")
    .update(JSON.stringify([kind, id, recipient]))
    .digest("hex");
