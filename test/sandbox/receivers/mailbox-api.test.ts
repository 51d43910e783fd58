import { publishSender, startWorld } from "./world";

interface Page {
  total: number;
  messages_count: number;
  tags: string[];
  messages: { ID: string; Subject: string; Size: number }[];
}

let world: Awaited<ReturnType<typeof startWorld>>;

beforeAll(async () => {
  world = await startWorld();
  publishSender(world.zones, "reject.example", "v=DMARC1; p=reject");
  for (const [to, subject, text] of [
    ["Ann Lee <ann@gmail.com>", "Your invitation", "Welcome aboard"],
    ["bob@gmail.com", "Grüße, aus Köln", "Hällo Bob ✓"],
    ["ann@gmail.com", "Your invoice", "Please pay"],
  ] as const) {
    await world.send("gmail", { to, subject, text, signedBy: "reject.example" });
  }
});
afterAll(() => world.stop());

const page = async (path: string): Promise<Page> => (await world.get("gmail", path)).json() as Promise<Page>;
const subjects = async (query: string): Promise<string[]> =>
  (await page(`/api/v1/search?query=${encodeURIComponent(query)}`)).messages.map(({ Subject }) => Subject);

it("lists the newest message first, in Mailpit's words", async () => {
  const list = await page("/api/v1/messages");
  expect(list).toMatchObject({ total: 3, unread: 3, messages_count: 3, start: 0, tags: ["Inbox"] });
  expect(list.messages.map(({ Subject }) => Subject)).toEqual(["Your invoice", "Grüße, aus Köln", "Your invitation"]);
  expect(list.messages[2]).toMatchObject({
    ID: expect.stringMatching(/^\w+$/),
    MessageID: expect.stringMatching(/^[^<]+@reject\.example$/),
    From: { Name: "Billing", Address: "billing@reject.example" },
    To: [{ Name: "Ann Lee", Address: "ann@gmail.com" }],
    Cc: [],
    Created: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    Read: false,
    Tags: ["Inbox"],
    Attachments: 0,
    Snippet: "Welcome aboard",
  });
});

it("shows an envelope recipient that no header names as a blind copy, and only that", async () => {
  await world.send("yahoo", { to: "list@example.com", recipient: "ann@yahoo.com", signedBy: "reject.example" });
  const [hidden] = ((await (await world.get("yahoo", "/api/v1/messages")).json()) as Page).messages;
  const [shown] = (await page("/api/v1/messages")).messages;
  expect([hidden, shown]).toMatchObject([{ Bcc: [{ Name: "", Address: "ann@yahoo.com" }] }, { Bcc: [] }]);
  await world.empty("yahoo");
});

it("pages through a list", async () => {
  const list = await page("/api/v1/messages?start=1&limit=1");
  expect(list.messages.map(({ Subject }) => Subject)).toEqual(["Grüße, aus Köln"]);
  expect(list).toMatchObject({ total: 3, start: 1 });
});

it("searches by recipient, by quoted subject, by words, and by what is not there", async () => {
  expect(await subjects("to:ann@gmail.com")).toEqual(["Your invoice", "Your invitation"]);
  expect(await subjects('subject:"your INVITATION"')).toEqual(["Your invitation"]);
  expect(await subjects("please pay")).toEqual(["Your invoice"]);
  expect(await subjects("to:ann -invoice tag:Inbox")).toEqual(["Your invitation"]);
  expect(await subjects("tag:Junk")).toEqual([]);
  expect(await page("/api/v1/search?query=to:ann@gmail.com")).toMatchObject({ total: 3, messages_count: 2 });
  expect((await world.get("gmail", "/api/v1/search")).status).toBe(400);
});

it("gives the whole source as plain text", async () => {
  const response = await world.get("gmail", "/api/v1/message/latest/raw");
  const raw = await response.text();
  expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(raw).toMatch(/^Return-Path: .*\r\nReceived: .*\r\nAuthentication-Results: .*\r\nSubject: Your invoice\r\n.*\r\n\r\nPlease pay/s);
  expect((await page("/api/v1/messages")).messages[0]?.Size).toBe(Buffer.byteLength(raw));
});

it("gives one message with its decoded text and HTML", async () => {
  await world.send("gmail", {
    subject: "Both",
    text: "Zwölf = 12",
    html: '<a href="https://example.com/?a=1&b=2">Zwölf</a>',
    attachments: [{ filename: "a.txt", content: "attached" }],
    signedBy: "reject.example",
  });
  const [summary] = (await page("/api/v1/messages")).messages;
  const message = await (await world.get("gmail", `/api/v1/message/${summary?.ID}`)).json();
  expect(message).toMatchObject({
    ID: summary?.ID,
    ReturnPath: "bounce@reject.example",
    Subject: "Both",
    Text: expect.stringMatching(/^Zwölf = 12/),
    HTML: expect.stringContaining('<a href="https://example.com/?a=1&b=2">Zwölf</a>'),
    Size: summary?.Size,
  });
  expect(summary).toMatchObject({ Attachments: 1 });
});

it("deletes some messages or all", async () => {
  const [first] = (await page("/api/v1/messages")).messages;
  const body = JSON.stringify({ IDs: [first?.ID] });
  await fetch(`${world.receiver("gmail").url}/api/v1/messages`, { method: "DELETE", body });
  expect(await page("/api/v1/messages")).toMatchObject({ total: 3 });
  expect((await world.get("gmail", `/api/v1/message/${first?.ID}`)).status).toBe(404);
  await world.empty("gmail");
  expect(await page("/api/v1/messages")).toMatchObject({ total: 0, messages: [] });
});

it("keeps each receiver's mail apart, and answers 501 to what it does not imitate", async () => {
  expect(await (await world.get("yahoo", "/api/v1/messages")).json()).toMatchObject({ total: 0 });
  expect((await world.get("gmail", "/api/v1/info")).status).toBe(501);
});
