/** Every scenario at once: what verify says at first, and once everything that can be mended was. */
import { setTimeout as sleep } from "node:timers/promises";
import { createDnsClient } from "../../../../adapters/dns/client";
import { createDnsLookup } from "../../../../adapters/dns/lookup";
import { createResolve } from "../../../../adapters/dns/resolve";
import { checkSigned } from "../../../../findings/domain/check-names";
import type { MailRecord } from "../../../../mail/records/mail-record";
import { verify } from "../../../../workflows/verify";
import { verifyDomain } from "../../../../workflows/verify-domain";
import type { Scenario } from "./scenario";
import { scenarios } from "./scenarios";
import { missingPrograms, type RealServers, startRealServers, zoneName } from "./servers";

const missing = missingPrograms();
const whenInstalled = missing.length === 0 ? describe : describe.skip;
const lacking = missing.length === 0 ? "" : `, without ${missing.join(", ")}: apt-get install bind9 knot nsd unbound`;
// Jest shows neither a file that is skipped whole nor what it logs.
if (missing.length > 0) process.stderr.write(`skipped: ${scenarios.length} scenarios with real name servers${lacking}\n`);

let servers: RealServers;

const resolverAt = (index: number) => createResolve({ resolvers: servers.resolvers.slice(index, index + 1), client: createDnsClient() });

async function look({ record }: Scenario, index: number, timeoutMs: number): Promise<string[]> {
  const { label, ...rest } = record;
  const declared: MailRecord = { id: "record", name: `${label}.${zoneName(index)}`, ttl: 300, ...rest };
  const dns = createDnsLookup({ resolvers: servers.resolvers, port: servers.port, timeoutMs: 1_500 });
  const clock = { now: () => performance.now(), sleep: (ms: number) => sleep(ms) };
  const use = { dns: { ...dns, resolve: resolverAt(1) }, validate: {}, clock };
  const { findings } = await verify({ sendingDomain: zoneName(index), records: [declared], timeoutMs }, use);
  return findings.map(({ id }) => id);
}

whenInstalled(`NSD, Knot, BIND and Unbound${lacking}`, () => {
  const seen: Record<"first" | "settled", string[][]> = { first: [], settled: [] };
  /** What is said of DNSSEC in the end, by the resolver that validates and the one that does not. */
  let signatures: string[][][] = [];
  /** Errors in one of which signatures are broken for good. */
  let ofAnyDomain: string[] = [];

  beforeAll(async () => {
    servers = await startRealServers(scenarios);
    await servers.enter("cached");
    const dns = createDnsLookup({ resolvers: servers.resolvers, port: servers.port });
    await Promise.all(
      scenarios.map(async ({ cached, record }, index) => cached && dns.visible(`${record.label}.${zoneName(index)}`, record.type)),
    );
    await servers.enter("first");
    seen.first = await Promise.all(scenarios.map((scenario, index) => look(scenario, index, 2_000)));
    await servers.enter("settled");
    seen.settled = await Promise.all(scenarios.map((scenario, index) => look(scenario, index, 20_000)));
    const said = ({ record }: Scenario, index: number, resolver: number): Promise<string[]> =>
      checkSigned(`${record.label}.${zoneName(index)}`, resolverAt(resolver)).then((findings) => findings.map(({ id }) => id));
    const bogus = zoneName(scenarios.findIndex(({ signing }) => signing?.first === "stale-ds"));
    const { findings } = await verifyDomain({ domain: bogus, selectors: ["s1"] }, { ...dns, resolve: resolverAt(1) });
    ofAnyDomain = findings.filter(({ severity }) => severity === "error").map(({ id }) => id);
    signatures = await Promise.all(scenarios.map((scenario, index) => Promise.all([said(scenario, index, 1), said(scenario, index, 0)])));
  }, 90_000);
  afterAll(() => servers?.stop());

  test.each(scenarios.flatMap(({ title, signing, settled }, index) => (signing ? [{ title, signing, settled, index }] : [])))(
    "DNSSEC: $title",
    ({ signing: { confirmed }, settled, index }) => {
      // Of what validation fails at nothing is known, but that.
      const byValidating = confirmed || settled ? [] : ["dns/not-signed"];
      expect(signatures[index]).toEqual([byValidating, ["dns/not-signed"]]);
    },
  );

  test("DNSSEC of any domain that is broken is told as that, and once", () => expect(ofAnyDomain).toEqual(["dns/dnssec-broken"]));

  test("there are forty of them", () => expect(scenarios.length).toBeGreaterThanOrEqual(40));

  test.each(scenarios.map((scenario, index) => [scenario.title, scenario, index] as const))("%s", (_, { first, settled }, index) => {
    expect({ first: seen.first[index], settled: seen.settled[index] }).toEqual({
      first: first ? [first] : [],
      settled: settled ? [settled] : [],
    });
  });
});
