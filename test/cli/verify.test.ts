/** `twinpost verify` on the organisational domains, with a state in S3 and DNS on loopback. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Answer } from "dns-packet";
import { main } from "../../cli/main";
import { zoneOf } from "../../declaration/dns-hosts/dns-hosts";
import type { MailRecord } from "../../mail/records/mail-record";
import { useCannedServer } from "../adapters/canned-server";
import { startTableServer, type TableEntry, type TableServer } from "../adapters/dns/name-server";
import { fixtureEnv } from "../fixtures/declared";
import { organisation } from "../fixtures/environments/organisation";

const directory = mkdtempSync(join(tmpdir(), "verify-"));
afterAll(() => rmSync(directory, { recursive: true }));
const startAws = useCannedServer();
const running: TableServer[] = [];
afterEach(() => Promise.all(running.splice(0).map((server) => server.stop())));

const zones = organisation.domains.map(zoneOf);
const texts = (zone: string): [string, string][] => [
  [zone, "v=spf1 ~all"],
  [`_dmarc.${zone}`, `v=DMARC1; p=reject; rua=mailto:dmarc@${zone}`],
  [`_smtp._tls.${zone}`, `v=TLSRPTv1; rua=mailto:tls@${zone}`],
];
const records = zones.flatMap(texts).map(([name, value]): MailRecord => ({ id: name, type: "TXT", name, value, ttl: 300 }));
const state = {
  version: 4,
  outputs: { records: { value: records } },
  resources: [{ mode: "managed" }],
};

const txt = (name: string, text: string): Answer[] => [{ type: "TXT", name, ttl: 300, data: [text] }];
const tableOf = (zone: string): Record<string, TableEntry> => ({
  ...Object.fromEntries(texts(zone).map(([name, text]) => [`${name} TXT`, txt(name, text)])),
  [`${zone} MX`]: [{ type: "MX", name: zone, ttl: 300, data: { preference: 10, exchange: `mx.${zone}` } }],
  [`mx.${zone} A`]: [{ type: "A", name: `mx.${zone}`, ttl: 300, data: "192.0.2.1" }],
  [`${zone} NS`]: [{ type: "NS", name: zone, ttl: 300, data: `ns.${zone}` }],
  [`ns.${zone} A`]: [{ type: "A", name: `ns.${zone}`, ttl: 300, data: "127.0.0.2" }],
});

async function verify(changes: Record<string, TableEntry>, ...words: string[]) {
  const { url } = await startAws({ body: JSON.stringify(state) });
  const table = { ...Object.assign({}, ...zones.map(tableOf)), ...changes };
  const resolver = await startTableServer(table);
  running.push(resolver, await startTableServer(table, { address: "127.0.0.2", port: resolver.port }));
  const aws = { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x", AWS_S3_USE_PATH_STYLE: "true" };
  const dns = { TWINPOST_DNS_RESOLVERS: `127.0.0.1:${resolver.port}`, TWINPOST_DNS_PORT: String(resolver.port) };
  let stdout = "";
  const world = {
    env: { ...fixtureEnv, ...aws, ...dns },
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: () => {} },
    directory,
    twinpost: main,
  };
  const code = await main(["verify", "--env", "organisation", "--timeout", "2", ...words], world);
  return { code, stdout };
}

test("every organisational domain is verified and judged, without sending providers", async () => {
  const { code, stdout } = await verify({}, "--json");
  const { records: seen, providers, findings } = JSON.parse(stdout);
  expect([code, seen.length, providers]).toEqual([0, records.length, []]);
  // The server has validated nothing, and says so.
  expect(findings.map(({ id, where }: { id: string; where: string }) => [id, where])).toEqual(
    zones.map((zone) => ["dns/not-signed", zone]),
  );
});

test.each(["text", "json", "markdown", "html"])("an error in one of them is in the form %s, with exit code 1", async (format) => {
  const { code, stdout } = await verify({ [`mx.${zones[1]} A`]: "NXDOMAIN", [`mx.${zones[1]} AAAA`]: "NXDOMAIN" }, "--format", format);
  expect(code).toBe(1);
  expect(stdout).toContain("mx/unresolvable");
  expect(stdout).toContain(`mx.${zones[1]} has no address`);
});

test("a blocklist that is named is asked about each of them", async () => {
  const zone = zones[0] ?? "";
  const listed: Record<string, TableEntry> = {
    "dbl.list.example SOA": "NODATA",
    [`${zone}.dbl.list.example A`]: [{ type: "A", name: `${zone}.dbl.list.example`, ttl: 60, data: "127.0.1.2" }],
  };
  const { code, stdout } = await verify(listed, "--blocklist", "dbl.list.example");
  expect(code).toBe(1);
  expect(stdout).toContain(`error blocklist/listed: ${zone}.dbl.list.example A`);
  expect(stdout).not.toContain(`${zones[1]}.dbl.list.example`);
});
