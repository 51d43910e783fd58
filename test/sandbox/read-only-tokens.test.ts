/** The tokens of pull requests' jobs only read: each route of Cloudflare's and SendGrid's stand-ins that writes refuses them, and nothing changes. */
import type { Hono } from "hono";
import { CertificateAuthority } from "../../sandbox/certificate-authority";
import { cloudflareRoutes } from "../../sandbox/cloudflare/routes";
import { type Cloudflare, startCloudflare } from "../../sandbox/cloudflare/start";
import { ZoneStore } from "../../sandbox/dns/zones";
import { cloudflareInventory, sendgridInventory } from "../../sandbox/inventory";
import { RequestLog } from "../../sandbox/request-log";
import { sendgridRoutes } from "../../sandbox/sendgrid/routes";
import { type Sendgrid, startSendgrid } from "../../sandbox/sendgrid/start";
import type { Surroundings } from "../../sandbox/surroundings";
import { calm } from "../../sandbox/trouble";

const zoneId = "0123456789abcdef0123456789abcdef";
let cloudflare: Cloudflare;
let sendgrid: Sendgrid;
let surroundings: Surroundings;
beforeAll(async () => {
  const authority = await CertificateAuthority.create();
  surroundings = { zones: new ZoneStore(), resolver: "", authority, log: new RequestLog(), trouble: calm() };
  cloudflare = await startCloudflare(surroundings, { zones: [{ id: zoneId, name: "example.com" }] });
  sendgrid = await startSendgrid(surroundings);
});
afterAll(() => Promise.all([cloudflare.stop(), sendgrid.stop()]));

/** A search, whose condition is in its body. */
const reads = ["POST /v3/logs"];

/** All that write, with ids for the parts of their paths. */
const writesOf = (routes: Hono): [method: string, path: string][] =>
  routes.routes
    .filter(({ method, path }) => ["POST", "PUT", "PATCH", "DELETE"].includes(method) && !reads.includes(`${method} ${path}`))
    .map(({ method, path }) => [method, path.replace(/:zone\w*/g, zoneId).replace(/:\w+(\{[^}]*\})?/g, "1")]);

async function statusesOf(writes: [string, string][], origin: string, token: string): Promise<string[]> {
  const told: string[] = [];
  for (const [method, path] of writes) {
    const { status } = await fetch(`${origin}${path}`, { method, headers: { Authorization: `Bearer ${token}` }, body: "{}" });
    told.push(`${status} ${method} ${path}`);
  }
  return told;
}

test("Cloudflare's: reads the records, and each write is refused", async () => {
  const origin = new URL(cloudflare.url).origin;
  const writes = writesOf(cloudflareRoutes(cloudflare.state));
  expect(writes.length).toBeGreaterThanOrEqual(3);
  const before = cloudflareInventory(cloudflare.state);
  const statuses = await statusesOf(writes, origin, cloudflare.readToken);
  expect(statuses.filter((each) => !each.startsWith("403"))).toEqual([]);
  expect(cloudflareInventory(cloudflare.state)).toEqual(before);
  const read = await fetch(`${cloudflare.url}/zones/${zoneId}/dns_records`, {
    headers: { Authorization: `Bearer ${cloudflare.readToken}` },
  });
  expect(read.status).toBe(200);
  // The token that writes is not refused: what is wrong then is the body or the id.
  expect((await statusesOf(writes, origin, cloudflare.token)).filter((each) => each.startsWith("403"))).toEqual([]);
});

test("SendGrid's: reads what is set up, and each write is refused", async () => {
  const routes = sendgridRoutes({ account: sendgrid.state, region: "global", resolver: "", trouble: surroundings.trouble });
  const writes = writesOf(routes);
  expect(writes.length).toBeGreaterThanOrEqual(10);
  const before = sendgridInventory(sendgrid.state);
  const statuses = await statusesOf(writes, sendgrid.url, sendgrid.readKey);
  expect(statuses.filter((each) => !each.startsWith("403"))).toEqual([]);
  expect(sendgridInventory(sendgrid.state)).toEqual(before);
  const read = await fetch(`${sendgrid.url}/v3/whitelabel/domains`, { headers: { Authorization: `Bearer ${sendgrid.readKey}` } });
  expect(read.status).toBe(200);
  expect((await statusesOf(writes, sendgrid.url, sendgrid.adminKey)).filter((each) => each.startsWith("403"))).toEqual([]);
});
