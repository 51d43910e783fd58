import { createSendgridClient } from "../../../adapters/sendgrid/client";
import { recentKeyUse } from "../../../adapters/sendgrid/email-logs";
import { EmailLogs } from "../../../sandbox/sendgrid/email-logs";
import { type SendgridWorld, startSendgridWorld } from "./world";

let world: SendgridWorld;
beforeAll(async () => {
  world = await startSendgridWorld();
});
afterAll(() => world.stop());

const client = () => createSendgridClient({ baseUrl: world.sendgrid.url, token: world.sendgrid.adminKey });
const send = (apiKeyId: string, createdAt: Date, id = `${apiKeyId}-${createdAt.getTime()}`) =>
  world.sendgrid.state.logs.add({ id, createdAt: createdAt.getTime(), apiKeyId, from: "a@b.example", to: "c@d.example", subject: "s" });
/** The logs tell whole seconds. */
const now = Math.floor(Date.now() / 1000) * 1000;
const ago = (minutes: number): Date => new Date(now - minutes * 60_000);

async function lastUsed(key: string, minutes: number): Promise<Date | "never" | "unknown"> {
  const use = await recentKeyUse(client(), ago(minutes));
  return use.lastUsed.get(key) ?? (use.complete ? "never" : "unknown");
}

test("when a key was last used: the newest message with it, among those since then", async () => {
  send("one", ago(30));
  send("one", ago(20));
  send("two", ago(10));
  expect(await lastUsed("one", 60)).toEqual(ago(20));
  expect(await lastUsed("two", 60)).toEqual(ago(10));
  expect(await lastUsed("one", 15)).toEqual("never");
  expect(await lastUsed("three", 60)).toEqual("never");
});

test("behind too many other messages it is not known", async () => {
  for (let minute = 9; minute > 0; minute -= 0.25) send("two", ago(minute), `many-${minute}`);
  expect(await lastUsed("one", 60)).toEqual("unknown");
});

test("messages are kept for 30 days", () => {
  const logs = new EmailLogs();
  const day = 86_400_000;
  for (const createdAt of [now - 31 * day, now - 29 * day])
    logs.add({ id: String(createdAt), createdAt, apiKeyId: "k", from: "", to: "", subject: "" });
  expect(logs.since(0, now)).toHaveLength(1);
});

describe("as an API", () => {
  const logs = (body: object, key?: string) =>
    world.call<{ messages?: object[]; errors?: { field: string }[] }>("POST", "/logs", body, key);

  test.each([
    ["sg_message_id = 'a'"],
    ["to_email = 'c@d.example'"],
    ["status = 'delivered'"],
    ["status IN ('sent')"],
    ["status IN ('delivered') OR status IN ('bounced')"],
    ['sg_message_id_created_at > "2026-01-01T00:00:00Z"'],
    ['sg_message_id_created_at = TIMESTAMP "2026-01-01T00:00:00Z"'],
    ['(sg_message_id_created_at > TIMESTAMP "2026-01-01T00:00:00Z")'],
  ])("%s is not imitated, and is refused", async (query) => {
    expect(await logs({ query })).toMatchObject({ status: 400, body: { errors: [{ field: "query" }] } });
  });

  test("1,000 messages at most, 10 unless told, of whoever may read them", async () => {
    for (let index = 0; index < 1100; index++) send("bulk", ago(1), `bulk-${index}`);
    expect((await logs({})).body.messages).toHaveLength(10);
    expect((await logs({ limit: 1000 })).body.messages).toHaveLength(1000);
    expect(await logs({ limit: 1001 })).toMatchObject({ status: 400 });
    expect(await logs({}, world.sendgrid.issueKey(["stats.read"]))).toMatchObject({ status: 403 });
  });
});
