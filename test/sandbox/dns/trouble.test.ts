import { AnswerCache } from "../../../sandbox/dns/answer-cache";
import { LateCopies } from "../../../sandbox/dns/late-copies";
import { cloudflareNameServers } from "../../../sandbox/dns/name-servers";
import { startDns } from "../../../sandbox/dns/start";
import { ZoneStore } from "../../../sandbox/dns/zones";
import { askUdp, query } from "./ask";

const zones = new ZoneStore();
const zone = zones.open("example.com", cloudflareNameServers);
const publish = (text: string): void => zone.set("1", { name: "example.com", ttl: 300, type: "TXT", strings: [text] });
let clock = 0;
const now = (): number => clock;
const text = ({ records: [record] }: ReturnType<ZoneStore["resolve"]>) => record?.type === "TXT" && record.strings[0];

test("a late name server answers with the old version and its serial until its time", () => {
  publish("old");
  const late = new LateCopies(zones, 1500, now);
  const { serial } = zone;
  publish("new");
  const seen = () => late.versionOf(zone);
  expect([text(seen().lookup("example.com", "TXT")), seen().serial]).toEqual(["old", serial]);
  clock += 1499;
  expect(text(seen().lookup("example.com", "TXT"))).toBe("old");
  clock += 1;
  expect([text(seen().lookup("example.com", "TXT")), seen().serial]).toEqual(["new", serial + 1]);
});

describe("a caching resolver (RFC 2308)", () => {
  const cache = new AnswerCache((name, type) => zones.zoneOf(name)?.lookup(name, type), now);
  const ask = (name: string, type = "TXT") => zones.resolve(name, type, (each, wanted) => cache.answer(each, wanted));
  const seconds = (count: number): void => {
    clock += count * 1000;
  };

  test("keeps a record for its TTL, and tells the seconds that are left", () => {
    publish("old");
    expect([text(ask("example.com")), ask("example.com").records[0]?.ttl]).toEqual(["old", 300]);
    publish("new");
    seconds(299);
    expect([text(ask("example.com")), ask("example.com").records[0]?.ttl]).toEqual(["old", 1]);
    seconds(1);
    expect(text(ask("example.com"))).toBe("new");
  });

  test("keeps that a name does not exist for the SOA's last field, for every type; that it has no such record, for that type", () => {
    expect(ask("new.example.com", "MX")).toMatchObject({ code: "NXDOMAIN", negativeTtl: 1800 });
    expect(ask("example.com", "MX")).toMatchObject({ code: "NOERROR", records: [], negativeTtl: 1800 });
    zone.set("2", { name: "new.example.com", ttl: 300, type: "TXT", strings: ["there"] });
    zone.set("3", { name: "example.com", ttl: 300, type: "MX", priority: 10, target: "mx.example.net" });
    seconds(1799);
    expect(ask("new.example.com")).toMatchObject({ code: "NXDOMAIN", negativeTtl: 1 });
    expect(ask("example.com", "MX")).toMatchObject({ records: [], negativeTtl: 1 });
    expect(text(ask("example.com"))).toBe("new");
    seconds(1);
    expect([text(ask("new.example.com")), ask("example.com", "MX").records.length]).toEqual(["there", 1]);
  });

  test("keeps each link of a chain by itself, a CNAME for every type", () => {
    const other = zones.open("example.net", cloudflareNameServers);
    zone.set("4", { name: "s1.example.com", ttl: 60, type: "CNAME", target: "key.example.net" });
    expect(ask("s1.example.com")).toMatchObject({ code: "NXDOMAIN", negativeTtl: 1800, records: [{ type: "CNAME", ttl: 60 }] });
    other.set("1", { name: "key.example.net", ttl: 300, type: "TXT", strings: ["p="] });
    zone.set("4", { name: "s1.example.com", ttl: 60, type: "CNAME", target: "other.example.net" });
    seconds(59);
    expect(ask("s1.example.com", "MX").records).toMatchObject([{ target: "key.example.net", ttl: 1 }]);
    expect(ask("key.example.net")).toMatchObject({ code: "NXDOMAIN" });
  });
});

test("a negative answer's SOA has the smaller one of its two times, the SOA itself its own TTL", async () => {
  const dns = await startDns(zones);
  const soaOf = async (name: string, type: string) => {
    const { answers = [], authorities = [] } = await askUdp("127.0.53.1", dns.port, query(name, type));
    const [soa] = [...answers, ...authorities].filter((record) => record.type === "SOA");
    return soa?.type === "SOA" && [soa.ttl, soa.data.minimum];
  };
  expect([await soaOf("gone.example.com", "TXT"), await soaOf("example.com", "SOA")]).toEqual([
    [1800, 1800],
    [3600, 1800],
  ]);
  await dns.stop();
});

test("with trouble the late name server is late, and the caching resolver had been asked before", async () => {
  const dns = await startDns(zones, { clockSpeed: 1 });
  const answers = async (name: string) => {
    const asked = ["127.0.53.1", "127.0.53.2", "127.0.53.53", "127.0.53.54"];
    const replies = await Promise.all(asked.map((address) => askUdp(address, dns.port, query(name, "TXT"))));
    return replies.map(({ rcode }) => rcode);
  };
  expect(dns.resolvers).toEqual([`127.0.53.54:${dns.port}`, dns.resolver]);
  dns.setTrouble({ lateMs: 60_000 });
  zone.set("5", { name: "late.example.com", ttl: 300, type: "TXT", strings: ["x"] });
  expect(await answers("late.example.com")).toEqual(["NOERROR", "NXDOMAIN", "NOERROR", "NXDOMAIN"]);
  dns.setTrouble(undefined);
  expect(await answers("late.example.com")).toEqual(Array(4).fill("NOERROR"));
  await dns.stop();
});
