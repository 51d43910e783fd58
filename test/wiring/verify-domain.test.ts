import type { Answer } from "dns-packet";
import { readDomain } from "../../cli/domain-names";
import { writeVerification } from "../../cli/verification-format";
import { connect } from "../../wiring/connections";
import { verifyDomainNow } from "../../wiring/verify-domain";
import { startTableServer, type TableEntry } from "../adapters/dns/name-server";

const txt = (name: string, text: string): Answer[] => [{ type: "TXT", name, ttl: 300, data: [text] }];
const records: Record<string, TableEntry> = {
  "example.com TXT": txt("example.com", "v=spf1 ip4:192.0.2.0/24 -all"),
  "_dmarc.example.com TXT": txt("_dmarc.example.com", "v=DMARC1; p=reject"),
  "example.com MX": [{ type: "MX", name: "example.com", ttl: 300, data: { preference: 10, exchange: "mx.example.com" } }],
  "mx.example.com A": [{ type: "A", name: "mx.example.com", ttl: 300, data: "192.0.2.1" }],
  "mx.example.com AAAA": "NODATA",
  "example.com NS": [{ type: "NS", name: "example.com", ttl: 300, data: "ns1.example.com" }],
  "ns1.example.com A": [{ type: "A", name: "ns1.example.com", ttl: 300, data: "127.0.0.2" }],
};

async function verifyWith(
  changes: { resolver?: Record<string, TableEntry>; zone?: Record<string, TableEntry> } = {},
  domain = "Example.COM.",
) {
  const resolver = await startTableServer({ ...records, ...changes.resolver });
  const zone = await startTableServer({ ...records, ...changes.zone }, { address: "127.0.0.2", port: resolver.port });
  let stdout = "";
  const output = { write: (text: string) => (stdout += text) };
  const env = { TWINPOST_DNS_RESOLVERS: `127.0.0.1:${resolver.port}`, TWINPOST_DNS_PORT: String(resolver.port) };
  const world = { env, stdout: output, stderr: output, directory: "", twinpost: async () => 0 as const };
  try {
    // Long, so that a busy machine repeats no question: they are counted.
    const result = await verifyDomainNow(
      { domain: readDomain(domain), selectors: [], timeoutMs: 20_000 },
      connect(world, () => {}),
    );
    const tell = (format: "text" | "json" | "markdown" | "html") => {
      stdout = "";
      return { code: writeVerification(domain, result, { format }, world), stdout };
    };
    return { result, tell, asked: { resolver: resolver.asked, zone: zone.asked } };
  } finally {
    await Promise.all([resolver.stop(), zone.stop()]);
  }
}

test("any domain is judged without an environment, and each server is asked each question once", async () => {
  const { result, asked, tell } = await verifyWith();
  expect(result.findings.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(result.records).toMatchObject([
    { record: { type: "TXT", name: "example.com" }, values: ["v=spf1 ip4:192.0.2.0/24 -all"], published: true, visible: true },
    { record: { type: "MX", name: "example.com" }, values: ["10 mx.example.com"], published: true, visible: true },
    { record: { type: "TXT", name: "_dmarc.example.com" }, published: true, visible: true },
  ]);
  for (const questions of Object.values(asked)) expect(questions).toHaveLength(new Set(questions).size);
  expect(asked.zone.sort()).toEqual(["_dmarc.example.com TXT", "example.com MX", "example.com NS", "example.com TXT"]);
  // The usual selectors, since none was named.
  expect(asked.resolver.filter((question) => !question.includes("._domainkey.")).length).toBeLessThanOrEqual(20);
  expect(tell("text")).toMatchObject({ code: 0, stdout: expect.stringContaining("verified") });
});

test("a fault of a name server, and one of a record, are errors in every form", async () => {
  const { result, tell } = await verifyWith({
    resolver: { "example.com TXT": txt("example.com", "v=spf1 ipv4:<b> -all") },
    zone: { "example.com MX": "REFUSED" },
  });
  expect(
    result.findings
      .filter(({ severity }) => severity === "error")
      .map(({ id }) => id)
      .sort(),
  ).toEqual(["dns/lame-server", "dns/not-visible-yet", "spf/syntax"]);
  for (const format of ["text", "json", "markdown", "html"] as const)
    expect(tell(format)).toMatchObject({ code: 1, stdout: expect.stringContaining("dns/lame-server") });
  expect(tell("html").stdout).not.toContain("<b>");
  expect(tell("markdown").stdout).not.toContain(":<b>");
  expect(JSON.parse(tell("json").stdout)).toMatchObject({ domain: "example.com" });
});

test("a domain that does not exist is one error, and no list of what it lacks", async () => {
  const { result, tell } = await verifyWith({}, "no-such-domain.test");
  expect(result.findings).toMatchObject([{ id: "dns/no-server", where: "no-such-domain.test" }]);
  expect(tell("text").code).toBe(1);
});

test("what a server does to every question is said once", async () => {
  const lame = Object.fromEntries(Object.keys(records).map((question) => [question, "REFUSED" as const]));
  const { result } = await verifyWith({ zone: lame });
  expect(result.findings.filter(({ id }) => id === "dns/lame-server")).toMatchObject([
    { where: "example.com TXT, example.com MX, _dmarc.example.com TXT" },
  ]);
});

test.each(["", "example", "exa mple.com", "-.com", `${"x".repeat(64)}.com`, "1.1.1.1/24"])("%p is no domain", async (domain) => {
  await expect(verifyWith({}, domain)).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(`got "${domain}"`) });
});
