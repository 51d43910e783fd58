import fc from "fast-check";
import { type MailEvent, mailEventKinds } from "../../../mail/events/mail-event";
import { advance, type MessageState } from "../../../mail/events/message-state";
import { outcomeAfter, outcomeAgain, outcomeKindOf, outcomeText } from "../../../mail/events/outcome";

const event = (kind: MailEvent["kind"], at: number, more: Partial<MailEvent> = {}): MailEvent => ({
  id: `${kind}-${at}`,
  provider: "sendgrid",
  kind,
  at,
  recipient: "digest-of-ada",
  message: { own: "inv-42", provider: "14c5d75ce93" },
  stream: "invitations",
  ...more,
});

/** What is told, in the order of taking. */
function toldOf(events: readonly MailEvent[]) {
  let state: MessageState | undefined;
  const told = events.flatMap((each) => {
    const next = advance(state, each);
    const outcome = next ? outcomeAfter("k", state, next) : state && outcomeAgain("k", state, each);
    state = next ?? state;
    return outcome ? [outcome] : [];
  });
  return { told, state };
}
const kinds = (...events: MailEvent[]) => toldOf(events).told.map(({ outcome }) => outcome);

const suppressed = { failure: { class: "suppressed", severity: "undetermined", text: "Bounced Address" } } as const;

test("it is told when it changes, and not before something is decided", () => {
  expect(kinds(event("accepted", 1), event("deferred", 2), event("delivered", 3))).toEqual(["delivered"]);
  expect(kinds(event("delivered", 3), event("bounced", 4))).toEqual(["delivered", "bounced"]);
  expect(kinds(event("delivered", 3), event("delivered", 4))).toEqual(["delivered"]);
  expect(kinds(event("bounced", 4), event("delivered", 3))).toEqual(["bounced"]);
  expect(kinds(event("rejected", 1, suppressed))).toEqual(["suppressed"]);
  expect(kinds(event("rejected", 1, { failure: { class: "content", severity: "undetermined" } }))).toEqual(["rejected"]);
  expect(kinds(event("unsubscribed", 1))).toEqual([]);
});

test("an event that comes again tells again, under the same id, unless something else came since", () => {
  const { told } = toldOf([event("delivered", 3), event("delivered", 3)]);
  expect(told).toHaveLength(2);
  expect(told[0]).toEqual(told[1]);
  expect(kinds(event("delivered", 3), event("bounced", 4), event("delivered", 3))).toEqual(["delivered", "bounced"]);
});

test("in any order, what is told last is what the message came to", () => {
  const any = fc.record({ kind: fc.constantFrom(...mailEventKinds), at: fc.integer({ min: 0, max: 5 }) });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 12 }), (list) => {
      const { told, state } = toldOf(list.map(({ kind, at }) => event(kind, at)));
      expect(told.at(-1)?.outcome).toBe(state && outcomeKindOf(state));
    }),
  );
});

test("the body names the message, the class, and no text of the receiver's", () => {
  const failure = { class: "bad address", severity: "hard", status: "5.1.1", text: "550 5.1.1 no such user" } as const;
  const [outcome] = toldOf([event("bounced", Date.parse("2026-11-28T10:00:00Z"), { failure })]).told;
  expect(outcome && JSON.parse(outcomeText(outcome))).toEqual({
    version: 1,
    id: expect.stringMatching(/^[0-9a-f]{40}$/),
    outcome: "bounced",
    at: "2026-11-28T10:00:00.000Z",
    message: "inv-42",
    providerMessage: "14c5d75ce93",
    provider: "sendgrid",
    stream: "invitations",
    failure: { class: "bad address", severity: "hard", status: "5.1.1" },
  });
});
