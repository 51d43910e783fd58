import { createSocket } from "node:dgram";
import type { Answer } from "dns-packet";
import { createDnsLookup } from "../../../adapters/dns/lookup";
import { startTableServer, type TableEntry, type TableServer } from "./name-server";

const running: TableServer[] = [];
afterEach(() => Promise.all(running.splice(0).map((server) => server.stop())));

const ns = (name: string, ...hosts: string[]): Answer[] => hosts.map((data) => ({ type: "NS" as const, name, data }));
const a = (name: string, data: string): Answer => ({ type: "A", name, data });
const txt = (name: string, text: string): Answer[] => [{ type: "TXT", name, ttl: 300, data: [text] }];
const soa = (name: string, serial: number): Answer[] => [
  { type: "SOA", name, ttl: 60, data: { mname: "ns", rname: "h", serial, minimum: 60 } },
];

/** A resolver, the servers of "test" at 127.0.0.2, and those of example.test from 127.0.0.3 on, all at one port. */
async function world(tables: {
  resolver?: Record<string, TableEntry>;
  parent?: Record<string, TableEntry>;
  zone: Record<string, TableEntry>[];
}) {
  const start = async (table: Record<string, TableEntry>, address: string, port: number): Promise<TableServer> => {
    const server = await startTableServer(table, { address, port });
    running.push(server);
    return server;
  };
  const resolver = await start(
    { "test NS": ns("test", "a.nic.test"), "a.nic.test A": [a("a.nic.test", "127.0.0.2")], ...tables.resolver },
    "127.0.0.1",
    0,
  );
  const names = tables.zone.map((_, index) => `ns${index + 1}.example.test`);
  const glue = names.map((name, index) => a(name, `127.0.0.${index + 3}`));
  const referral = { authorities: ns("example.test", ...names), additionals: glue };
  const parent = await start({ "example.test NS": referral, ...tables.parent }, "127.0.0.2", resolver.port);
  const zone: TableServer[] = [];
  for (const [index, table] of tables.zone.entries())
    zone.push(await start({ "example.test NS": ns("example.test", ...names), ...table }, `127.0.0.${index + 3}`, resolver.port));
  const { published, visible } = createDnsLookup({ resolvers: [`127.0.0.1:${resolver.port}`], port: resolver.port, timeoutMs: 1_000 });
  return { resolver, parent, zone, published, visible };
}

test("the parent says which servers a zone has, whatever the resolver's cache says", async () => {
  const moved = { "example.test NS": ns("example.test", "old.dns.net"), "old.dns.net A": [a("old.dns.net", "127.0.0.9")] };
  const { published, resolver } = await world({ resolver: moved, zone: [{ "example.test TXT": txt("example.test", "new") }] });
  expect(await published("example.test", "TXT")).toMatchObject([
    { server: "ns1.example.test", address: "127.0.0.3", values: ["new"], ttl: 300 },
  ]);
  expect(resolver.asked).not.toContain("example.test NS");
});

test("one name costs no question more than the way to it", async () => {
  const { published, resolver, parent, zone } = await world({
    zone: [{ "k._domainkey.mail.example.test TXT": txt("k._domainkey.mail.example.test", "v=DKIM1") }],
  });
  await Promise.all([1, 2, 3].map(() => published("k._domainkey.mail.example.test", "TXT")));
  expect(resolver.asked).toEqual(["test NS", "a.nic.test A", "a.nic.test AAAA"]);
  expect(parent.asked).toEqual(["example.test NS"]);
  expect(zone[0]?.asked).toEqual(["mail.example.test NS", "example.test NS", "k._domainkey.mail.example.test TXT"]);
});

test("follows a referral that only the question itself meets", async () => {
  const cut = "_domainkey.example.test";
  const below = { authorities: ns(cut, "keys.example.test"), additionals: [a("keys.example.test", "127.0.0.4")] };
  const { published } = await world({
    zone: [{ [`k.${cut} TXT`]: below }, { [`k.${cut} TXT`]: txt(`k.${cut}`, "v=DKIM1"), [`${cut} NS`]: ns(cut, "keys.example.test") }],
    parent: {
      "example.test NS": { authorities: ns("example.test", "ns1.example.test"), additionals: [a("ns1.example.test", "127.0.0.3")] },
    },
    resolver: { "ns2.example.test A": "NXDOMAIN" },
  });
  expect(await published(`k.${cut}`, "TXT")).toMatchObject([{ server: "keys.example.test", values: ["v=DKIM1"] }]);
});

test("a server that only the zone itself names is asked too", async () => {
  const { published } = await world({
    zone: [{ "example.test TXT": txt("example.test", "new") }, { "example.test TXT": txt("example.test", "old") }],
    parent: {
      "example.test NS": { authorities: ns("example.test", "ns1.example.test"), additionals: [a("ns1.example.test", "127.0.0.3")] },
    },
    resolver: { "ns2.example.test A": [a("ns2.example.test", "127.0.0.4")] },
  });
  expect(await published("example.test", "TXT")).toMatchObject([{ values: ["new"] }, { server: "ns2.example.test", values: ["old"] }]);
});

test("a lame server is told from one that fails and one that is silent", async () => {
  const right = { "example.test TXT": txt("example.test", "x") };
  const notOurs: TableEntry = { authorities: ns(".", "a.root-servers.net") };
  const { published } = await world({
    zone: [
      right,
      { "example.test TXT": "REFUSED" },
      { "example.test TXT": notOurs },
      { "example.test TXT": "SERVFAIL" },
      { "example.test TXT": "silence" },
    ],
  });
  expect((await published("example.test", "TXT")).map(({ failure, reason }) => failure && [failure, reason])).toEqual([
    undefined,
    ["lame", "REFUSED"],
    ["lame", "it answers, but not as an authority for the zone"],
    ["servfail", "SERVFAIL"],
    ["timeout", "no answer in time"],
  ]);
});

test("servers that disagree are told with their serial numbers", async () => {
  const { published } = await world({
    zone: [
      { "example.test TXT": txt("example.test", "new"), "example.test SOA": soa("example.test", 8) },
      { "example.test TXT": txt("example.test", "old"), "example.test SOA": soa("example.test", 7) },
    ],
  });
  expect((await published("example.test", "TXT")).map(({ values, serial }) => [values[0], serial])).toEqual([
    ["new", 8],
    ["old", 7],
  ]);
});

test("a name server without an address is named, and the others are asked", async () => {
  const { published } = await world({
    zone: [{ "example.test TXT": txt("example.test", "x") }],
    parent: {
      "example.test NS": {
        authorities: ns("example.test", "ns1.example.test", "gone.dns.net"),
        additionals: [a("ns1.example.test", "127.0.0.3")],
      },
    },
  });
  expect(await published("example.test", "TXT")).toMatchObject([
    { server: "gone.dns.net", outcome: "failed", reason: "its name has no address" },
    { server: "ns1.example.test", values: ["x"] },
  ]);
});

test("an IPv6 address that is silent, as all are without IPv6, does not count against its server", async () => {
  const { published, zone } = await world({
    zone: [{ "example.test TXT": txt("example.test", "x") }],
    parent: {
      "example.test NS": {
        authorities: ns("example.test", "ns1.example.test"),
        additionals: [a("ns1.example.test", "127.0.0.3"), { type: "AAAA", name: "ns1.example.test", data: "::1" }],
      },
    },
  });
  const mute = createSocket("udp6").bind(zone[0]?.port, "::1");
  expect(await published("example.test", "TXT")).toMatchObject([{ address: "127.0.0.3", values: ["x"] }]);
  mute.close();
});

test("referrals in a circle end", async () => {
  const loop = (cut: string): TableEntry => ({
    authorities: ns(cut, "ns1.example.test"),
    additionals: [a("ns1.example.test", "127.0.0.3")],
  });
  const { published } = await world({
    zone: [{ "k.a.b.example.test TXT": loop("b.example.test"), "b.example.test NS": loop("b.example.test") }],
  });
  expect(await published("k.a.b.example.test", "TXT")).toMatchObject([{ outcome: "failed", failure: "lame" }]);
});

test("the time until a cached answer, or a cached absence, ends is known", async () => {
  const { visible } = await world({
    zone: [{}],
    resolver: { "old.example.test TXT": txt("old.example.test", "old") },
  });
  expect(await visible("old.example.test", "TXT")).toMatchObject([{ ttl: 300 }]);
});
