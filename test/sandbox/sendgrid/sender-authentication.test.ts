import { resolverAt } from "../../../sandbox/dns/node-resolver";
import { type SendgridWorld, startSendgridWorld, type Validation, type Verifiable } from "./world";

let world: SendgridWorld;
beforeAll(async () => {
  world = await startSendgridWorld();
});
afterAll(() => world.stop());

const domain = (name: string) => `${name}.reject.example`;

test("a new domain names the three records that SendGrid wants", async () => {
  const made = await world.call<Verifiable>("POST", "/whitelabel/domains", {
    domain: domain("new"),
    subdomain: "em",
    automatic_security: true,
  });
  const target = `u${made.body.user_id}.wl.sendgrid.net`;

  expect(made).toMatchObject({
    status: 201,
    body: {
      domain: domain("new"),
      subdomain: "em",
      default: false,
      valid: false,
      automatic_security: true,
      legacy: false,
      custom_spf: false,
      dns: {
        mail_cname: { valid: false, type: "cname", host: `em.${domain("new")}`, data: target },
        dkim1: { valid: false, type: "cname", host: `s1._domainkey.${domain("new")}`, data: `s1.domainkey.${target}` },
        dkim2: { valid: false, type: "cname", host: `s2._domainkey.${domain("new")}`, data: `s2.domainkey.${target}` },
      },
    },
  });
  expect(await world.call("GET", `/whitelabel/domains/${made.body.id}`)).toEqual({ status: 200, body: made.body });
});

test("what the records point to is really published", async () => {
  const { dns } = await world.authenticate(domain("published"));
  const resolve = resolverAt(world.surroundings.resolver);
  world.publish(dns);

  const key = (await resolve(`s1._domainkey.${domain("published")}`, "TXT")) as string[][];
  expect(key[0]?.join("")).toMatch(/^k=rsa; t=s; p=MIIBIjAN/);
  expect(await resolve(`em.${domain("published")}`, "TXT")).toEqual([["v=spf1 ip4:127.0.10.1 -all"]]);
  expect(await resolve(`em.${domain("published")}`, "MX")).toMatchObject([{ exchange: "mx.sendgrid.net", priority: 10 }]);
  expect(await resolve("sendgrid.net", "TXT")).toEqual([["v=spf1 ip4:127.0.10.1 -all"]]);
});

test("validation succeeds when all records are there, and is remembered", async () => {
  const made = await world.authenticate(domain("good"));
  world.publish(made.dns);

  const { status, body } = await world.validate(made);

  expect(status).toBe(200);
  const fine = { valid: true, reason: null };
  expect(body).toEqual({ id: made.id, valid: true, validation_results: { mail_cname: fine, dkim1: fine, dkim2: fine } });
  const shown = await world.call<Verifiable>("GET", `/whitelabel/domains/${made.id}`);
  expect(shown.body.valid).toBe(true);
  expect(Object.values(shown.body.dns).every(({ valid }) => valid)).toBe(true);
});

test("validation answers 200 with reasons when a record is missing or points elsewhere", async () => {
  const made = await world.authenticate(domain("bad"));
  const { mail_cname, dkim1, dkim2 } = made.dns as Record<string, { host: string; data: string; valid: boolean; type: string }>;
  world.publish({ ...(dkim1 ? { dkim1 } : {}), ...(dkim2 ? { dkim2: { ...dkim2, data: "elsewhere.reject.example" } } : {}) });

  const { status, body } = await world.validate(made);

  expect(status).toBe(200);
  expect(body.valid).toBe(false);
  expect(body.validation_results).toEqual({
    mail_cname: { valid: false, reason: `Expected CNAME for "${mail_cname?.host}" to match "${mail_cname?.data}".` },
    dkim1: { valid: true, reason: null },
    dkim2: { valid: false, reason: `Expected CNAME for "${dkim2?.host}" to match "${dkim2?.data}".` },
  });
  expect((await world.call<Verifiable>("GET", `/whitelabel/domains/${made.id}`)).body.valid).toBe(false);
});

test("a record that is flattened to an address does not count", async () => {
  const made = await world.authenticate(domain("flat"));
  world.publish(made.dns);
  const host = `em.${domain("flat")}`;
  world.zone.set(host, { name: host, ttl: 300, type: "A", target: "127.0.0.1" });

  expect((await world.validate(made)).body.validation_results.mail_cname?.valid).toBe(false);
});

test("validation without an answer from DNS is an error, not a verdict", async () => {
  const made = await world.authenticate(domain("lost"));
  world.publish(made.dns);
  await world.validate(made);
  jest.spyOn(world.zones, "resolve").mockReturnValue({ code: "SERVFAIL", records: [] });

  expect(await world.validate(made)).toEqual({ status: 500, body: { errors: [{ field: null, message: "internal error getting CNAME" }] } });
  expect((await world.call<Verifiable>("GET", `/whitelabel/domains/${made.id}`)).body.valid).toBe(true);
});

test("an own DKIM selector gives other hosts and other keys", async () => {
  const { dns, user_id } = await world.authenticate(domain("own"), { custom_dkim_selector: "abc" });

  expect(dns.dkim1).toMatchObject({ host: `abc._domainkey.${domain("own")}`, data: `abc.domainkey.u${user_id}.wl.sendgrid.net` });
  expect(dns.dkim2?.host).toBe(`abc2._domainkey.${domain("own")}`);
  expect((await world.call("POST", "/whitelabel/domains", { domain: domain("own"), custom_dkim_selector: "long" })).status).toBe(400);
});

test("two domains of one account share their targets", async () => {
  const one = await world.authenticate(domain("one"));
  const two = await world.authenticate(domain("two"));

  expect(one.dns.dkim1?.data).toBe(two.dns.dkim1?.data);
});

test("the list can be narrowed to a domain", async () => {
  await world.authenticate(domain("listed"));
  const list = await world.call<Verifiable[]>("GET", `/whitelabel/domains?domain=${domain("listed")}`);

  expect(list.body).toHaveLength(1);
  expect((await world.call<Verifiable[]>("GET", "/whitelabel/domains?domain=none.example")).body).toEqual([]);
});

test("the same domain and subdomain cannot be authenticated twice", async () => {
  await world.authenticate(domain("twice"));

  const again = await world.call("POST", "/whitelabel/domains", { domain: domain("twice"), subdomain: "em", automatic_security: true });

  expect(again.status).toBe(400);
});

test("an account has one default domain", async () => {
  const first = await world.authenticate(domain("first"), { default: true });
  const second = await world.authenticate(domain("second"));

  expect((await world.call<Verifiable>("PATCH", `/whitelabel/domains/${second.id}`, { default: true })).body.default).toBe(true);
  expect((await world.call<Verifiable>("GET", `/whitelabel/domains/${first.id}`)).body.default).toBe(false);
});

test("a deleted domain is gone", async () => {
  const { id } = await world.authenticate(domain("gone"));

  expect((await world.call("DELETE", `/whitelabel/domains/${id}`)).status).toBe(204);
  expect((await world.call("GET", `/whitelabel/domains/${id}`)).status).toBe(404);
});

test("a branded link validates like a domain, under another subdomain", async () => {
  await world.authenticate(domain("links"));
  const { body: link } = await world.call<Verifiable>("POST", "/whitelabel/links", { domain: domain("links"), subdomain: "url" });

  expect(link.dns).toEqual({
    domain_cname: { valid: false, type: "cname", host: `url.${domain("links")}`, data: "sendgrid.net" },
    owner_cname: { valid: false, type: "cname", host: `${link.user_id}.${domain("links")}`, data: "sendgrid.net" },
  });
  const validate = () => world.call<Validation>("POST", `/whitelabel/links/${link.id}/validate`);
  expect((await validate()).body.valid).toBe(false);
  world.publish(link.dns);
  expect((await validate()).body.valid).toBe(true);
  expect((await world.call("POST", "/whitelabel/links", { domain: domain("links"), subdomain: "em" })).status).toBe(400);
});
