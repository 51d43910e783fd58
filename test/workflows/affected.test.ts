import type { MailEvent } from "../../mail/events/mail-event";
import { affectedCsv } from "../../reports/affected/csv";
import { affectedAnswer, affectedBody } from "../../reports/affected/json";
import { affectedText } from "../../reports/affected/text";
import { affected } from "../../workflows/affected";
import { asking, event, start, storeOf } from "./asked-messages";

const hour = 3600;
const message = (own: string, kind: MailEvent["kind"], seconds: number, more: Partial<MailEvent> = {}): MailEvent[] => [
  event("accepted", seconds, { message: { own, provider: `p-${own}` } }),
  event(kind, seconds + 9, { message: { own, provider: `p-${own}` }, ...more }),
];
const failure = (named: string, text?: string): Partial<MailEvent> => ({
  failure: { class: named, severity: "hard", ...(text && { text }) } as NonNullable<MailEvent["failure"]>,
});

const outage = [
  message("arrived", "delivered", 0),
  message("too-early", "bounced", -1, failure("rate")),
  message("no-such", "bounced", 60, failure("bad address", '550 5.1.1 no, such "user"')),
  message("evil", "bounced", 70, failure("unknown", "=HYPERLINK(1)")),
  message("down", "bounced", 80, failure("technical")),
  message("waits", "deferred", 90, failure("rate")),
  [event("accepted", 100, { message: { provider: "untagged" } })],
  [event("rejected", 110, { message: { own: "listed" }, ...failure("suppressed", "Bounced Address") })],
  message("too-late", "bounced", hour + 1, failure("rate")),
].flat();

const asked = async (after?: number) =>
  affected({ since: new Date(start), until: new Date(start + hour * 1000) }, asking(await storeOf(outage), after));

test("of that time, what did not arrive, and whether to send it again", async () => {
  const { messages, affected: list } = await asked();
  expect(messages).toBe(7);
  expect(list.map(({ state, standing, sendAgain }) => [state.message.own, standing, sendAgain])).toEqual([
    ["no-such", "bounced", "to another address"],
    ["evil", "bounced", "once mended"],
    ["down", "bounced", "yes"],
    ["waits", "put off", "wait"],
    [undefined, "on its way", "wait"],
    ["listed", "suppressed", "once off the list"],
  ]);
});

test("three days later nobody tries any more: it is to be sent again", async () => {
  const { affected: list } = await asked(80 * hour);
  expect(list.filter(({ standing }) => standing === "silent").map(({ sendAgain }) => sendAgain)).toEqual(["yes", "yes"]);
});

test("CSV: a line each, no address, no formula", async () => {
  const lines = affectedCsv(await asked()).split("\r\n");
  expect(lines[0]).toBe("message,stream,at,standing,class,status,send_again,provider,provider_id,message_id,answer");
  expect(lines[1]).toBe(
    'no-such,invitations,2026-11-28T10:01:00.000Z,bounced,bad address,,to another address,sendgrid,p-no-such,,"550 5.1.1 no, such ""user"""',
  );
  expect(lines[2]).toMatch(/,'=HYPERLINK\(1\)$/);
  expect(lines).toHaveLength(8);
  expect(lines.join()).not.toContain("client.example");
});

test("counts by reason with words for clients, and those that no id names", async () => {
  const text = affectedText(await asked());
  expect(text).toContain("6 of 7 messages");
  for (const reason of ["bad address", "technical", "suppressed", "not decided yet", "unknown"])
    expect(text).toMatch(new RegExp(`\\d messages?: ${reason};`));
  expect(text).toContain("1 message without such an id");
  expect(text).not.toContain("client.example");
});

test("all arrived is said", async () => {
  const none = await affected({ since: new Date(start), until: new Date(start + 1000) }, asking(await storeOf(outage)));
  expect(none).toMatchObject({ messages: 1, affected: [] });
  expect(affectedText(none)).toContain("1 message");
});

test("JSON holds the same", async () => {
  const body = { version: 1 as const, ...affectedBody(await asked()) };
  expect(affectedAnswer.parse(body)).toEqual(body);
});
