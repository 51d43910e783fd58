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

test("a stale resolver answers from its cache until the TTL ends, with the seconds that are left, also that there is nothing", () => {
  publish("old");
  const cache = new AnswerCache((name, type) => zones.resolve(name, type), 3, now);
  const ask = (name = "example.com") => cache.answer(name, "TXT");
  expect([text(ask()), ask("new.example.com").negativeTtl]).toEqual(["old", 3]);
  publish("new");
  zone.set("2", { name: "new.example.com", ttl: 300, type: "TXT", strings: ["there"] });
  clock += 2999;
  expect([text(ask()), ask().records[0]?.ttl]).toEqual(["old", 1]);
  expect(ask("new.example.com")).toMatchObject({ code: "NXDOMAIN", negativeTtl: 1 });
  clock += 1;
  expect([text(ask()), text(ask("new.example.com"))]).toEqual(["new", "there"]);
});

test("only with trouble is there a second resolver to ask, and only the late name server is late", async () => {
  const dns = await startDns(zones);
  const answers = async () => {
    const asked = ["127.0.53.1", "127.0.53.2", "127.0.53.53", "127.0.53.54"];
    const replies = await Promise.all(asked.map((address) => askUdp(address, dns.port, query("late.example.com", "TXT"))));
    return replies.map(({ rcode }) => rcode);
  };
  expect(dns.resolvers).toEqual([dns.resolver]);
  dns.setTrouble({ lateMs: 60_000, cacheSeconds: 3 });
  expect(dns.resolvers).toEqual([dns.resolver, `127.0.53.54:${dns.port}`]);
  zone.set("3", { name: "late.example.com", ttl: 300, type: "TXT", strings: ["x"] });
  expect(await answers()).toEqual(["NOERROR", "NXDOMAIN", "NOERROR", "NXDOMAIN"]);
  dns.setTrouble(undefined);
  expect(await answers()).toEqual(Array(4).fill("NOERROR"));
  await dns.stop();
});
