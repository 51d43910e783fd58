import { randomBytes } from "node:crypto";
import { Trouble } from "../../../sandbox/trouble";
import { type SendgridWorld, startSendgridWorld } from "./world";

interface NewKey {
  api_key: string;
  api_key_id: string;
  name: string;
  scopes: string[];
}

let world: SendgridWorld;
beforeAll(async () => {
  world = await startSendgridWorld();
});
afterAll(() => world.stop());

const create = (scopes?: string[]) => world.call<NewKey>("POST", "/api_keys", { name: "sending", ...(scopes ? { scopes } : {}) });

test("a key is shown once, when it is made", async () => {
  const made = await create(["mail.send"]);
  const { api_key, api_key_id } = made.body;

  expect(made.status).toBe(201);
  expect(api_key).toMatch(/^SG\.[\w-]{22}\.[\w-]{43}$/);
  expect(api_key).toHaveLength(69);
  expect(api_key.split(".")[1]).toBe(api_key_id);
  const { body } = await world.call("GET", `/api_keys/${api_key_id}`);
  expect(body).toEqual({ api_key_id, name: "sending", scopes: expect.arrayContaining(["mail.send"]) });
  const list = await world.call("GET", "/api_keys");
  expect(list.body).toMatchObject({ result: expect.arrayContaining([{ api_key_id, name: "sending" }]) });
  expect(JSON.stringify(list.body)).not.toContain(api_key);
});

test("every key has the scopes that nobody asked for", async () => {
  const { body } = await create(["mail.send"]);

  expect(body.scopes).toEqual(["mail.send", "2fa_required", "sender_verification_eligible"]);
});

test("a key without scopes in its request has full access", async () => {
  const { body } = await create();

  expect((await world.call("GET", "/api_keys", undefined, body.api_key)).status).toBe(200);
});

test("a deleted key is refused, and cannot be deleted again", async () => {
  const { api_key, api_key_id } = (await create()).body;

  expect((await world.call("DELETE", `/api_keys/${api_key_id}`)).status).toBe(204);
  expect(await world.call("GET", "/scopes", undefined, api_key)).toEqual({
    status: 401,
    body: { errors: [{ field: null, message: "authorization required" }] },
  });
  expect((await world.call("DELETE", `/api_keys/${api_key_id}`)).status).toBe(404);
});

test("a key can be renamed, and its scopes replaced", async () => {
  const { api_key, api_key_id } = (await create(["api_keys.read"])).body;

  expect((await world.call("PATCH", `/api_keys/${api_key_id}`, { name: "new" })).body).toEqual({ api_key_id, name: "new" });
  await world.call("PUT", `/api_keys/${api_key_id}`, { name: "new", scopes: ["mail.send"] });
  expect((await world.call("GET", "/scopes", undefined, api_key)).body).toEqual({ scopes: ["mail.send"] });
  expect((await world.call("GET", "/api_keys", undefined, api_key)).status).toBe(403);
});

test.each([
  ["POST", "/api_keys"],
  ["DELETE", "/api_keys/x"],
  ["POST", "/whitelabel/domains"],
  ["POST", "/whitelabel/domains/1/validate"],
  ["DELETE", "/whitelabel/links/1"],
  ["PATCH", "/user/settings/enforced_tls"],
  ["GET", "/user/webhooks/event/settings/all"],
  ["POST", "/asm/groups"],
  ["GET", "/user/credits"],
])("%s %s needs a scope that a sending key lacks", async (method, path) => {
  const key = world.sendgrid.issueKey(["mail.send"]);

  const answer = await world.call(method, path, method === "GET" ? undefined : {}, key);

  expect(answer).toEqual({ status: 403, body: { errors: [{ field: null, message: "access forbidden" }] } });
});

test("reading and writing are different scopes", async () => {
  const key = world.sendgrid.issueKey(["whitelabel.read"]);

  expect((await world.call("GET", "/whitelabel/domains", undefined, key)).status).toBe(200);
  expect((await world.call("POST", "/whitelabel/domains", { domain: "reject.example" }, key)).status).toBe(403);
});

test("a key of somebody else is refused", async () => {
  const stranger = `SG.${randomBytes(16).toString("base64url")}.${randomBytes(32).toString("base64url")}`;

  expect((await world.call("GET", "/api_keys", undefined, stranger)).status).toBe(401);
});

test("an account has at most 100 keys", async () => {
  const { keys } = world.sendgrid.state;
  while (keys.list().length < 100) world.sendgrid.issueKey(["mail.send"]);

  expect((await create()).status).toBe(403);
  for (const { id } of keys.list().slice(50)) keys.delete(id);
  expect((await create()).status).toBe(201);
});

test("a request without a name says which field is wrong", async () => {
  expect(await world.call("POST", "/api_keys", {})).toMatchObject({ status: 400, body: { errors: [{ field: "name" }] } });
});

test("trouble answers once, in SendGrid's words, and is logged by its shape", async () => {
  const troubled = await startSendgridWorld({
    trouble: new Trouble("t", [{ on: "sendgrid POST /v3/api_keys", probability: 1, code: 429 }]),
  });
  const body = { name: "sending", scopes: ["mail.send"] };

  expect(await troubled.call("POST", "/api_keys", body)).toEqual({
    status: 429,
    body: { errors: [{ field: null, message: "too many requests" }] },
  });
  expect((await troubled.call("POST", "/api_keys", body)).status).toBe(201);
  expect(troubled.log.entries.map(({ operation, status }) => `${operation} ${status}`)).toEqual([
    "POST /v3/api_keys 429",
    "POST /v3/api_keys 201",
  ]);
  await troubled.stop();
});

test("what SendGrid has and the stand-in has not is told apart from what nobody has", async () => {
  expect((await world.call("POST", "/mail/send", {})).status).toBe(501);
  expect([...world.log.unknown]).toEqual(["sendgrid: POST /v3/mail/send"]);
});
