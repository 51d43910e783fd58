/**
 * SES's published events, read into our events: one for each recipient that SES names, since a bounce of one is not a bounce of all.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
import { type FailureClass, failureClassOf, statusOf } from "../events/failure-class";
import { addressOf, entryOf, type Fields, fieldsOf, listOf, textOf, timeOf } from "../events/fields";
import { eventIdOf, type Failure, type MailEvent, type MailEventKind, messageTag, type ReadEvents, streamTag } from "../events/mail-event";

interface Told {
  kind: MailEventKind;
  recipients: readonly { address: unknown; failure?: Failure }[];
  at: number | undefined;
  answer?: string | undefined;
}

type Reader = (fields: Fields, mail: Fields) => Told | "other";

/** By `eventType`. The time of each is its own: `mail.timestamp` is when the message was sent, which only "Send" and "Reject" tell. */
const readers: Readonly<Record<string, { part: string; read: Reader }>> = {
  Send: { part: "send", read: (_, mail) => ({ kind: "accepted", recipients: addresses(mail.destination), at: timeOf(mail.timestamp) }) },
  Delivery: {
    part: "delivery",
    read: (part) => ({
      kind: "delivered",
      recipients: addresses(part.recipients),
      at: timeOf(part.timestamp),
      answer: textOf(part.smtpResponse),
    }),
  },
  DeliveryDelay: { part: "deliveryDelay", read: delayOf },
  Bounce: { part: "bounce", read: bounceOf },
  Complaint: { part: "complaint", read: complaintOf },
  Reject: { part: "reject", read: rejectOf },
  "Rendering Failure": { part: "failure", read: () => "other" },
  Subscription: { part: "subscription", read: () => "other" },
  Open: { part: "open", read: () => "other" },
  Click: { part: "click", read: () => "other" },
};

export function readSesEvent(body: unknown): ReadEvents {
  const unread = (why: string): ReadEvents => ({ events: [], others: [], unread: [{ index: 0, why }] });
  const fields = fieldsOf(body);
  if (!fields) return unread("no object");
  // `notificationType` is the word of the older notifications of an identity.
  const type = textOf(fields.eventType ?? fields.notificationType, 64);
  if (type === undefined) return unread("no eventType");
  const reader = entryOf(readers, type);
  const mail = fieldsOf(fields.mail);
  const part = fieldsOf(reader && fields[reader.part]);
  if (!reader) return { events: [], others: [{ type }], unread: [] };
  if (!mail) return unread("no mail");
  const told = reader.read(part ?? {}, mail);
  if (told === "other") return { events: [], others: [{ type }], unread: [] };
  if (told.at === undefined) return unread("no timestamp");
  if (told.recipients.length === 0) return unread("no recipient");
  return eventsOf(told, told.at, mail, textOf(part?.feedbackId, 256));
}

function eventsOf({ kind, recipients, answer }: Told, at: number, mail: Fields, feedbackId: string | undefined): ReadEvents {
  const tags = fieldsOf(mail.tags) ?? {};
  const provider = textOf(mail.messageId, 256);
  const own = textOf(listOf(tags[messageTag])[0], 256);
  const stream = textOf(listOf(tags[streamTag])[0], 64);
  const header = textOf(fieldsOf(mail.commonHeaders)?.messageId, 998)?.replace(/^<|>$/g, "");
  const read: ReadEvents = { events: [], others: [], unread: [] };
  for (const [index, { address, failure }] of recipients.entries()) {
    const recipient = addressOf(address);
    if (recipient === undefined) {
      read.unread.push({ index, why: "no emailAddress" });
      continue;
    }
    const event: MailEvent = {
      id: eventIdOf([kind, recipient, String(at), provider, feedbackId]),
      provider: "ses",
      kind,
      recipient,
      at,
      message: { ...(own !== undefined && { own }), ...(provider !== undefined && { provider }), ...(header !== undefined && { header }) },
      ...(stream !== undefined && { stream }),
      ...(failure && { failure }),
      ...(answer !== undefined && { answer }),
    };
    read.events.push(event);
  }
  return read;
}

const addresses = (value: unknown): Told["recipients"] => listOf(value).map((address) => ({ address }));

/** `bounceSubType`: https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html#event-publishing-retrieving-sns-contents-bounce-object-bounce-types */
const classes: Readonly<Record<string, FailureClass>> = {
  NoEmail: "bad address",
  MailboxFull: "mailbox",
  MessageTooLarge: "content",
  ContentRejected: "content",
  AttachmentRejected: "content",
  Suppressed: "suppressed",
};

function bounceOf(part: Fields): Told {
  const subType = textOf(part.bounceSubType, 64) ?? "";
  const severity = part.bounceType === "Permanent" ? "hard" : part.bounceType === "Transient" ? "soft" : "undetermined";
  const recipients = failedRecipients(part.bouncedRecipients, severity, entryOf(classes, subType));
  const at = timeOf(part.timestamp);
  // SES did not try: it counts neither as a bounce nor as a complaint in the account's reputation.
  if (subType === "OnAccountSuppressionList") return { kind: "rejected", recipients: recipients.map(asSuppressed), at };
  return { kind: "bounced", recipients, at };
}

function complaintOf(part: Fields): Told | "other" {
  // RFC 5965 7.3: who says so takes a complaint back.
  if (part.complaintFeedbackType === "not-spam") return "other";
  const recipients = listOf(part.complainedRecipients).map((value) => ({ address: fieldsOf(value)?.emailAddress }));
  const at = timeOf(part.timestamp);
  if (part.complaintSubType === "OnAccountSuppressionList") return { kind: "rejected", recipients: recipients.map(asSuppressed), at };
  return { kind: "complained", recipients, at };
}

const asSuppressed = ({ address, failure }: Told["recipients"][number]): Told["recipients"][number] => ({
  address,
  failure: { ...failure, class: "suppressed", severity: "undetermined" },
});

const delays: Readonly<Record<string, FailureClass>> = {
  MailboxFull: "mailbox",
  SpamDetected: "reputation",
  IPFailure: "reputation",
  RecipientServerError: "technical",
  TransientCommunicationFailure: "technical",
  BYOIPHostNameLookupUnavailable: "technical",
  InternalFailure: "technical",
};

function delayOf(part: Fields): Told {
  const type = textOf(part.delayType, 64) ?? "";
  const recipients = failedRecipients(part.delayedRecipients, "soft", entryOf(delays, type));
  return { kind: "deferred", recipients, at: timeOf(part.timestamp) };
}

/** SES found a virus: nobody gets the message. */
function rejectOf(part: Fields, mail: Fields): Told {
  const text = textOf(part.reason);
  const failure: Failure = { class: "content", severity: "undetermined", ...(text && { text }) };
  const recipients = addresses(mail.destination).map(({ address }) => ({ address, failure }));
  return { kind: "rejected", recipients, at: timeOf(mail.timestamp) };
}

const failedRecipients = (list: unknown, severity: Failure["severity"], named: FailureClass | undefined): Told["recipients"] =>
  listOf(list).map((value) => {
    const fields = fieldsOf(value) ?? {};
    return { address: fields.emailAddress, failure: failureOf(fields, severity, named) };
  });

function failureOf(fields: Fields, severity: Failure["severity"], named: FailureClass | undefined): Failure {
  const text = textOf(fields.diagnosticCode);
  const status = statusOf(textOf(fields.status, 64)) ?? statusOf(text);
  return { class: named ?? failureClassOf(status, text), severity, ...(status && { status }), ...(text && { text }) };
}
