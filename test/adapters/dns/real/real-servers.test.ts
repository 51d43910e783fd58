/** Every scenario at once: what verify says at first, and once everything that can be mended was. */
import { setTimeout as sleep } from "node:timers/promises";
import { createDnsLookup } from "../../../../adapters/dns/lookup";
import type { MailRecord } from "../../../../mail/records/mail-record";
import { verify } from "../../../../workflows/verify";
import { type Scenario, scenarios } from "./scenarios";
import { missingPrograms, type RealServers, startRealServers, zoneName } from "./servers";

const missing = missingPrograms();
const whenInstalled = missing.length === 0 ? describe : describe.skip;
if (missing.length > 0)
  console.warn(`real name servers: skipped, since ${missing.join(", ")} is missing: apt-get install bind9 knot nsd unbound`);

let servers: RealServers;

async function look({ record }: Scenario, index: number, timeoutMs: number): Promise<string[]> {
  const { label, ...rest } = record;
  const declared: MailRecord = { id: "record", name: `${label}.${zoneName(index)}`, ttl: 300, ...rest };
  const dns = createDnsLookup({ resolvers: servers.resolvers, port: servers.port, timeoutMs: 1_500 });
  const use = { ...dns, validate: {}, now: () => performance.now(), sleep: (ms: number) => sleep(ms) };
  const { findings } = await verify({ sendingDomain: zoneName(index), records: [declared], timeoutMs }, use);
  return findings.map(({ id }) => id);
}

whenInstalled("NSD, Knot, BIND and Unbound", () => {
  const seen: Record<"first" | "settled", string[][]> = { first: [], settled: [] };

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
  }, 90_000);
  afterAll(() => servers?.stop());

  test("there are forty of them", () => expect(scenarios.length).toBeGreaterThanOrEqual(40));

  test.each(scenarios.map((scenario, index) => [scenario.title, scenario, index] as const))("%s", (_, { first, settled }, index) => {
    expect({ first: seen.first[index], settled: seen.settled[index] }).toEqual({
      first: first ? [first] : [],
      settled: settled ? [settled] : [],
    });
  });
});
