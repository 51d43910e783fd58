import type { StoredMessage } from "../../../mail/events/event-store";
import type { MailEvent } from "../../../mail/events/mail-event";
import { advance } from "../../../mail/events/message-state";
import { isDeliveryTold } from "../../../mail/events/told-delivery";

const madeAt = Date.parse("2026-11-28T10:00:00Z");
const delivery = { id: "Xj5LmNkWSOqRbdvOpR34BA", recipient: "digest", madeAt };
const event = (kind: MailEvent["kind"], provider: string, id: string): MailEvent => ({
  ...{ id: `${kind} ${id}`, provider, kind, recipient: "digest", at: madeAt + 2000, message: { own: "inv-42", provider: id } },
});

/** @param found by which of the two indexes */
async function told(events: readonly MailEvent[], found: "id" | "recipient" = "id", asked = delivery): Promise<boolean> {
  const state = events.reduce<StoredMessage["state"] | undefined>((before, each) => advance(before, each) ?? before, undefined);
  const spans: number[][] = [];
  const answer = await isDeliveryTold("sendgrid", asked, {
    byProviderId: async () => (found === "id" ? "key" : undefined),
    async byRecipient(_, from, to) {
      spans.push([from, to]);
      return found === "recipient" ? ["key"] : [];
    },
    read: async () => state && { recipient: "digest", state, revision: 1, writeId: "w" },
  });
  for (const [from = 0, to = 0] of spans) expect([from < madeAt, madeAt < to]).toEqual([true, true]);
  return answer;
}

const accepted = event("accepted", "sendgrid", delivery.id);
const delivered = event("delivered", "sendgrid", delivery.id);

test.each([
  ["nothing came", [], false],
  ["accepted only", [accepted], false],
  ["delivered", [accepted, delivered], true],
  ["delivered alone", [delivered], true],
  ["delivered, then called spam", [delivered, event("complained", "sendgrid", delivery.id)], true],
  ["delivered by the other provider", [accepted, event("delivered", "ses", "0102019a")], false],
])("%s: %p", async (_, events, expected) => {
  expect(await told(events)).toBe(expected);
});

test("a message that both providers took, whose state is found by the other's id", async () => {
  const ses = ["accepted", "delivered"].map((kind) => event(kind as MailEvent["kind"], "ses", "0102019a"));
  expect(await told([...ses, accepted, delivered], "recipient")).toBe(true);
  expect(await told(ses, "recipient")).toBe(false);
});

test("another message to the same recipient says nothing", async () => {
  expect(await told([accepted, delivered], "recipient", { ...delivery, id: "another" })).toBe(false);
});
