/**
 * SES's events of one recipient's delivery, as SES publishes them.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html and .../event-publishing-retrieving-sns-examples.html
 * Belief: an event for each recipient, a delay told once for each, and which reply becomes which type of bounce, beyond the words of that page.
 */
import { randomBytes } from "node:crypto";
import type { Attempt } from "../../submission/backend";
import type { MailObject } from "./mail-object";

/** As event destinations name them. */
export type EventKind = "SEND" | "REJECT" | "BOUNCE" | "COMPLAINT" | "DELIVERY" | "DELIVERY_DELAY";

export interface SesEvent {
  kind: EventKind;
  /** In the order in which AWS's examples have the fields. */
  body: { eventType: string; mail: MailObject } & Record<string, unknown>;
}

const outgoing = { ip: "127.0.10.2", host: "a10-2.smtp-out.amazonses.com" };
/** SES tries for 14 hours. */
const triesForMs = 14 * 3600 * 1000;

const iso = (at: number): string => new Date(at).toISOString();
const feedbackId = (): string => `0107${randomBytes(6).toString("hex")}-${randomBytes(16).toString("hex")}-000000`;
const sentOn = (mail: MailObject): MailObject => ({ ...mail, tags: { ...mail.tags, "ses:outgoing-ip": [outgoing.ip] } });

export const sendEvent = (mail: MailObject): SesEvent => ({ kind: "SEND", body: { eventType: "Send", mail, send: {} } });

export const rejectEvent = (mail: MailObject): SesEvent => ({
  kind: "REJECT",
  body: { eventType: "Reject", mail, reject: { reason: "Bad content" } },
});

export const deliveryEvent = (mail: MailObject, { recipient, reply }: Pick<Attempt, "recipient" | "reply">, at: number): SesEvent => ({
  kind: "DELIVERY",
  body: {
    eventType: "Delivery",
    mail: sentOn(mail),
    delivery: {
      timestamp: iso(at),
      processingTimeMillis: at - Date.parse(mail.timestamp),
      recipients: [recipient],
      smtpResponse: reply,
      remoteMtaIp: "127.0.0.1",
      reportingMTA: outgoing.host,
    },
  },
});

export function bounceEvent(mail: MailObject, { recipient, reply }: Pick<Attempt, "recipient" | "reply">, at: number): SesEvent {
  const status = /^\d{3}[ -]([45]\.\d{1,3}\.\d{1,3})\b/.exec(reply)?.[1];
  // What was tried until its time was over.
  const isExpired = reply.startsWith("4");
  const [bounceType, bounceSubType] = isExpired ? (["Transient", "General"] as const) : typeOf(status);
  return bounce(mail, at, {
    bounceType,
    bounceSubType,
    bouncedRecipients: [
      {
        emailAddress: recipient,
        action: "failed",
        status: isExpired ? "4.4.7" : (status ?? `${reply.slice(0, 1)}.0.0`),
        diagnosticCode: isExpired ? `smtp; 550 4.4.7 Message expired: unable to deliver in 840 minutes.<${reply}>` : `smtp; ${reply}`,
      },
    ],
    reportingMTA: `dns; ${outgoing.host}`,
    remoteMtaIp: "127.0.0.1",
  });
}

/** The list is the account's own, or all of SES's, which the simulator shows. */
export function suppressedEvent(
  mail: MailObject,
  recipient: string,
  list: "OnAccountSuppressionList" | "Suppressed",
  at: number,
): SesEvent {
  const diagnosticCode =
    list === "Suppressed"
      ? "Amazon SES has suppressed sending to this address because it has a recent history of bouncing as an invalid address. For more information about how to remove an address from the suppression list, see the Amazon SES Developer Guide: http://docs.aws.amazon.com/ses/latest/DeveloperGuide/remove-from-suppressionlist.html "
      : "Amazon SES did not send the message to this address because it is on the suppression list for your account. For more information about removing addresses from the suppression list, see the Amazon SES Developer Guide at https://docs.aws.amazon.com/ses/latest/DeveloperGuide/sending-email-suppression-list.html";
  return bounce(mail, at, {
    bounceType: "Permanent",
    bounceSubType: list,
    bouncedRecipients: [{ emailAddress: recipient, action: "failed", status: "5.1.1", diagnosticCode }],
    reportingMTA: "dns; amazonses.com",
  });
}

export const complaintEvent = (mail: MailObject, recipient: string, userAgent: string, at: number): SesEvent => ({
  kind: "COMPLAINT",
  body: {
    eventType: "Complaint",
    complaint: {
      feedbackId: feedbackId(),
      complaintSubType: null,
      complainedRecipients: [{ emailAddress: recipient }],
      timestamp: iso(at),
      userAgent,
      complaintFeedbackType: "abuse",
      arrivalDate: iso(at),
    },
    mail,
  },
});

export function delayEvent(mail: MailObject, { recipient, reply }: Pick<Attempt, "recipient" | "reply">, at: number): SesEvent {
  const status = /^\d{3}[ -](4\.\d{1,3}\.\d{1,3})\b/.exec(reply)?.[1] ?? "4.0.0";
  return {
    kind: "DELIVERY_DELAY",
    body: {
      eventType: "DeliveryDelay",
      mail: sentOn(mail),
      deliveryDelay: {
        timestamp: iso(at),
        delayType: delayTypeOf(status),
        expirationTime: iso(Date.parse(mail.timestamp) + triesForMs),
        delayedRecipients: [{ emailAddress: recipient, status, diagnosticCode: `smtp; ${reply}` }],
      },
    },
  };
}

const bounce = (mail: MailObject, at: number, { reportingMTA, remoteMtaIp, ...told }: Record<string, unknown>): SesEvent => ({
  kind: "BOUNCE",
  body: {
    eventType: "Bounce",
    bounce: { feedbackId: feedbackId(), ...told, timestamp: iso(at), ...(remoteMtaIp ? { remoteMtaIp } : {}), reportingMTA },
    mail: sentOn(mail),
  },
});

/** By RFC 3463's code. */
function typeOf(status: string | undefined): readonly [string, string] {
  if (status === undefined) return ["Permanent", "General"];
  if (status === "5.0.0") return ["Undetermined", "Undetermined"];
  if (/^5\.(2\.2|7\.|3\.[14]|2\.3|4\.[1-7]|6\.)/.test(status)) {
    const subTypes: Record<string, string> = { "5.2.2": "MailboxFull", "5.2.3": "MessageTooLarge", "5.3.4": "MessageTooLarge" };
    return ["Transient", subTypes[status] ?? (status.startsWith("5.6.") ? "ContentRejected" : "General")];
  }
  return ["Permanent", "General"];
}

const delayTypes: readonly (readonly [RegExp, string])[] = [
  [/^4\.2\.2$/, "MailboxFull"],
  [/^4\.7\./, "SpamDetected"],
  [/^4\.4\./, "TransientCommunicationFailure"],
  [/^4\.3\./, "RecipientServerError"],
];
const delayTypeOf = (status: string): string => delayTypes.find(([pattern]) => pattern.test(status))?.[1] ?? "Undetermined";
