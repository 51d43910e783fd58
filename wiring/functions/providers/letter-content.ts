/** What is in a message of the queue, for people: kinds and counts, no address, and no word of whether it is to be believed. */
import { fieldsOf } from "../../../mail/events/fields";
import type { ReadEvents } from "../../../mail/events/mail-event";
import { jsonOf } from "../../../mail/json";
import { readSesEvent } from "../../../mail/providers/ses-events";
import type { LetterContent } from "../../../workflows/redrive";
import { sendgridMessage } from "./sendgrid";

/** @param topic ARN of the one whose messages are SES's events */
export function letterContent(body: string, topic: string): LetterContent {
  const message = jsonOf(body);
  const posted = sendgridMessage.read(message);
  if (posted) return contentOf(posted.provider, posted.read);
  const envelope = fieldsOf(message);
  if (envelope?.Type !== "Notification" || typeof envelope.Message !== "string") return { foreign: "no provider's message" };
  if (envelope.TopicArn !== topic) return { foreign: "of another topic" };
  return contentOf("ses", readSesEvent(jsonOf(envelope.Message)));
}

function contentOf(provider: string, { events, others, unread }: ReadEvents): LetterContent {
  const kinds: Record<string, number> = {};
  for (const { kind } of events) kinds[kind] = (kinds[kind] ?? 0) + 1;
  if (others.length > 0) kinds.other = others.length;
  return { provider, kinds, unread: [...new Set(unread.map(({ why }) => why))] };
}
