import { type Answer, type SendgridWorld, startSendgridWorld, type Verifiable } from "./world";

let world: SendgridWorld;
beforeAll(async () => {
  world = await startSendgridWorld();
  world.sendgrid.state.addSubuser("here", "global");
  world.sendgrid.state.addSubuser("there", "eu");
});
afterAll(() => world.stop());

interface Call {
  method?: string;
  body?: object;
  key?: string;
}
const { GET, POST } = { GET: "GET", POST: "POST" };
const global = (path: string, subuser?: string, more: Call = {}) =>
  world.callAt<Record<string, unknown>>(world.sendgrid.url, { method: GET, path, ...(subuser ? { subuser } : {}), ...more });
const eu = (path: string, subuser?: string, more: Call = {}) =>
  world.callAt<Record<string, unknown>>(world.sendgrid.euUrl, { method: GET, path, ...(subuser ? { subuser } : {}), ...more });
const keyOf = async (subuser: string, at = global): Promise<string> =>
  String(
    (await at("/api_keys", subuser, { method: POST, body: { name: "sending", scopes: ["mail.send", "user.username.read"] } })).body.api_key,
  );
const refusal = ({ status, body }: Answer<Record<string, unknown>>) => [status, (body.errors as { message: string }[])[0]?.message];

test("an account acts for a subuser with its own key: what is made is the subuser's alone", async () => {
  await global("/asm/groups", "here", { method: POST, body: { name: "News", description: "What is new" } });
  expect((await global("/user/username", "here")).body.username).toBe("here");
  expect((await global("/asm/groups", "here")).body).toMatchObject([{ name: "News" }]);
  expect((await global("/asm/groups")).body).toEqual([]);
});

test("a key that is made for a subuser opens the subuser, and acts for nobody else", async () => {
  const key = await keyOf("here");
  expect((await global("/user/username", undefined, { key })).body.username).toBe("here");
  expect(refusal(await global("/user/username", "there", { key }))).toEqual([403, "access forbidden"]);
  expect(refusal(await global("/user/username", "here", { key }))).toEqual([403, "access forbidden"]);
});

test("a subuser that does not exist is refused", async () => {
  expect(refusal(await global("/user/username", "nobody"))).toEqual([403, "access forbidden"]);
});

test("a subuser of the EU is known at the EU's host only, everybody else at the global one", async () => {
  expect((await eu("/user/username", "there")).body.username).toBe("there");
  for (const strange of [await global("/user/username", "there"), await eu("/user/username", "here"), await eu("/user/username")]) {
    expect(refusal(strange)).toEqual([401, "authorization required"]);
  }
  const key = await keyOf("there", eu);
  expect((await eu("/user/username", undefined, { key })).status).toBe(200);
  expect((await global("/user/username", undefined, { key })).status).toBe(401);
});

test("the scopes that count are those of the key that is used", async () => {
  const key = world.sendgrid.issueKey(["user.username.read"]);
  expect((await global("/user/username", "here", { key })).status).toBe(200);
  expect(refusal(await global("/api_keys", "here", { key }))).toEqual([403, "access forbidden"]);
});

test("subusers are listed, by name and region, the region where it is asked for", async () => {
  const named = (list: unknown) => (list as { username: string; region?: string }[]).map(({ username, region }) => [username, region]);
  expect(named((await global("/subusers")).body)).toEqual([
    ["here", undefined],
    ["there", undefined],
  ]);
  expect(named((await global("/subusers?region=eu&include_region=true")).body)).toEqual([["there", "eu"]]);
  expect(named((await global("/subusers?username=nobody")).body)).toEqual([]);
});

const body = (region: string) => ({ domain: "mail.reject.example", subdomain: "em", automatic_security: true, region });

test("an EU subuser's domain is pinned to the EU, and to nothing else", async () => {
  const { body: made } = await eu("/whitelabel/domains", "there", { method: POST, body: body("eu") });
  const { dns, user_id } = made as unknown as Verifiable;
  expect(dns.mail_cname?.data).toBe(`u${user_id}.wl.eu.sendgrid.net`);
  expect(refusal(await eu("/whitelabel/domains", "there", { method: POST, body: body("global") }))).toEqual([
    400,
    'The region "global" cannot be used: this user is in the EU.',
  ]);
});

test("a domain in the EU is refused to an account without an EU subuser", async () => {
  expect((await global("/whitelabel/domains", undefined, { method: POST, body: body("eu") })).status).toBe(201);
  world.sendgrid.state.subusers.delete("there");
  expect(refusal(await global("/whitelabel/domains", undefined, { method: POST, body: { ...body("eu"), subdomain: "em2" } }))).toEqual([
    400,
    'The region "eu" cannot be used: the account has no subuser in the EU.',
  ]);
  world.sendgrid.state.addSubuser("there", "eu");
});

test("mail is taken by the subuser's key, while the account has not switched it off", async () => {
  const password = await keyOf("here");
  await expect(world.sendgrid.submission.authenticate("apikey", password)).resolves.toMatch(/^[\w-]{22}$/);
  const subuser = world.sendgrid.state.subusers.get("here");
  if (subuser) subuser.disabled = true;
  await expect(world.sendgrid.submission.authenticate("apikey", password)).rejects.toThrow("disabled");
});

test("two groups of one user cannot be called alike", async () => {
  const group = { name: "Offers", description: "What is cheap" };
  expect((await global("/asm/groups", undefined, { method: POST, body: group })).status).toBe(201);
  expect(refusal(await global("/asm/groups", undefined, { method: POST, body: group }))).toEqual([
    400,
    "A group with this name already exists",
  ]);
  expect((await global("/asm/groups", undefined, { method: POST, body: { ...group, name: "x".repeat(31) } })).status).toBe(400);
});
