import { cloudflareNameServers, providerNameServers } from "../../../sandbox/dns/name-servers";
import { resolverAt } from "../../../sandbox/dns/node-resolver";
import { type DnsService, startDns } from "../../../sandbox/dns/start";
import { ZoneStore } from "../../../sandbox/dns/zones";

const key = ["v=DKIM1; k=rsa; p=".padEnd(255, "A"), "B".repeat(255), "C".repeat(200)];
const zones = new ZoneStore();
const zone = zones.open("example.com", cloudflareNameServers);
let dns: DnsService;
let resolve: ReturnType<typeof resolverAt>;

beforeAll(async () => {
  dns = await startDns(zones);
  resolve = resolverAt(dns.resolver);
  zone.set("spf", { name: "mail.example.com", ttl: 300, type: "TXT", strings: ["v=spf1 ", "include:sendgrid.net -all"] });
  zone.set("mx", { name: "mail.example.com", ttl: 300, type: "MX", priority: 10, target: "mx.sendgrid.net" });
  zone.set("dkim", { name: "s1._domainkey.example.com", ttl: 300, type: "CNAME", target: "s1.domainkey.u1.wl.sendgrid.net" });
  zone.set("dangling", { name: "s2._domainkey.example.com", ttl: 300, type: "CNAME", target: "s2.domainkey.u1.wl.sendgrid.net" });
  const sendgrid = zones.open("sendgrid.net", providerNameServers);
  sendgrid.set("key", { name: "s1.domainkey.u1.wl.sendgrid.net", ttl: 300, type: "TXT", strings: key });
  zones
    .open("10.0.127.in-addr.arpa", providerNameServers)
    .set("ptr", { name: "1.10.0.127.in-addr.arpa", ttl: 300, type: "PTR", target: "o1.sendgrid.net" });
});
afterAll(() => dns.stop());

it("keeps the strings of a TXT record apart", async () => {
  expect(await resolve("mail.example.com", "TXT")).toEqual([["v=spf1 ", "include:sendgrid.net -all"]]);
});

it("gets a key of more than 512 bytes behind a CNAME in another zone, by TCP", async () => {
  expect(await resolve("s1._domainkey.example.com", "TXT")).toEqual([key]);
});

it("answers MX, NS, A and PTR", async () => {
  // From Node 24 on each has a "type" as well.
  expect(await resolve("mail.example.com", "MX")).toMatchObject([{ priority: 10, exchange: "mx.sendgrid.net" }]);
  expect(await resolve("example.com", "NS")).toEqual(["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"]);
  expect(await resolve("1.10.0.127.in-addr.arpa", "PTR")).toEqual(["o1.sendgrid.net"]);
});

it("gives the addresses of the name servers themselves", async () => {
  expect(await resolve("ada.ns.cloudflare.com", "A")).toEqual(["127.0.53.1"]);
  expect(await resolve("ns1.provider-dns.net", "A")).toEqual(["127.0.53.3"]);
  expect(await resolve("ns1.receiver-dns.net", "A")).toEqual(["127.0.53.4"]);
});

it("tells a name that does not exist from one without such a record", async () => {
  await expect(resolve("nothing.example.com", "TXT")).rejects.toMatchObject({ code: "ENOTFOUND" });
  await expect(resolve("s2._domainkey.example.com", "TXT")).rejects.toMatchObject({ code: "ENOTFOUND" });
  await expect(resolve("example.net", "A")).rejects.toMatchObject({ code: "ENOTFOUND" });
  await expect(resolve("mail.example.com", "A")).rejects.toMatchObject({ code: "ENODATA" });
});

it("sees a changed record at once", async () => {
  zone.set("dmarc", { name: "_dmarc.example.com", ttl: 3600, type: "TXT", strings: ["v=DMARC1; p=none"] });
  expect(await resolve("_dmarc.example.com", "TXT")).toEqual([["v=DMARC1; p=none"]]);
  zone.set("dmarc", { name: "_dmarc.example.com", ttl: 3600, type: "TXT", strings: ["v=DMARC1; p=reject"] });
  expect(await resolve("_dmarc.example.com", "TXT")).toEqual([["v=DMARC1; p=reject"]]);
  zone.delete("dmarc");
  await expect(resolve("_dmarc.example.com", "TXT")).rejects.toMatchObject({ code: "ENOTFOUND" });
});

it("asks one authoritative server as well, which refuses what is not its own", async () => {
  const ada = resolverAt(`127.0.53.1:${dns.port}`);
  expect(await ada("mail.example.com", "MX")).toHaveLength(1);
  await expect(ada("sendgrid.net", "TXT")).rejects.toMatchObject({ code: "EREFUSED" });
});

it("refuses to store a TXT string that no packet can carry", () => {
  expect(() => zone.set("long", { name: "example.com", ttl: 300, type: "TXT", strings: ["x".repeat(256)] })).toThrow("got 256 bytes");
});
