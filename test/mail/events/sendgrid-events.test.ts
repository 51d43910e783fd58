import fc from "fast-check";
import { readSendgridEvents } from "../../../mail/providers/sendgrid-events";

const at = 1_764_000_000;
const base = {
  email: "ada@Client.Example",
  timestamp: at,
  sg_event_id: "ZGVsaXZlcmVk",
  sg_message_id: "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0",
};
const one = (fields: object) => readSendgridEvents([{ ...base, ...fields }]).events[0];

/** https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event, and the API description's tsg_logs_v3.json. */
const told: [string, object, object][] = [
  ["processed", { event: "processed" }, { kind: "accepted" }],
  ["delivered", { event: "delivered", response: "250 OK" }, { provider: "sendgrid", kind: "delivered", answer: "250 OK" }],
  [
    "deferred is no bounce",
    { event: "deferred", response: "451 4.2.2 mailbox full", attempt: "5" },
    { kind: "deferred", failure: { class: "mailbox", severity: "soft", status: "4.2.2" } },
  ],
  [
    "a wrong address",
    { event: "bounce", type: "bounce", status: "5.1.1", reason: "550 5.1.1 no such user", bounce_classification: "Invalid Address" },
    { kind: "bounced", failure: { class: "bad address", severity: "hard", status: "5.1.1" } },
  ],
  [
    "blocked is soft",
    { event: "bounce", type: "blocked", status: "5.7.1", reason: "550 5.7.1 low reputation", bounce_classification: "Reputation" },
    { kind: "bounced", failure: { class: "reputation", severity: "soft", status: "5.7.1" } },
  ],
  [
    "unclassified goes by the receiver's code",
    { event: "bounce", type: "bounce", status: "5.7.26", bounce_classification: "Unclassified" },
    { kind: "bounced", failure: { class: "authentication", severity: "hard", status: "5.7.26" } },
  ],
  // discourse fbe5a9c7: a bounce of an unknown domain has no status.
  [
    "no status",
    { event: "bounce", type: "bounce", reason: "unable to get mx info" },
    { kind: "bounced", failure: { class: "unknown", severity: "hard" } },
  ],
  [
    "three digits are no status",
    { event: "bounce", type: "bounce", status: "550" },
    { kind: "bounced", failure: { class: "unknown", severity: "hard" } },
  ],
  [
    "on its list",
    { event: "dropped", reason: "Bounced Address" },
    { kind: "rejected", failure: { class: "suppressed", severity: "undetermined" } },
  ],
  [
    "dropped for its words",
    { event: "dropped", reason: "Spam Content (if spam checker app enabled)" },
    { kind: "rejected", failure: { class: "unknown", severity: "undetermined" } },
  ],
  ["spamreport", { event: "spamreport" }, { kind: "complained" }],
  ["unsubscribe", { event: "unsubscribe" }, { kind: "unsubscribed" }],
  ["group_unsubscribe", { event: "group_unsubscribe", asm_group_id: 1 }, { kind: "unsubscribed" }],
];

test.each(told)("%s", (_, fields, expected) => {
  expect(one(fields)).toMatchObject({ ...expected, recipient: "ada@client.example", at: at * 1000 });
});

test("the ids: our own, SendGrid's without the place in the batch, the header's", () => {
  const fields = { event: "delivered", twinpost_message: "inv-42", twinpost_stream: "invitations", "smtp-id": "<a.b@app.example>" };
  expect(one(fields)).toMatchObject({
    id: "ZGVsaXZlcmVk",
    message: { own: "inv-42", provider: "14c5d75ce93", header: "a.b@app.example" },
    stream: "invitations",
  });
});

test.each([
  ["22 characters of base64url", "kLmN-0pQr_StUvWxYz12Ab.recvd-69cd9d5c9-7bcmq-1-64B4698F-1A.0", "kLmN-0pQr_StUvWxYz12Ab"],
  ["of old", "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0", "14c5d75ce93"],
  ["a server's name in its place", "filter0093p1las1.9128.5717FB8127.0", undefined],
  ["nothing", "", undefined],
])("the message's id: %s", (_, sg_message_id, provider) => {
  expect(one({ event: "dropped", sg_message_id })?.message.provider).toBe(provider);
});

test("a delayed bounce has no ids", () => {
  const [event] = readSendgridEvents([{ email: "ada@client.example", timestamp: at, event: "bounce", type: "bounce" }]).events;
  expect(event?.message).toEqual({});
  expect(event?.id).toMatch(/^[0-9a-f]{40}$/);
});

test("the id is the same for the same event, and another for another one", () => {
  const without = { email: "ada@client.example", timestamp: at, event: "bounce", type: "bounce", reason: "550 one" };
  const ids = [without, { ...without }, { ...without, reason: "550 two" }].map((fields) => readSendgridEvents([fields]).events[0]?.id);
  expect(ids[1]).toBe(ids[0]);
  expect(ids[2]).not.toBe(ids[0]);
});

test("one bad event leaves the others", () => {
  const read = readSendgridEvents([
    null,
    { event: "delivered" },
    { ...base, event: "delivered" },
    { event: "open" },
    { ...base, event: "__proto__" },
  ]);
  expect(read.events).toHaveLength(1);
  expect(read.unread).toEqual([
    { index: 0, why: "no object" },
    { index: 1, why: "no email" },
  ]);
  expect(read.others).toEqual([{ type: "open" }, { type: "__proto__", at: at * 1000 }]);
});

test("what is about the account is told", () => {
  const read = readSendgridEvents([{ event: "account_status_change", timestamp: at, type: "compliance_suspend" }]);
  expect(read.others).toEqual([{ type: "account_status_change", at: at * 1000 }]);
});

test("nothing makes it throw, and each event is in one of the three lists", () => {
  const names = [
    "event",
    "email",
    "timestamp",
    "type",
    "reason",
    "response",
    "status",
    "smtp-id",
    "sg_message_id",
    "bounce_classification",
    "attempt",
  ];
  const field = fc.oneof(
    fc.anything(),
    fc.constantFrom("bounce", "dropped", "delivered", "a@b.example", at, String(at), "__proto__", "5.1.1"),
  );
  const event = fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom(...names), field));
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.array(event, { maxLength: 8 })), (body) => {
      const { events, others, unread } = readSendgridEvents(body);
      expect(events.length + others.length + unread.length).toBe(Array.isArray(body) ? body.length : 1);
      for (const { recipient, at: when } of events) expect([recipient.includes("@"), Number.isSafeInteger(when)]).toEqual([true, true]);
    }),
  );
});
