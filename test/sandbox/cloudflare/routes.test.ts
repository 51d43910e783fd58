import { CertificateAuthority } from "../../../sandbox/certificate-authority";
import { type Cloudflare, startCloudflare } from "../../../sandbox/cloudflare/start";
import { ZoneStore } from "../../../sandbox/dns/zones";
import { RequestLog } from "../../../sandbox/request-log";
import { Trouble } from "../../../sandbox/trouble";

const zoneId = "0123456789abcdef0123456789abcdef";
const parkedId = "fedcba9876543210fedcba9876543210";
const records = `/zones/${zoneId}/dns_records`;
const zones = new ZoneStore();
const log = new RequestLog();
let cloudflare: Cloudflare;

interface Answer {
  status: number;
  success: boolean;
  /** One object; where it is a list, the test says so. */
  result: Record<string, unknown>;
  errors: { code: number; message: string }[];
  messages: { code: number }[];
  result_info: object;
}

beforeAll(async () => {
  const authority = await CertificateAuthority.create();
  const trouble = new Trouble("seed", [{ on: "cloudflare GET /client/v4/zones", probability: 1, code: 429 }]);
  cloudflare = await startCloudflare(
    { zones, resolver: "", authority, log, trouble },
    {
      zones: [
        { id: zoneId, name: "example.com" },
        { id: parkedId, name: "example.net" },
      ],
      parked: ["example.net"],
    },
  );
});
afterAll(() => cloudflare.stop());
beforeEach(() => {
  for (const zone of cloudflare.state.zones.values()) for (const id of zone.records.keys()) cloudflare.state.remove(zone, id);
});

async function call(method: string, path: string, body?: unknown, authorization = `Bearer ${cloudflare.token}`): Promise<Answer> {
  const response = await fetch(`${cloudflare.url}${path}`, {
    method,
    headers: authorization ? { Authorization: authorization } : {},
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: response.status, ...((await response.json()) as Omit<Answer, "status">) };
}
const create = (body: object) => call("POST", records, { ttl: 300, ...body });
const txt = { type: "TXT", name: "mail.example.com", content: '"v=spf1 -all"' };
const refusal = ({ status, success, errors }: Answer) => [status, success, errors.map(({ code }) => code)];

describe("trouble", () => {
  it("is told in Cloudflare's words", async () => {
    expect(refusal(await call("GET", "/zones"))).toEqual([429, false, [971]]);
  });
});

describe("records", () => {
  it("are created, read, replaced, changed in part and deleted, and served each time", async () => {
    const { result: created } = await create({ ...txt, comment: "SPF" });
    expect(created).toMatchObject({ ...txt, ttl: 300, proxied: false, proxiable: false, comment: "SPF", tags: [] });
    const served = () => zones.resolve("mail.example.com", "TXT").records;
    expect(served()).toEqual([{ name: "mail.example.com", ttl: 300, type: "TXT", strings: ["v=spf1 -all"] }]);

    expect((await call("GET", `${records}/${created.id}`)).result).toEqual(created);
    const { result: replaced } = await call("PUT", `${records}/${created.id}`, { ...txt, content: '"v=spf1 ~all"', ttl: 60 });
    expect(replaced).toMatchObject({ id: created.id, content: '"v=spf1 ~all"', ttl: 60, comment: null, created_on: created.created_on });
    const { result: changed } = await call("PATCH", `${records}/${created.id}`, { ttl: 1, comment: "auto" });
    expect(changed).toMatchObject({ content: '"v=spf1 ~all"', ttl: 1, comment: "auto" });
    expect(served()).toMatchObject([{ ttl: 300, strings: ["v=spf1 ~all"] }]);

    expect((await call("DELETE", `${records}/${created.id}`)).result).toEqual({ id: created.id });
    expect(served()).toEqual([]);
    for (const method of ["GET", "PUT", "PATCH", "DELETE"]) {
      expect(refusal(await call(method, `${records}/${created.id}`, method === "GET" ? undefined : txt))).toEqual([404, false, [81044]]);
    }
  });

  it.each([
    ["a short name", { name: "www" }, { name: "www.example.com" }],
    ["the apex", { name: "@" }, { name: "example.com" }],
    ["a full name with a final dot, in capitals", { name: "WWW.Example.com." }, { name: "www.example.com" }],
    ["a name in another zone, which is the classic mistake", { name: "www.example.org" }, { name: "www.example.org.example.com" }],
  ])("make a full name of %s", async (_, given, expected) => {
    expect((await create({ ...txt, ...given })).result).toMatchObject(expected);
  });

  it("keep a CNAME target as sent, but for a final dot", async () => {
    const { result } = await create({ type: "CNAME", name: "s1", content: "S1.Domainkey.u1.wl.sendgrid.net." });
    expect(result).toMatchObject({ content: "S1.Domainkey.u1.wl.sendgrid.net", proxiable: true });
  });

  it("keep the target of a null MX (RFC 7505), which is the root", async () => {
    expect((await create({ type: "MX", name: "old", content: ".", priority: 0 })).result).toMatchObject({ content: ".", priority: 0 });
    expect(zones.resolve("old.example.com", "MX").records).toMatchObject([{ priority: 0, target: "." }]);
  });

  it("are served as Cloudflare's own address when proxied, whatever they say", async () => {
    const { result } = await create({ type: "CNAME", name: "s1._domainkey", content: "s1.u1.wl.sendgrid.net", proxied: true });
    expect(result).toMatchObject({ ttl: 1, proxied: true });
    expect(zones.resolve("s1._domainkey.example.com", "TXT").records).toEqual([]);
    expect(zones.resolve("s1._domainkey.example.com", "A").records).toMatchObject([{ type: "A", target: "127.0.53.80" }]);
  });

  it("are listed by name, type and content, page by page", async () => {
    await create(txt);
    await create({ type: "MX", name: "mail", content: "mx1.example.org", priority: 10 });
    await create({ type: "MX", name: "mail", content: "mx2.example.org", priority: 20 });
    const contents = async (query: string) => {
      const { result } = await call("GET", `${records}?${query}`);
      return (result as unknown as { content: string }[]).map(({ content }) => content);
    };
    expect(await contents("type=MX&name=mail.example.com")).toEqual(["mx1.example.org", "mx2.example.org"]);
    expect(await contents("name.exact=MAIL.example.com&content=mx2.example.org")).toEqual(["mx2.example.org"]);
    expect(await contents("content.startswith=mx&page=2&per_page=1")).toEqual(["mx2.example.org"]);
    expect((await call("GET", `${records}?per_page=2`)).result_info).toEqual({
      page: 1,
      per_page: 2,
      count: 2,
      total_count: 3,
      total_pages: 2,
    });
  });

  it.each([
    ["no name", { ...txt, name: "" }, [9000]],
    ["a name with a space", { ...txt, name: "a b" }, [9000]],
    ["a TTL below 60", { ...txt, ttl: 30 }, [9021]],
    ["a TTL above a day", { ...txt, ttl: 86401 }, [9021]],
    ["a proxied TXT", { ...txt, proxied: true }, [9004]],
    ["an A without an IPv4 address", { type: "A", name: "a", content: "::1" }, [9005]],
    ["an AAAA without an IPv6 address", { type: "AAAA", name: "a", content: "127.0.0.1" }, [9006]],
    ["a CNAME to a URL", { type: "CNAME", name: "a", content: "https://example.org" }, [9007]],
    ["an MX without a priority, to an address", { type: "MX", name: "a", content: "127.0.0.1" }, [9100, 9009]],
    ["an empty TXT", { ...txt, content: "" }, [9100]],
    ["a TTL as text", { ...txt, ttl: "300" }, [9207]],
    ["a body that is not JSON", "{", [9207]],
  ])("are refused with %s", async (_, body, codes) => {
    expect(refusal(await call("POST", records, typeof body === "string" ? body : { ttl: 300, ...body }))).toEqual([400, false, codes]);
  });

  it("are refused beside a record they conflict with", async () => {
    await create(txt);
    expect(refusal(await create({ ...txt, content: "v=spf1 -all", ttl: 60 }))).toEqual([400, false, [81058]]);
    await create({ type: "A", name: "www", content: "127.0.0.1" });
    expect(refusal(await create({ type: "CNAME", name: "www", content: "example.org" }))).toEqual([400, false, [81053]]);
    const { result } = await create({ type: "CNAME", name: "alias", content: "example.org" });
    expect(refusal(await create({ type: "CNAME", name: "alias", content: "EXAMPLE.org" }))).toEqual([400, false, [81058]]);
    expect(refusal(await create({ type: "A", name: "alias", content: "127.0.0.1" }))).toEqual([400, false, [81054]]);
    expect((await create({ ...txt, name: "alias" })).success).toBe(true);
    expect((await call("PATCH", `${records}/${result.id}`, { ttl: 600 })).success).toBe(true);
  });

  it("of types that are not imitated are refused with 501", async () => {
    expect((await create({ type: "CAA", name: "@", content: "" })).status).toBe(501);
  });

  it("of a parked zone are kept but not served", async () => {
    const { success } = await call("POST", `/zones/${parkedId}/dns_records`, { ...txt, name: "mail.example.net", ttl: 1 });
    expect(success).toBe(true);
    expect(zones.zoneOf("mail.example.net")).toBeUndefined();
  });
});

describe("zones", () => {
  it("are found by name and read by id, parked ones pending", async () => {
    const { result } = await call("GET", "/zones?name=example.net");
    expect(result).toMatchObject([{ id: parkedId, name: "example.net", status: "pending", activated_on: null }]);
    expect((await call("GET", `/zones/${zoneId}`)).result).toMatchObject({
      status: "active",
      name_servers: ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"],
    });
    expect((await call("GET", "/zones?name=example.org")).result).toEqual([]);
  });

  it("that nobody knows cannot be routed to", async () => {
    const answer = await call("GET", "/zones/example.com/dns_records");
    expect(refusal(answer)).toEqual([404, false, [7003]]);
    expect(answer.errors[0]?.message).toContain("/client/v4/zones/example.com/dns_records");
  });
});

describe("tokens", () => {
  const bearer = (...args: Parameters<Cloudflare["issueToken"]>) => `Bearer ${cloudflare.issueToken(...args)}`;
  const verify = (authorization: string) => call("GET", "/user/tokens/verify", undefined, authorization);

  it("are verified", async () => {
    expect(await verify(bearer(["dns:read"]))).toMatchObject({ status: 200, result: { status: "active" }, messages: [{ code: 10000 }] });
    expect(await verify(bearer(["dns:read"], { expired: true }))).toMatchObject({ status: 200, result: { status: "expired" } });
    const expires_on = "2026-12-20T00:00:00Z";
    expect(await verify(bearer(["dns:read"], { expiresOn: expires_on }))).toMatchObject({ result: { status: "active", expires_on } });
    expect((await verify(bearer(["dns:read"]))).result).not.toHaveProperty("expires_on");
    expect(refusal(await verify(`Bearer ${"x".repeat(40)}`))).toEqual([401, false, [1000]]);
  });

  it("that are missing, malformed, unknown or expired get a code each", async () => {
    const list = async (authorization: string) => refusal(await call("GET", records, undefined, authorization));
    expect(await list("")).toEqual([400, false, [9106]]);
    expect(await list("Bearer short")).toEqual([400, false, [6003]]);
    expect(await list(`Bearer ${"x".repeat(40)}`)).toEqual([403, false, [9109]]);
    expect(await list(bearer(["dns:read"], { expired: true }))).toEqual([403, false, [9109]]);
  });

  it("that only read may not write, and those that write may read", async () => {
    const reader = bearer(["dns:read"]);
    expect((await call("GET", records, undefined, reader)).success).toBe(true);
    expect(refusal(await call("POST", records, { ...txt, ttl: 1 }, reader))).toEqual([403, false, [10000]]);
    expect((await call("GET", records, undefined, bearer(["dns:write"]))).success).toBe(true);
  });

  it("of one zone reach no other", async () => {
    const narrow = bearer(["dns:write"], { zones: ["example.net"] });
    expect((await call("GET", "/zones", undefined, narrow)).result).toMatchObject([{ name: "example.net" }]);
    expect(refusal(await call("GET", records, undefined, narrow))).toEqual([403, false, [10000]]);
    expect(refusal(await call("GET", `/zones/${zoneId}`, undefined, narrow))).toEqual([403, false, [9109]]);
  });
});

describe("a route that is not imitated", () => {
  it("is answered with 501 and remembered", async () => {
    const response = await fetch(`${cloudflare.url}/zones/${zoneId}/settings`, {
      headers: { Authorization: `Bearer ${cloudflare.token}` },
    });
    expect(response.status).toBe(501);
    expect([...log.unknown]).toEqual(["cloudflare: GET /client/v4/zones/{}/settings"]);
  });
});

test("the times that it notes are its clock's", async () => {
  const surroundings = { zones: new ZoneStore(), resolver: "", authority: await CertificateAuthority.create(), log };
  const trouble = new Trouble("seed", [{ on: "cloudflare clock", probability: 1, clockSkewMs: -3_600_000 }]);
  const { state, stop } = await startCloudflare({ ...surroundings, trouble }, { zones: [{ id: zoneId, name: "example.org" }] });
  expect(Date.now() - Date.parse(state.zones.get(zoneId)?.createdOn ?? "")).toBeGreaterThan(3_599_000);
  await stop();
});
