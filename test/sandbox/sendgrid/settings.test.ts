import { createPublicKey } from "node:crypto";
import { type SendgridWorld, startSendgridWorld } from "./world";

let world: SendgridWorld;
beforeAll(async () => {
  world = await startSendgridWorld();
});
afterAll(() => world.stop());

const webhooks = "/user/webhooks/event/settings";

interface Webhook {
  id: string;
  url: string;
  public_key?: string;
  bounce: boolean;
}

const createWebhook = (url: string, options: object = {}) => world.call<Webhook>("POST", webhooks, { url, ...options });

test("a webhook answers with a public key once it is signed", async () => {
  const { status, body } = await createWebhook("https://events.reject.example/sendgrid", { enabled: true, bounce: true });
  expect(status).toBe(201);
  expect(body).toMatchObject({ enabled: true, bounce: true, click: false, friendly_name: null });
  expect(body).not.toHaveProperty("public_key");

  const signed = await world.call<Webhook>("PATCH", `${webhooks}/signed/${body.id}`, { enabled: true });

  const publicKey = signed.body.public_key ?? "";
  const key = createPublicKey({ key: Buffer.from(publicKey, "base64"), format: "der", type: "spki" });
  expect(key.asymmetricKeyDetails?.namedCurve).toBe("prime256v1");
  expect((await world.call<Webhook>("GET", `${webhooks}/${body.id}`)).body.public_key).toBe(publicKey);
  expect((await world.call("GET", `${webhooks}/signed/${body.id}`)).body).toEqual({ id: body.id, public_key: publicKey });
  expect((await world.call("PATCH", `${webhooks}/signed/${body.id}`, { enabled: false })).body).toEqual({ id: body.id, public_key: "" });
});

test("a webhook changes, is listed without its OAuth secret, and goes", async () => {
  const { body } = await createWebhook("https://events.reject.example/two", { oauth_client_id: "id", oauth_client_secret: "secret" });
  const changed = await world.call<Webhook>("PATCH", `${webhooks}/${body.id}`, { url: body.url, bounce: true });
  expect(changed.body.bounce).toBe(true);

  const all = await world.call<{ webhooks: Webhook[] }>("GET", `${webhooks}/all`);
  expect(all.body.webhooks.map(({ id }) => id)).toContain(body.id);
  expect(JSON.stringify(all.body)).not.toContain("oauth_client_secret");
  expect((await createWebhook(body.url)).status).toBe(400);
  expect((await world.call("DELETE", `${webhooks}/${body.id}`)).status).toBe(204);
  expect((await world.call("GET", `${webhooks}/${body.id}`)).status).toBe(404);
});

test.each([
  ["/user/settings/enforced_tls", { require_tls: true }, { require_tls: true, require_valid_cert: false, version: 1.1 }],
  ["/tracking_settings/click", { enabled: false }, { enabled: false, enable_text: false }],
  ["/mail_settings/bounce_purge", { hard_bounces: 30 }, { enabled: false, soft_bounces: null, hard_bounces: 30 }],
])("%s keeps what it is told", async (path, change, expected) => {
  expect((await world.call("PATCH", path, change)).body).toEqual(expected);
  expect((await world.call("GET", path)).body).toEqual(expected);
});

test("an unsubscribe group lives and dies", async () => {
  const made = await world.call<{ id: number }>("POST", "/asm/groups", { name: "Product", description: "News of the product" });
  expect(made).toMatchObject({ status: 201, body: { name: "Product", is_default: false } });

  const { id } = made.body;
  await world.call("PATCH", `/asm/groups/${id}`, { name: "News" });
  expect((await world.call("GET", `/asm/groups/${id}`)).body).toMatchObject({ id, name: "News", description: "News of the product" });
  expect((await world.call("DELETE", `/asm/groups/${id}`)).status).toBe(204);
  expect((await world.call("GET", "/asm/groups")).body).toEqual([]);
});

test("the account is a paid one with credits", async () => {
  expect((await world.call("GET", "/user/account")).body).toEqual({ type: "paid", reputation: 100 });
  expect((await world.call("GET", "/user/credits")).body).toMatchObject({ remain: 100_000, used: 0, reset_frequency: "monthly" });
});

test("the account may be a trial, whose credits come back every day", async () => {
  const { state } = world.sendgrid;
  Object.assign(state, { plan: { type: "free", reputation: 100 }, credits: { total: 100, resetFrequency: "daily" }, accepted: 130 });
  expect((await world.call("GET", "/user/account")).body).toMatchObject({ type: "free" });
  const { body } = await world.call<{ last_reset: string; next_reset: string }>("GET", "/user/credits");
  expect(body).toMatchObject({ remain: 0, total: 100, overage: 30, used: 130, reset_frequency: "daily" });
  expect(Date.parse(body.next_reset) - Date.parse(body.last_reset)).toBe(86_400_000);
});
