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
const now = Date.now();
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
