import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CertificateAuthority } from "../../../sandbox/certificate-authority";
import { cloudflareNameServers } from "../../../sandbox/dns/name-servers";
import { ZoneStore } from "../../../sandbox/dns/zones";
import { type DnsHost, startDnsHost } from "../../../sandbox/dns-host/start";
import { RequestLog } from "../../../sandbox/request-log";
import { Trouble } from "../../../sandbox/trouble";

const directory = mkdtempSync(join(tmpdir(), "dns-host-"));
const zones = new ZoneStore();
let host: DnsHost;

beforeAll(async () => {
  const authority = await CertificateAuthority.create();
  const log = new RequestLog(join(directory, "requests.jsonl"));
  host = await startDnsHost({ zones, resolver: "", authority, log, trouble: new Trouble("", []) }, ["example.org", "example.net"]);
  zones.open("example.com", cloudflareNameServers);
});
afterAll(async () => {
  await host.stop();
  rmSync(directory, { recursive: true });
});

const publish = async (text: string, file = "pilot"): Promise<string> => {
  const response = await fetch(`${host.url}/zone-files/${file}`, { method: "PUT", body: text });
  return `${response.status} ${(await response.text()).trim()}`;
};
const textsAt = (name: string) => zones.resolve(name, "TXT").records.map((record) => (record.type === "TXT" ? record.strings : record));

test("a zone begins with the mail of an office, and is nobody else's", () => {
  expect(zones.resolve("example.org", "MX").records).toMatchObject([{ target: "mx.example.org" }]);
  expect(zones.zoneOf("example.org")?.nameServers.map(({ address }) => address)).toEqual(["127.0.53.5"]);
});

test("a file takes the place of the last one of its name, and of no other", async () => {
  expect(await publish('a.example.org. 300 IN TXT "1"\nb.example.org. 300 IN TXT "1"')).toBe("200 2 records");
  expect(await publish('c.example.org. 300 IN TXT "1"', "other")).toBe("200 1 records");
  expect(await publish('b.example.org. 300 IN TXT "2"')).toBe("200 1 records");
  expect([textsAt("a.example.org"), textsAt("b.example.org"), textsAt("c.example.org")]).toEqual([[], [["2"]], [["1"]]]);
  expect(
    host
      .inventory()
      .map(({ what }) => what)
      .sort(),
  ).toEqual(["DNS host TXT b.example.org", "DNS host TXT c.example.org"]);
});

test("a faulty file, one of a zone at Cloudflare, or one of two zones changes nothing", async () => {
  expect(await publish('b.example.org. 300 IN TXT "3"\nd.example.org 300 IN TXT "3"')).toMatch(/^400 line 2: /);
  expect(await publish('b.example.com. 300 IN TXT "3"')).toBe("400 line 1: no zone here holds b.example.com");
  const ofTwo = 'b.example.org. 300 IN TXT "3"\nb.example.net. 300 IN TXT "3"';
  expect(await publish(ofTwo)).toBe("400 line 2: a file is of one zone, got example.org and example.net");
  expect([textsAt("b.example.org"), textsAt("b.example.com"), textsAt("b.example.net")]).toEqual([[["2"]], [], []]);
});

test("a withdrawn file leaves nothing", async () => {
  await fetch(`${host.url}/zone-files/pilot`, { method: "DELETE" });
  expect(textsAt("b.example.org")).toEqual([]);
});
