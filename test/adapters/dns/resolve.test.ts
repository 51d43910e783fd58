import type { Answer } from "dns-packet";
import { createDnsClient } from "../../../adapters/dns/client";
import { createResolve } from "../../../adapters/dns/resolve";
import type { Resolve } from "../../../mail/dns/resolve";
import { spfBudget } from "../../../mail/spf/budget";
import { startTableServer, type TableEntry, type TableServer } from "./name-server";

const running: TableServer[] = [];
afterEach(() => Promise.all(running.splice(0).map((server) => server.stop())));

async function world(...tables: Record<string, TableEntry>[]): Promise<{ resolve: Resolve; servers: TableServer[] }> {
  const servers = await Promise.all(tables.map((table) => startTableServer(table)));
  running.push(...servers);
  return {
    servers,
    resolve: createResolve({ resolvers: servers.map(({ port }) => `127.0.0.1:${port}`), client: createDnsClient({ timeoutMs: 600 }) }),
  };
}

const txt = (name: string, text: string, ttl = 300): Answer => ({ type: "TXT", name, ttl, data: [text] });
const cname = (name: string, data: string, ttl = 60): Answer => ({ type: "CNAME", name, ttl, data });
const soa: Answer = { type: "SOA", name: "example.com", ttl: 900, data: { mname: "ns", rname: "h", serial: 1, minimum: 120 } };

test("follows the CNAMEs of an answer, and keeps the smallest TTL", async () => {
  const { resolve } = await world({ "k.example.com TXT": [cname("k.example.com", "K.Provider.net"), txt("k.provider.net", "key")] });
  expect(await resolve("K.example.com", "TXT")).toMatchObject({
    outcome: "answer",
    values: ["key"],
    ttl: 60,
    aliases: [{ name: "k.example.com", target: "k.provider.net", ttl: 60 }],
  });
});

test("asks on where a resolver leaves the end of the chain to us", async () => {
  const { resolve } = await world({
    "k.example.com TXT": [cname("k.example.com", "k.provider.net")],
    "k.provider.net TXT": [txt("k.provider.net", "key")],
  });
  expect(await resolve("k.example.com", "TXT")).toMatchObject({
    outcome: "answer",
    values: ["key"],
    aliases: [{ target: "k.provider.net" }],
  });
});

test("a CNAME loop, in one answer or over several, ends as a failure", async () => {
  const { resolve, servers } = await world({
    "a.example.com TXT": [cname("a.example.com", "b.example.com"), cname("b.example.com", "a.example.com")],
    "c.example.com TXT": [cname("c.example.com", "d.example.com")],
    "d.example.com TXT": [cname("d.example.com", "c.example.com")],
  });
  expect(await resolve("a.example.com", "TXT")).toMatchObject({ outcome: "failed", failure: "servfail" });
  expect(await resolve("c.example.com", "TXT")).toMatchObject({ outcome: "failed", failure: "servfail" });
  expect(servers[0]?.asked.length).toBeLessThan(6);
});

test("tells NXDOMAIN from NODATA, each with how long it may be cached", async () => {
  const { resolve } = await world({ "x.example.com TXT": { authorities: [soa] } });
  expect(await resolve("x.example.com", "TXT")).toMatchObject({ outcome: "no-data", ttl: 120 });
  expect(await resolve("y.example.com", "TXT")).toMatchObject({ outcome: "no-such-name" });
  expect(await resolve("a..b", "TXT")).toMatchObject({ outcome: "no-such-name" });
});

test("the next resolver is asked when one fails or is silent, and the failure is told when all do", async () => {
  const right = [txt("x.example.com", "right")];
  for (const first of ["SERVFAIL", "REFUSED", "silence"] as const) {
    const { resolve, servers } = await world({ "x.example.com TXT": first }, { "x.example.com TXT": right });
    expect(await resolve("x.example.com", "TXT")).toMatchObject({
      outcome: "answer",
      values: ["right"],
      server: `127.0.0.1:${servers[1]?.port}`,
    });
  }
  const { resolve } = await world({ "x.example.com TXT": "SERVFAIL" });
  expect(await resolve("x.example.com", "TXT")).toMatchObject({ outcome: "failed", failure: "servfail", reason: "SERVFAIL" });
  const { resolve: mute } = await world({ "x.example.com TXT": "silence" });
  expect(await mute("x.example.com", "TXT")).toMatchObject({ outcome: "failed", failure: "timeout" });
});

test("SPF includes in a circle, and a hostile tree of them, end", async () => {
  const include = (name: string, ...targets: string[]): TableEntry => [
    txt(name, `v=spf1 ${targets.map((target) => `include:${target}`).join(" ")} -all`),
  ];
  const circle = await world({
    "a.example.com TXT": include("a.example.com", "b.example.com"),
    "b.example.com TXT": include("b.example.com", "a.example.com"),
  });
  const { lookups, isWhole } = await spfBudget("a.example.com", circle.resolve);
  expect([lookups > 10, isWhole]).toEqual([true, false]);
  expect(circle.servers[0]?.asked).toHaveLength(2);
});
