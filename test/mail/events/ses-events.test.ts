import fc from "fast-check";
import { readSesEvent } from "../../../mail/providers/ses-events";

const sent = "2026-11-28T10:00:00.000Z";
const later = "2026-11-28T10:07:30.000Z";
const mail = {
  timestamp: sent,
  messageId: "0102019a-1111-2222",
  destination: ["ada@client.example", "ben@other.example"],
  commonHeaders: { messageId: "<a.b@app.example>" },
  tags: { "ses:configuration-set": ["prod"], twinpost_message: ["inv-42"], twinpost_stream: ["invitations"] },
};
const read = (fields: object) => readSesEvent({ mail, ...fields });
const bounce = (type: string, subType: string, recipients: object[]) =>
  read({
    eventType: "Bounce",
    bounce: { bounceType: type, bounceSubType: subType, bouncedRecipients: recipients, timestamp: later, feedbackId: "f1" },
  });
const complaint = (fields: object) =>
  read({
    eventType: "Complaint",
    complaint: { complainedRecipients: [{ emailAddress: "ada@client.example" }], timestamp: later, ...fields },
  });

test("a bounce names its own recipients only", () => {
  const { events } = bounce("Permanent", "NoEmail", [
    { emailAddress: "ben@other.example", status: "5.1.1", diagnosticCode: "smtp; 550 5.1.1 no such user" },
  ]);
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({
    kind: "bounced",
    recipient: "ben@other.example",
    at: Date.parse(later),
    message: { own: "inv-42", provider: "0102019a-1111-2222", header: "a.b@app.example" },
    stream: "invitations",
    failure: { class: "bad address", severity: "hard", status: "5.1.1" },
  });
});

/** https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html, bounce types. */
test.each([
  ["Permanent", "General", "5.4.4", { kind: "bounced", failure: { class: "technical", severity: "hard" } }],
  ["Permanent", "Suppressed", undefined, { kind: "bounced", failure: { class: "suppressed", severity: "hard" } }],
  ["Permanent", "OnAccountSuppressionList", undefined, { kind: "rejected", failure: { class: "suppressed", severity: "undetermined" } }],
  ["Transient", "General", "4.4.7", { kind: "bounced", failure: { class: "technical", severity: "soft" } }],
  ["Transient", "MailboxFull", "5.2.2", { kind: "bounced", failure: { class: "mailbox", severity: "soft" } }],
  ["Transient", "MessageTooLarge", undefined, { kind: "bounced", failure: { class: "content", severity: "soft" } }],
  ["Transient", "ContentRejected", "5.7.1", { kind: "bounced", failure: { class: "content", severity: "soft" } }],
  ["Undetermined", "Undetermined", undefined, { kind: "bounced", failure: { class: "unknown", severity: "undetermined" } }],
  ["Of next year", "constructor", undefined, { kind: "bounced", failure: { class: "unknown", severity: "undetermined" } }],
])("bounce %s, %s", (type, subType, status, expected) => {
  expect(bounce(type, subType, [{ emailAddress: "ada@client.example", status }]).events).toMatchObject([expected]);
});

test("a complaint", () => {
  expect(complaint({ complaintFeedbackType: "abuse" }).events).toMatchObject([{ kind: "complained", at: Date.parse(later) }]);
});

test("on the account's list: neither a bounce nor a complaint", () => {
  const { events } = complaint({ complaintSubType: "OnAccountSuppressionList" });
  expect(events).toMatchObject([{ kind: "rejected", failure: { class: "suppressed" } }]);
});

test("not-spam is no complaint (RFC 5965 7.3)", () => {
  expect(complaint({ complaintFeedbackType: "not-spam" })).toMatchObject({ events: [], others: [{ type: "Complaint" }] });
});

test("send: one event for each recipient, at the time of sending", () => {
  expect(read({ eventType: "Send", send: {} }).events.map(({ kind, recipient, at }) => [kind, recipient, at])).toEqual([
    ["accepted", "ada@client.example", Date.parse(sent)],
    ["accepted", "ben@other.example", Date.parse(sent)],
  ]);
});

test("delivery: its own time, not the time of sending", () => {
  const delivery = { timestamp: later, recipients: ["ada@client.example"], smtpResponse: "250 ok", processingTimeMillis: 450_000 };
  expect(read({ eventType: "Delivery", delivery }).events).toMatchObject([
    { provider: "ses", kind: "delivered", recipient: "ada@client.example", at: Date.parse(later), answer: "250 ok" },
  ]);
});

test("a delay is no bounce", () => {
  const delayed = { emailAddress: "ada@client.example", status: "4.4.1", diagnosticCode: "smtp; 421 4.4.1 no answer" };
  const deliveryDelay = {
    delayType: "TransientCommunicationFailure",
    delayedRecipients: [delayed],
    timestamp: later,
    expirationTime: later,
  };
  expect(read({ eventType: "DeliveryDelay", deliveryDelay }).events).toMatchObject([
    { kind: "deferred", failure: { class: "technical", severity: "soft", status: "4.4.1" } },
  ]);
});

test("a virus", () => {
  expect(
    read({ eventType: "Reject", reject: { reason: "Bad content" } }).events.map(({ kind, failure }) => [kind, failure?.class]),
  ).toEqual([
    ["rejected", "content"],
    ["rejected", "content"],
  ]);
});

test.each([
  [null, "no object"],
  [{}, "no eventType"],
  [{ eventType: "Bounce" }, "no mail"],
  [{ eventType: "Bounce", mail }, "no timestamp"],
  [{ eventType: "Bounce", mail, bounce: { timestamp: later } }, "no recipient"],
  [{ eventType: "Bounce", mail, bounce: { timestamp: later, bouncedRecipients: [{}] } }, "no emailAddress"],
])("%j cannot be read: %s", (body, why) => {
  expect(readSesEvent(body)).toEqual({ events: [], others: [], unread: [{ index: 0, why }] });
});

test("nothing makes it throw", () => {
  const type = fc.constantFrom("Bounce", "Complaint", "Delivery", "DeliveryDelay", "Send", "Reject", "Open", "__proto__", "constructor");
  const part = fc.oneof(
    fc.anything(),
    fc.record({ timestamp: fc.oneof(fc.anything(), fc.constant(later)), bouncedRecipients: fc.anything() }),
  );
  const body = fc.record({
    eventType: fc.oneof(type, fc.anything()),
    mail: fc.oneof(fc.constant(mail), fc.anything()),
    bounce: part,
    complaint: part,
    delivery: part,
  });
  fc.assert(
    fc.property(fc.oneof(body, fc.anything()), (value) => {
      const { events, others, unread } = readSesEvent(value);
      expect(events.length + others.length + unread.length).toBeGreaterThan(0);
    }),
  );
});
