import fc from "fast-check";
import { type MailEvent, mailEventKinds } from "../../../mail/events/mail-event";
import { advance, type MessageState, mostSeen } from "../../../mail/events/message-state";

const event = (kind: MailEvent["kind"], at: number, more: Partial<MailEvent> = {}): MailEvent => ({
  id: `${kind}-${at}`,
  provider: "sendgrid",
  kind,
  at,
  recipient: "ada@client.example",
  message: { own: "inv-42" },
  ...more,
});
const after = (events: readonly MailEvent[]) =>
  events.reduce<MessageState | undefined>((state, each) => advance(state, each) ?? state, undefined);

test.each([
  [["accepted", "delivered"], "delivered"],
  [["delivered", "accepted"], "delivered"],
  [["delivered", "deferred"], "delivered"],
  // SES and SendGrid tell both: the receiver took it, and sent it back.
  [["delivered", "bounced"], "bounced"],
  [["bounced", "delivered"], "bounced"],
  [["complained", "delivered"], "complained"],
  [["complained", "bounced"], "complained"],
  [["delivered", "unsubscribed"], "delivered"],
  [["rejected", "accepted"], "rejected"],
] as const)("%j is %s", (kinds, expected) => {
  expect(after(kinds.map((kind, at) => event(kind, at)))?.kind).toBe(expected);
});

test("who unsubscribed is known beside it", () => {
  expect(after([event("delivered", 1), event("unsubscribed", 2)])).toMatchObject({
    kind: "delivered",
    first: { delivered: 1, unsubscribed: 2 },
  });
});

test("an event that is in it already changes nothing", () => {
  const state = after([event("delivered", 1)]);
  expect(advance(state, event("delivered", 1))).toBeUndefined();
});

test("any order and any repetition ends in the same state", () => {
  const any = fc.record({
    kind: fc.constantFrom(...mailEventKinds),
    at: fc.integer({ min: 0, max: 5 }),
    tag: fc.integer({ min: 0, max: 2 }),
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(any, { maxLength: 12, selector: ({ kind, at, tag }) => `${kind}${at}${tag}` }),
      fc.infiniteStream(fc.nat()),
      (list, random) => {
        const events = list.map(({ kind, at, tag }) =>
          event(kind, at, {
            id: `${kind}-${at}-${tag}`,
            ...(tag > 0 && { stream: `stream-${tag}` }),
            message: tag === 0 ? {} : { own: "inv-42", provider: `p${tag}` },
            ...(kind === "bounced" && { failure: { class: "unknown", severity: "hard", text: String(tag) } }),
          }),
        );
        const shuffled = [...events, ...events].map((each) => ({ each, by: random.next().value ?? 0 })).sort((a, b) => a.by - b.by);
        const { seen = [], ...one } = after(events) ?? {};
        const { seen: otherSeen = [], ...other } = after(shuffled.map(({ each }) => each)) ?? {};
        expect(other).toEqual(one);
        expect([...otherSeen].sort()).toEqual([...seen].sort());
      },
    ),
  );
});

test("a message does not grow for ever", () => {
  expect(after(Array.from({ length: mostSeen + 50 }, (_, at) => event("deferred", at)))?.seen).toHaveLength(mostSeen);
});
