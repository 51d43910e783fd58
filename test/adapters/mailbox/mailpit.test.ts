import { findMessages, readRawMessage } from "../../../adapters/mailbox/mailpit";
import { type CannedAnswer, useCannedServer } from "../canned-server";

const start = useCannedServer();

async function mailboxOf(...answers: CannedAnswer[]) {
  const { url, asked } = await start(...answers);
  return { settings: { baseUrl: url, timeoutMs: 5_000, sleep: async () => undefined }, asked };
}

test("finds messages with Mailpit's search syntax", async () => {
  const message = { ID: "x1", MessageID: "a@b", Created: "2026-11-01T13:00:00.123456+01:00", Tags: ["Junk"], Subject: "hi" };
  const { settings, asked } = await mailboxOf({ body: { total: 1, messages: [message, { ...message, ID: "x0", Tags: null }] } });
  await expect(findMessages({ ...settings, query: 'subject:"a b"' })).resolves.toEqual([
    { id: "x1", receivedAt: new Date("2026-11-01T12:00:00.123Z"), tags: ["Junk"] },
    { id: "x0", receivedAt: new Date("2026-11-01T12:00:00.123Z"), tags: [] },
  ]);
  expect(asked[0]?.method).toBe("GET");
  const { pathname, searchParams } = new URL(`${settings.baseUrl}${asked[0]?.path}`);
  expect([pathname, searchParams.get("query")]).toEqual(["/api/v1/search", 'subject:"a b"']);
  expect(asked[0]?.headers.authorization).toBeUndefined();
});

test("reads a message's source as it is", async () => {
  const raw = "Received: by mx\r\nSubject: =?utf-8?q?h=C3=AF?=\r\n\r\ngr\u00fc\u00dfe\r\n";
  const { settings, asked } = await mailboxOf({ headers: { "Content-Type": "text/plain; charset=utf-8" }, body: raw });
  await expect(readRawMessage({ ...settings, id: "x1" })).resolves.toBe(raw);
  expect(asked[0]).toMatchObject({ method: "GET", path: "/api/v1/message/x1/raw" });
});

test("waits when it is told to, and gives up on what it cannot read", async () => {
  const limited = await mailboxOf({ status: 429, headers: { "Retry-After": "1" } }, { body: { messages: [] } });
  await expect(findMessages({ ...limited.settings, query: "a" })).resolves.toEqual([]);
  const broken = await mailboxOf({ status: 500 });
  await expect(findMessages({ ...broken.settings, query: "a" })).rejects.toThrow("mailbox: GET /api/v1/search failed with 500");
  await expect(readRawMessage({ ...broken.settings, id: "x" })).rejects.toThrow("mailbox: GET /api/v1/message/x/raw failed with 500");
  const silent = await mailboxOf("silence");
  await expect(readRawMessage({ ...silent.settings, timeoutMs: 100, id: "x" })).rejects.toThrow("no answer within 100 ms");
  const cutOff = await mailboxOf({ cutOff: '{"messages": [' });
  await expect(findMessages({ ...cutOff.settings, query: "a" })).rejects.toThrow("closed before the answer was complete");
  const other = await mailboxOf({ body: { messages: [{ ID: "x1", Created: "yesterday" }] } });
  await expect(findMessages({ ...other.settings, query: "a" })).rejects.toThrow("messages.0.Created");
});
