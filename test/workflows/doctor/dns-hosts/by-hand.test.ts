import type { DnsAnswer } from "../../../../mail/dns/answer";
import { runChecks } from "../../../../workflows/doctor/checks";
import { type DelegationEffects, delegationChecks } from "../../../../workflows/doctor/dns-hosts/by-hand";

const answer = (changes: Partial<DnsAnswer> = {}): DnsAnswer => ({
  ...{ server: "9.9.9.9", outcome: "answer", values: ["ns1.host.example", "ns2.host.example"], aliases: [] },
  ...changes,
});
const none: Partial<DnsAnswer> = { outcome: "no-such-name", values: [] };

async function look(changes: Partial<DelegationEffects>): Promise<string[]> {
  const use: DelegationEffects = {
    delegation: async () => [answer()],
    authoritative: async () => [answer({ server: "ns1.host.example" })],
  };
  const results = await runChecks(delegationChecks("example.org", { ...use, ...changes }));
  return results.map(({ id, outcome, saw, findings }) => `${id} ${outcome}: ${findings.map(({ what }) => what).join() || saw}`);
}

test("a zone that is delegated, and whose servers answer, is all that can be seen", async () => {
  expect(await look({})).toEqual(["delegation ok: ns1.host.example, ns2.host.example", "name-servers ok: 1 of 1"]);
});

test("a zone that nobody is led to is told, and its servers are not asked", async () => {
  const [delegation, servers] = await look({ delegation: async () => [answer(none), answer({ server: "1.1.1.1" })] });
  expect(delegation).toMatch(/^delegation wrong: .*got no-such-name from 9\.9\.9\.9$/);
  expect(servers).toMatch(/^name-servers skipped/);
});

test("a resolver that gives no answer proves nothing, unless none does", async () => {
  const silent = answer({ outcome: "failed", values: [], reason: "no answer within 5000 ms" });
  expect((await look({ delegation: async () => [silent, answer()] }))[0]).toMatch(/^delegation ok/);
  expect((await look({ delegation: async () => [silent] }))[0]).toMatch(/^delegation wrong: .* got no answer within 5000 ms/);
});

test("a server that is named and does not answer for the zone is told", async () => {
  const lame = answer({ server: "ns2.host.example", outcome: "failed", values: [], reason: "refused" });
  expect((await look({ authoritative: async () => [answer(), lame] }))[1]).toContain("ns2.host.example: refused");
  expect((await look({ authoritative: async () => [] }))[1]).toContain("none was found");
});
