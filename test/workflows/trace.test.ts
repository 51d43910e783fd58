import { eventIdOf, type MailEvent } from "../../mail/events/mail-event";
import { supportText } from "../../reports/trace/for-support";
import { traceAnswer, traceBody } from "../../reports/trace/json";
import { traceText } from "../../reports/trace/text";
import { type Trace, trace } from "../../workflows/trace";
import { asking, event, storeOf } from "./asked-messages";

async function asked(events: readonly MailEvent[], text: string, { to, after }: { to?: string; after?: number } = {}): Promise<Trace> {
  return trace({ text, ...(to === undefined ? {} : { to }) }, asking(await storeOf(events), after));
}

const way = [
  event("accepted", 0),
  event("deferred", 5, { failure: { class: "mailbox", severity: "soft", status: "4.2.2", text: "451 4.2.2 busy" } }),
  event("deferred", 65, { failure: { class: "mailbox", severity: "soft", status: "4.2.2", text: "452 4.2.2 still busy" } }),
  event("delivered", 70, { answer: "250 2.0.0 OK 1764 f17-20 for ada@client.example" }),
];

test.each([
  ["the recipient", "ada@client.example"],
  ["the recipient, its domain in capitals", "ada@Client.Example"],
  ["the application's id", "inv-42"],
  ["the provider's id", "14c5d75ce93"],
  ["the id that its console shows", "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0"],
  ["the Message-ID", "<a.b@app.example>"],
  ["the Message-ID without brackets", "a.b@app.example"],
])("found by %s", async (_, text) => {
  expect((await asked(way, text)).messages).toMatchObject([{ standing: "delivered", state: { message: { own: "inv-42" } } }]);
});

test("SES's own Message-ID leads to its id", async () => {
  const provider = "0100019a1b2c3d4e-1b2c3d4e-0000-4000-8000-1b2c3d4e5f60-000000";
  const events = [event("accepted", 0, { provider: "ses", message: { provider } })];
  for (const host of ["eu-central-1", "email"])
    expect((await asked(events, `<${provider}@${host}.amazonses.com>`)).messages).toHaveLength(1);
});

test("the way is told in its order, with every answer and no address", async () => {
  const text = traceText(await asked(way, "inv-42"), { environment: "prod" });
  const times = ["10:00:00", "10:00:05", "10:01:05", "10:01:10"].map((time) => text.indexOf(`2026-11-28 ${time} UTC`));
  expect(times).toEqual([...times].sort((one, other) => one - other));
  expect(times).not.toContain(-1);
  expect(text).toContain("452 4.2.2 still busy");
  expect(text).toContain("250 2.0.0 OK 1764 f17-20 for <address>");
  expect(text).not.toContain("client.example");
});

const failed = (failure: MailEvent["failure"], kind: MailEvent["kind"] = "bounced") =>
  failure && [event("accepted", 0), event(kind, 9, { failure })];
test.each([
  ["bounced", failed({ class: "bad address", severity: "hard", status: "5.1.1", text: "550 5.1.1 no such user" })],
  ["suppressed", failed({ class: "suppressed", severity: "undetermined", text: "Bounced Address" }, "rejected")],
  // Never accepted: the index by recipient has it all the same.
  ["suppressed", failed({ class: "suppressed", severity: "undetermined" }, "rejected")?.slice(1)],
  ["rejected", failed({ class: "content", severity: "undetermined", text: "Bad content" }, "rejected")],
  ["put off", failed({ class: "rate", severity: "soft" }, "deferred")],
  ["on its way", [event("accepted", 0)]],
  ["complained", [...way, event("complained", 90)]],
  ["delivered", [...way, event("unsubscribed", 90)]],
  // Sent again under the application's same id: through the other provider, or as another message.
  [
    "delivered",
    [...(failed({ class: "technical", severity: "soft" }) ?? []), event("delivered", 99, { provider: "ses", message: { own: "inv-42" } })],
  ],
  [
    "delivered",
    [...(failed({ class: "technical", severity: "soft" }) ?? []), event("delivered", 99, { message: { own: "inv-42", provider: "2" } })],
  ],
  // The receiver took that same message, and sent it back.
  ["bounced", [...way, event("bounced", 99)]],
] as const)("%s", async (standing, events) => {
  const { messages } = await asked(events ?? [], "ada@client.example");
  expect(messages.map((message) => message.standing)).toEqual([standing]);
});

test("without an outcome once nobody tries any more, the event is missing, and that is said", async () => {
  const later = { after: 77 * 3600 };
  expect((await asked([event("accepted", 0)], "inv-42", later)).messages).toMatchObject([{ standing: "silent" }]);
  expect((await asked([event("accepted", 0)], "inv-42", { after: 75 * 3600 })).messages).toMatchObject([{ standing: "on its way" }]);
});

test("an id to a recipient: only that message, and none of another", async () => {
  const events = [
    ...way,
    event("accepted", 20, { message: { own: "inv-43" } }),
    event("accepted", 30, { recipient: "ben@client.example" }),
  ];
  expect((await asked(events, "inv-42")).messages).toHaveLength(2);
  expect((await asked(events, "inv-42", { to: "ben@client.example" })).messages).toMatchObject([{ standing: "on its way" }]);
  expect((await asked(events, "inv-43", { to: "ben@client.example" })).messages).toEqual([]);
  expect((await asked(events, "ada@client.example")).messages.map(({ state }) => state.message.own)).toEqual(["inv-43", "inv-42"]);
});

test("a provider tells an address in lower case", async () => {
  expect((await asked(way, "Ada@client.example")).messages).toHaveLength(1);
});

test("nothing known is said, and is no message", async () => {
  const found = await asked(way, "eve@client.example");
  expect(found).toEqual({ askedBy: "recipient", recipient: "eve@client.example", messages: [], backlog: { waiting: 12, dead: 3 } });
  expect(traceText(found, { environment: "prod" })).toContain("now 12 wait in the queue, and 3 dead letters");
  expect(traceText(found, { environment: "prod" })).toContain("SMTP");
});

test("for the provider's support: each provider gets its own part", async () => {
  const other = event("accepted", 100, { id: "ses-1", provider: "ses", message: { own: "inv-42", provider: "0100019a" } });
  const text = supportText(await asked([...way, other], "ada@client.example"), "mail.example.com");
  const [first = "", second = ""] = text.split("\n\n");
  expect(first).toMatch(
    /message id: 14c5d75ce93\n[\s\S]*<a\.b@app\.example>[\s\S]*ada@client\.example[\s\S]*2026-11-28T10:00:00\.000Z accepted/,
  );
  expect(first).toContain("status: 4.2.2");
  expect(first).not.toContain("0100019a");
  expect(second).toMatch(/message id: 0100019a\n[\s\S]*2026-11-28T10:01:40\.000Z accepted, event ses-1/);
});

test("an id that we gave to an event is no matter of the provider's support", async () => {
  const ours = eventIdOf(["delivered", "ada@client.example"]);
  const text = supportText(await asked([event("delivered", 0, { id: ours, provider: "ses" })], "ada@client.example"), "mail.example.com");
  expect(text).toContain("2026-11-28T10:00:00.000Z delivered\n");
  expect(text).not.toContain(ours);
});

test("JSON holds the steps, and no recipient", async () => {
  const body = { version: 1 as const, ...traceBody(await asked(way, "ada@client.example")) };
  const answer = traceAnswer.parse(body);
  expect(answer).toEqual(body);
  expect(answer.messages[0]?.steps.map(({ kind, times }) => [kind, times])).toEqual([
    ["accepted", 1],
    ["deferred", 2],
    ["delivered", 1],
  ]);
  expect(JSON.stringify(answer)).not.toContain("client.example");
});
