/**
 * SendGrid's Event Webhook, read into our events.
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
 * https://github.com/twilio/sendgrid-oai spec/json/tsg_logs_v3.json
 */
import { type FailureClass, failureClassOf, statusOf } from "../events/failure-class";
import { addressOf, entryOf, type Fields, fieldsOf, secondsOf, textOf } from "../events/fields";
import { eventIdOf, type Failure, type MailEvent, type MailEventKind, messageTag, type ReadEvents, streamTag } from "../events/mail-event";

/** `deferred` is no failure: SendGrid tries for 72 hours. Opens and clicks are not tracked; resubscriptions change nothing of a message. */
const kinds: Readonly<Record<string, MailEventKind | "other">> = {
  processed: "accepted",
  deferred: "deferred",
  delivered: "delivered",
  bounce: "bounced",
  dropped: "rejected",
  spamreport: "complained",
  unsubscribe: "unsubscribed",
  group_unsubscribe: "unsubscribed",
  group_resubscribe: "other",
  open: "other",
  click: "other",
  cancel_drop: "other",
  account_status_change: "other",
};

/** `bounce_classification`. "Unclassified" leaves it to the receiver's code. */
const classes: Readonly<Record<string, FailureClass>> = {
  "Invalid Address": "bad address",
  "Mailbox Unavailable": "mailbox",
  Reputation: "reputation",
  Content: "content",
  "Frequency or Volume Too High": "rate",
  Technical: "technical",
};

/** Reasons of `dropped` that name a list of SendGrid's. */
const suppressed = /^(?:bounced address|spam reporting address|unsubscribed address|invalid$|invalid address)/i;

export function readSendgridEvents(body: unknown): ReadEvents {
  const read: ReadEvents = { events: [], others: [], unread: [] };
  if (!Array.isArray(body)) return { ...read, unread: [{ index: 0, why: "the body is no list" }] };
  for (const [index, value] of body.entries()) {
    const event = readOne(value);
    if (typeof event === "string") read.unread.push({ index, why: event });
    else if ("kind" in event) read.events.push(event);
    else read.others.push(event);
  }
  return read;
}

/** An event, what is not about a message, or why it cannot be read. */
function readOne(value: unknown): MailEvent | ReadEvents["others"][number] | string {
  const fields = fieldsOf(value);
  if (!fields) return "no object";
  const type = textOf(fields.event, 64);
  if (type === undefined) return "no event";
  const at = secondsOf(fields.timestamp);
  const kind = entryOf(kinds, type);
  if (kind === undefined || kind === "other") return { type, ...(at !== undefined && { at }) };
  const recipient = addressOf(fields.email);
  if (recipient === undefined) return "no email";
  if (at === undefined) return "no timestamp";
  return eventOf(fields, kind, recipient, at);
}

function eventOf(fields: Fields, kind: MailEventKind, recipient: string, at: number): MailEvent {
  const provider = sendgridMessageId(fields.sg_message_id);
  const ownId = textOf(fields[messageTag], 256);
  const header = textOf(fields["smtp-id"], 998)?.replace(/^<|>$/g, "");
  const stream = textOf(fields[streamTag], 64);
  const failure = failureOf(fields, kind);
  const answer = kind === "delivered" ? textOf(fields.response) : undefined;
  return {
    id:
      textOf(fields.sg_event_id, 100) ??
      eventIdOf([kind, recipient, String(at), provider, ownId, textOf(fields.reason), textOf(fields.attempt)]),
    provider: "sendgrid",
    kind,
    recipient,
    at,
    message: {
      ...(ownId !== undefined && { own: ownId }),
      ...(provider !== undefined && { provider }),
      ...(header !== undefined && { header }),
    },
    ...(stream !== undefined && { stream }),
    ...(failure && { failure }),
    ...(answer !== undefined && { answer }),
  };
}

/**
 * The id that SMTP answered is the part before the first ".": behind it is the server and the place in the batch. What was dropped before it had an
 * id begins with the server (django-anymail tests/test_sendgrid_webhooks.py), which many messages share.
 */
export function sendgridMessageId(value: unknown): string | undefined {
  const first = textOf(value, 256)?.split(".")[0];
  return first && !/^(filter|recvd)/.test(first) ? first : undefined;
}

function failureOf(fields: Fields, kind: MailEventKind): Failure | undefined {
  const text = textOf(fields.reason) ?? textOf(fields.response);
  if (kind === "rejected") {
    const isOnList = text !== undefined && suppressed.test(text);
    return { class: isOnList ? "suppressed" : failureClassOf(undefined, text), severity: "undetermined", ...(text && { text }) };
  }
  if (kind !== "bounced" && kind !== "deferred") return undefined;
  const status = statusOf(textOf(fields.status, 64)) ?? statusOf(text);
  const named = entryOf(classes, textOf(fields.bounce_classification, 64) ?? "");
  // "blocked": refused this time, the address is not put on a list.
  const severity = kind === "deferred" || fields.type === "blocked" ? "soft" : status?.startsWith("4") ? "soft" : "hard";
  return { class: named ?? failureClassOf(status, text), severity, ...(status && { status }), ...(text && { text }) };
}
