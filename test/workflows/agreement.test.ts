import type { DnsAnswer } from "../../mail/dns/answer";
import { agreementOf } from "../../workflows/verify/agreement";

const answer = (server: string, values: string[], more: Partial<DnsAnswer> = {}): DnsAnswer => ({
  server,
  outcome: values.length > 0 ? "answer" : "no-data",
  values,
  aliases: [],
  ...more,
});
const failed = (server: string, failure: DnsAnswer["failure"] & string): DnsAnswer => ({
  server,
  outcome: "failed",
  values: [],
  aliases: [],
  failure,
  reason: failure,
});
const look = (published: DnsAnswer[], visible: DnsAnswer[]) => {
  const { findings, ...rest } = agreementOf("example.com TXT", published, visible);
  return { ...rest, ids: findings.map(({ id }) => id) };
};

test("servers and resolvers that say the same, in any order, agree; also on absence", () => {
  const both = look([answer("ns1", ["a", "b"]), answer("ns2", ["b", "a"])], [answer("1.1.1.1", ["b", "a"])]);
  expect(both).toEqual({ values: ["a", "b"], published: true, visible: true, ids: [] });
  const none = look([answer("ns1", [], { outcome: "no-such-name" })], [answer("1.1.1.1", [])]);
  expect(none).toEqual({ values: [], published: true, visible: true, ids: [] });
});

test("servers that disagree are split, whatever the resolvers say", () => {
  const { published, ids } = look([answer("ns1", ["new"]), answer("ns2", ["old"])], [answer("1.1.1.1", ["old"])]);
  expect([published, ids]).toEqual([false, ["dns/split-answers"]]);
});

test("a resolver that differs from all servers is behind, for its remaining seconds", () => {
  const { findings } = agreementOf(
    "example.com TXT",
    [answer("ns1", ["new"])],
    [answer("1.1.1.1", ["old"], { ttl: 33 }), answer("8.8.8.8", ["new"])],
  );
  expect(findings).toMatchObject([{ id: "dns/not-visible-yet", remedy: expect.stringContaining("wait for 33 s") }]);
});

test("servers that fail are told beside what the others say", () => {
  const { published, visible, ids } = look(
    [answer("ns1", ["a"]), failed("ns2", "lame")],
    [answer("1.1.1.1", ["a"]), failed("9.9.9.9", "dnssec")],
  );
  expect([published, visible, ids]).toEqual([false, false, ["dns/lame-server", "dns/dnssec-broken"]]);
  expect(look([], []).ids).toEqual(["dns/no-server"]);
});

test("of where an alias leads its own servers know nothing, so resolvers are not behind", () => {
  const alias = answer("ns1", [], { aliases: [{ name: "k.example.com", target: "k.provider.net", ttl: 300 }] });
  expect(look([alias], [answer("1.1.1.1", ["key"])])).toEqual({ values: ["key"], published: true, visible: true, ids: [] });
  const split = look(
    [alias, answer("ns2", [], { aliases: [{ name: "k.example.com", target: "old.provider.net", ttl: 300 }] })],
    [answer("1.1.1.1", ["key"])],
  );
  expect(split.ids).toEqual(["dns/split-answers"]);
});
