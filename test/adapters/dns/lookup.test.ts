import type { Answer } from "dns-packet";
import { createGate } from "../../../adapters/dns/gate";
import { createDnsLookup } from "../../../adapters/dns/lookup";
import { startTableServer, type TableEntry, type TableServer } from "./name-server";

const running: TableServer[] = [];
afterEach(() => Promise.all(running.splice(0).map((server) => server.stop())));

async function start(table: Record<string, TableEntry>, options: Parameters<typeof startTableServer>[1] = {}): Promise<TableServer> {
  const server = await startTableServer(table, options);
  running.push(server);
  return server;
}

const txt = (name: string, ...strings: string[]): Answer[] => [{ type: "TXT", name, ttl: 300, data: strings }];
const ns = (name: string, ...hosts: string[]): TableEntry => hosts.map((data) => ({ type: "NS" as const, name, data }));
const a = (name: string, data: string): TableEntry => [{ type: "A", name, data }];

describe("visible", () => {
  async function ask(table: Record<string, TableEntry>, name: string, type: "TXT" | "CNAME" | "MX", timeoutMs = 5_000) {
    const { port } = await start(table);
    const server = `127.0.0.1:${port}`;
    const answers = await createDnsLookup({ resolvers: [server], port: 53, timeoutMs }).visible(name, type);
    return { answers, server };
  }

  test("joins the strings of a long TXT record", async () => {
    const key = ["v=DKIM1; p=", "A".repeat(255), "B".repeat(137)];
    const { answers, server } = await ask({ "k.example.com TXT": txt("k.example.com", ...key) }, "k.example.com", "TXT");
    expect(answers).toMatchObject([{ server, outcome: "answer", values: [key.join("")], ttl: 300 }]);
  });

  test("keeps several TXT records apart", async () => {
    const table = { "example.com TXT": [...txt("example.com", "v=spf1 -all"), ...txt("example.com", "other")] };
    const { answers } = await ask(table, "example.com", "TXT");
    expect(answers[0]?.values.toSorted()).toEqual(["other", "v=spf1 -all"]);
  });

  test("writes host names in lower case without a final dot, and MX with its priority", async () => {
    const table: Record<string, TableEntry> = {
      "em.example.com CNAME": [{ type: "CNAME", name: "em.example.com", data: "U1.WL.SendGrid.net" }],
      "b.example.com MX": [{ type: "MX", name: "b.example.com", data: { preference: 10, exchange: "Feedback.SES.com" } }],
      "n.example.com MX": [{ type: "MX", name: "n.example.com", data: { preference: 0, exchange: "." } }],
    };
    expect((await ask(table, "em.example.com", "CNAME")).answers[0]?.values).toEqual(["u1.wl.sendgrid.net"]);
    expect((await ask(table, "b.example.com", "MX")).answers[0]?.values).toEqual(["10 feedback.ses.com"]);
    expect((await ask(table, "n.example.com", "MX")).answers[0]?.values).toEqual(["0 ."]);
  });

  test.each([
    ["NXDOMAIN", { outcome: "no-such-name" }],
    ["NODATA", { outcome: "no-data" }],
    ["SERVFAIL", { outcome: "failed", failure: "servfail", reason: "SERVFAIL" }],
    ["REFUSED", { outcome: "failed", failure: "servfail", reason: "REFUSED" }],
    ["silence", { outcome: "failed", failure: "timeout", reason: "no answer in time" }],
  ] as const)("%s is an answer, not an exception", async (entry, expected) => {
    const { answers, server } = await ask({ "x.example.com TXT": entry }, "x.example.com", "TXT", 600);
    expect(answers).toEqual([{ server, values: [], aliases: [], ...expected }]);
  });

  test("asks every resolver for itself", async () => {
    const [knows, doesNot] = [await start({ "x.example.com TXT": txt("x.example.com", "new") }), await start({})];
    const resolvers = [knows, doesNot].map(({ port }) => `127.0.0.1:${port}`);
    const answers = await createDnsLookup({ resolvers, port: 53 }).visible("x.example.com", "TXT");
    expect(answers.map(({ server, outcome }) => [server, outcome])).toEqual([
      [resolvers[0], "answer"],
      [resolvers[1], "no-such-name"],
    ]);
  });

  test("keeps at most 64 questions in flight", async () => {
    const names = Array.from({ length: 100 }, (_, index) => `n${index}.example.com`);
    const server = await start({}, { delayMs: 20 });
    const lookup = createDnsLookup({ resolvers: [`127.0.0.1:${server.port}`], port: 53 });
    await Promise.all(names.map((name) => lookup.visible(name, "TXT")));
    expect(new Set(server.asked).size).toBe(100);
    expect(server.mostAtOnce()).toBeLessThanOrEqual(64);
    expect(server.mostAtOnce()).toBeGreaterThan(1);
  });
});

describe("published", () => {
  const zone = {
    "mail.example.com NS": "NODATA",
    "example.com NS": ns("example.com", "ns2.dns.net", "ns1.dns.net"),
    "ns1.dns.net A": a("ns1.dns.net", "127.0.0.1"),
    "ns2.dns.net A": a("ns2.dns.net", "127.0.0.2"),
  } as const;

  test("asks each authoritative server of the closest enclosing zone", async () => {
    const name = "_dmarc.mail.example.com";
    const first = await start({ [`${name} TXT`]: txt(name, "v=DMARC1; p=reject") });
    await start({}, { address: "127.0.0.2", port: first.port });
    const resolver = await start(zone);
    const lookup = createDnsLookup({ resolvers: [`127.0.0.1:${resolver.port}`], port: first.port });
    await expect(lookup.published(name, "TXT")).resolves.toEqual([
      { server: "ns1.dns.net", address: "127.0.0.1", outcome: "answer", values: ["v=DMARC1; p=reject"], aliases: [], ttl: 300 },
      { server: "ns2.dns.net", address: "127.0.0.2", outcome: "no-such-name", values: [], aliases: [] },
    ]);
    expect(resolver.asked).not.toContain(`${name} TXT`);
    expect(first.asked.filter((question) => question === `${name} TXT`)).toHaveLength(1);
  });

  test("finds a zone's servers once", async () => {
    const authoritative = await start({});
    const resolver = await start({ ...zone, "example.com NS": ns("example.com", "ns1.dns.net") });
    const lookup = createDnsLookup({ resolvers: [`127.0.0.1:${resolver.port}`], port: authoritative.port });
    await Promise.all(["a.example.com", "b.example.com"].map((name) => lookup.published(name, "TXT")));
    await lookup.published("a.example.com", "MX");
    expect(resolver.asked.filter((question) => question === "example.com NS")).toHaveLength(1);
    expect(resolver.asked.filter((question) => question === "ns1.dns.net A")).toHaveLength(1);
    // What the zone says of its own servers, and of zones below; then the three questions.
    const walk = ["example.com NS", "a.example.com NS", "b.example.com NS"];
    expect(authoritative.asked.sort()).toEqual([...walk, "a.example.com TXT", "b.example.com TXT", "a.example.com MX"].sort());
  });

  test("looks for the zone of a CNAME above it, where no resolver follows it elsewhere", async () => {
    const name = "em.example.com";
    const authoritative = await start({ [`${name} CNAME`]: [{ type: "CNAME", name, data: "u1.wl.sendgrid.net" }] });
    const elsewhere: TableEntry = [
      { type: "CNAME", name, data: "sendgrid.net" },
      { type: "NS", name: "sendgrid.net", data: "ns.sendgrid.net" },
    ];
    const resolver = await start({ ...zone, "example.com NS": ns("example.com", "ns1.dns.net"), [`${name} NS`]: elsewhere });
    const lookup = createDnsLookup({ resolvers: [`127.0.0.1:${resolver.port}`], port: authoritative.port });
    await expect(lookup.published(name, "CNAME")).resolves.toMatchObject([
      { server: "ns1.dns.net", outcome: "answer", values: ["u1.wl.sendgrid.net"] },
    ]);
  });

  test("a name server whose name is an alias answers with the alias only: that is no data", async () => {
    const name = "s1.example.com";
    const authoritative = await start({ [`${name} TXT`]: [{ type: "CNAME", name, data: "s1.sendgrid.net" }] });
    const resolver = await start({ ...zone, "example.com NS": ns("example.com", "ns1.dns.net") });
    const lookup = createDnsLookup({ resolvers: [`127.0.0.1:${resolver.port}`], port: authoritative.port });
    await expect(lookup.published(name, "TXT")).resolves.toMatchObject([{ outcome: "no-data" }]);
  });

  test("says so when the zone's servers cannot be found, and looks again the next time", async () => {
    const table: Record<string, TableEntry> = { "example.com NS": "SERVFAIL" };
    const authoritative = await start({ "example.com TXT": txt("example.com", "hi") });
    const resolver = await start(table);
    const server = `127.0.0.1:${resolver.port}`;
    const lookup = createDnsLookup({ resolvers: [server], port: authoritative.port });
    await expect(lookup.published("example.com", "TXT")).resolves.toEqual([
      { server, outcome: "failed", values: [], aliases: [], reason: "its name servers were not found: SERVFAIL" },
    ]);
    Object.assign(table, zone, { "example.com NS": ns("example.com", "ns1.dns.net") });
    await expect(lookup.published("example.com", "TXT")).resolves.toMatchObject([{ outcome: "answer", values: ["hi"] }]);
  });

  test("a name in no zone has no servers to ask", async () => {
    const resolver = await start({});
    const lookup = createDnsLookup({ resolvers: [`127.0.0.1:${resolver.port}`], port: 53 });
    await expect(lookup.published("a.example.invalid", "TXT")).resolves.toEqual([]);
  });
});

test("a resolver that is no address is the operator's to correct", () => {
  expect(() => createDnsLookup({ resolvers: ["dns.example.com"], port: 53 })).toThrow(
    'got "dns.example.com", expected address or address:port',
  );
  expect(() => createDnsLookup({ resolvers: [], port: 53 })).toThrow("no DNS resolver is set");
});

test("a gate opens again after a failure", async () => {
  const gate = createGate(1);
  await expect(gate(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await expect(gate(async () => "yes")).resolves.toBe("yes");
});
