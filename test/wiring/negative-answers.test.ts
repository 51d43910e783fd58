/**
 * Looking before the apply must not make `verify` wait after it: a public resolver remembers for 30 minutes that a record did not exist (RFC 2308 5,
 * with the SOA of Cloudflare's zones). The resolver here does, by a real clock, and its memory is shown to work.
 */
import { readPlanJson } from "../../changes/plan";
import { findTarget } from "../../declaration/target";
import type { DnsType } from "../../mail/dns/record";
import type { MailRecord } from "../../mail/records/mail-record";
import { cloudflareNameServers, providerNameServers } from "../../sandbox/dns/name-servers";
import { startDns } from "../../sandbox/dns/start";
import { ZoneStore } from "../../sandbox/dns/zones";
import { type Connections, connect } from "../../wiring/connections";
import { forecaster, liveDnsLater } from "../../wiring/forecast";
import { listLiveRecords } from "../../wiring/live-records";
import { verifyEffects } from "../../wiring/verify";
import { verify } from "../../workflows/verify";
import { create, record, terraformPlan, txt } from "../changes/terraform-plan";
import { declared, fixtureEnv } from "../fixtures/declared";
import { staging } from "../fixtures/environments/staging";

const domain = staging.sendingDomain;
const zoneName = staging.dns.zone;
const key = "p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A";
const records: MailRecord[] = [
  { id: "spf", type: "TXT", name: domain, value: "v=spf1 include:sendgrid.net ~all", ttl: 300 },
  { id: "dmarc", type: "TXT", name: `_dmarc.${domain}`, value: "v=DMARC1; p=quarantine; rua=mailto:dmarc-reports@example.net", ttl: 300 },
  { id: "sendgrid-return-path", type: "CNAME", name: `em.${domain}`, value: "u1.wl.sendgrid.net", ttl: 300 },
  { id: "sendgrid-dkim-1", type: "CNAME", name: `s1._domainkey.${domain}`, value: "s1.domainkey.u1.wl.sendgrid.net", ttl: 300 },
  { id: "ses-mail-from-mx", type: "MX", name: `bounce.${domain}`, value: "feedback-smtp.eu-west-1.amazonses.com", priority: 10, ttl: 300 },
];
const planned = records.map(({ id, type, name, value, priority }) =>
  create(type === "TXT" ? txt(id, name, value) : record(id, name, type, value, priority === undefined ? {} : { priority })),
);

let zones: ZoneStore;
let dns: Awaited<ReturnType<typeof startDns>>;
let connections: Connections;
beforeEach(async () => {
  zones = new ZoneStore();
  zones.open(zoneName, cloudflareNameServers);
  // What the providers have in their own zones comes with the apply too.
  zones.open("sendgrid.net", providerNameServers);
  dns = await startDns(zones, { clockSpeed: 1 });
  const env = { ...fixtureEnv, TWINPOST_DNS_RESOLVERS: dns.resolvers.join(","), TWINPOST_DNS_PORT: String(dns.port) };
  connections = connect({ env, directory: "" }, () => {});
});
afterEach(() => dns.stop());

function apply(): void {
  const zone = zones.open(zoneName, []);
  for (const { id, type, name, value, ttl, priority = 0 } of records) {
    if (type === "TXT") zone.set(id, { name, ttl, type, strings: [value] });
    else if (type === "MX") zone.set(id, { name, ttl, type, priority, target: value });
    else zone.set(id, { name, ttl, type: "CNAME", target: value });
  }
  const provider = zones.open("sendgrid.net", []);
  provider.set("key", { name: "s1.domainkey.u1.wl.sendgrid.net", ttl: 300, type: "TXT", strings: [key] });
  provider.set("spf", { name: "u1.wl.sendgrid.net", ttl: 300, type: "TXT", strings: ["v=spf1 ip4:127.0.10.1 -all"] });
}

/** Looks once at each record. */
async function verifyOnce() {
  const use = verifyEffects(staging, connections, 2_000);
  const { records: checks, findings } = await verify({ sendingDomain: domain, records, timeoutMs: 0 }, { ...use, validate: {} });
  return { right: checks.filter(({ published, visible }) => published && visible).length, findings };
}

const forecast = () => forecaster(findTarget("staging", declared), connections)(readPlanJson(terraformPlan(...planned)).records);

test("a plan, its forecast, a comparison by hand and a verification that comes too early leave nothing in a resolver's memory", async () => {
  const { newNames, timeToSafe } = await forecast();
  expect(newNames).toEqual({ free: records.length, unknown: 0 });
  // Somebody else may have asked.
  expect(timeToSafe?.seconds).toBe(1800);
  const resolve = liveDnsLater(connections);
  for (const { name } of records) expect(await listLiveRecords(resolve, name)).toEqual([]);
  expect(await verifyOnce()).toMatchObject({ right: 0 });

  apply();
  expect(await verifyOnce()).toEqual({ right: records.length, findings: [] });
  // What a CNAME leads to is seen too.
  expect(await verifyEffects(staging, connections, 2_000).dns.resolve(`s1._domainkey.${domain}`, "TXT")).toMatchObject({ values: [key] });
});

test("the resolver would remember: what it was asked before the apply is told with the seconds that are left", async () => {
  await connections.dns().visible(`_dmarc.${domain}`, "TXT");
  apply();
  const { right, findings } = await verifyOnce();
  expect(right).toBe(records.length - 1);
  expect(findings).toMatchObject([
    { id: "dns/not-visible-yet", where: `_dmarc.${domain} TXT`, remedy: expect.stringMatching(/ (1800|1799) s/) },
  ]);
});

test("of our own zones no resolver is asked, even when their servers are silent; of other zones one is", async () => {
  const ours: [string, DnsType] = [`_dmarc.${domain}`, "TXT"];
  const silent = connect({ env: { ...connections.env, TWINPOST_DNS_PORT: "1" }, directory: "" }, () => {});
  const resolve = liveDnsLater(silent);
  expect(await resolve(...ours)).toMatchObject({ outcome: "failed" });
  expect(await resolve("sendgrid.net", "NS")).toMatchObject({ outcome: "answer", values: ["ns1.provider-dns.net"] });
  apply();
  expect(await connections.dns().visible(...ours)).toMatchObject([{ outcome: "answer" }, { outcome: "answer" }]);
});
