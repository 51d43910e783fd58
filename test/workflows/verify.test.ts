import { OperatorError } from "../../declaration/operator-error";
import { findingOf } from "../../findings/finding";
import type { DnsAnswer } from "../../mail/dns/answer";
import { verify } from "../../workflows/verify";
import { answer, dkim, mx, request, spf, texts, world } from "./verify-world";

test("finds nothing when the world agrees", async () => {
  const result = await verify(request, world());
  expect(result.findings).toEqual([]);
  expect(result.records.every(({ published, visible }) => published && visible)).toBe(true);
});

test("names a record that is missing, and does not ask the providers then", async () => {
  const use = world({ published: async (name) => [answer(...(name === dkim.name ? [] : [texts[name] ?? ""]))] });
  const { findings, providers } = await verify(request, use);
  expect(findings).toMatchObject([{ id: "dns/record-missing", where: "s1._domainkey.mail.example.com CNAME" }]);
  expect(providers.map(({ ready }) => ready)).toEqual([false, false]);
  expect(use.asked).toEqual([]);
});

test("tells a record that differs from one that is not visible yet", async () => {
  const old = "v=spf1 ~all";
  const published = await verify({ ...request, records: [spf] }, world({ published: async () => [answer(old)] }));
  expect(published.findings).toMatchObject([{ id: "dns/record-differs", what: `expected "${spf.value}", got "${old}" from 127.0.53.1` }]);
  const visible = await verify({ ...request, records: [spf] }, world({ visible: async () => [answer(old)] }));
  expect(visible.findings).toMatchObject([{ id: "dns/not-visible-yet" }]);
});

test("a second SPF record is a fault, another TXT record is not", async () => {
  const other = await verify({ ...request, records: [spf] }, world({ published: async () => [answer(spf.value, "site-verification=1")] }));
  expect(other.findings).toEqual([]);
  const second = await verify({ ...request, records: [spf] }, world({ published: async () => [answer(spf.value, "v=spf1 -all")] }));
  expect(second.findings).toMatchObject([{ id: "dns/record-differs" }]);
});

test("a name may have several mail exchangers, but only declared ones", async () => {
  const other = { ...mx, id: "mx-2", value: "MX2.example.com", priority: 20 };
  const exchangers = ["10 feedback-smtp.eu-west-1.amazonses.com", "20 mx2.example.com"];
  const published = async () => [answer(...exchangers)];
  const both = await verify({ ...request, records: [mx, other] }, world({ published, visible: published }));
  expect(both.findings).toEqual([]);
  const undeclared = await verify({ ...request, records: [mx] }, world({ published, visible: published }));
  expect(undeclared.findings).toMatchObject([{ id: "dns/record-differs" }]);
});

test("one server that disagrees is enough", async () => {
  const right = { ...answer(spf.value), server: "ns1", serial: 8 };
  const behind = { ...answer(), server: "ns2", address: "192.0.2.2", serial: 7 };
  const { findings } = await verify({ ...request, records: [spf] }, world({ published: async () => [right, behind] }));
  expect(findings).toMatchObject([
    { id: "dns/split-answers", what: "the zone's servers disagree: right from ns1 (serial 8), no-data from ns2 (192.0.2.2) (serial 7)" },
  ]);
});

test("no answer from anywhere is not agreement", async () => {
  const { records, findings } = await verify({ ...request, records: [spf] }, world({ published: async () => [], visible: async () => [] }));
  expect(findings).toMatchObject([{ id: "dns/no-server", what: "no authoritative name server was found to ask" }]);
  expect(records).toMatchObject([{ published: false, visible: false }]);
});

test("waits while DNS spreads and while a provider still checks", async () => {
  let lookups = 0;
  let polls = 0;
  const use = world({
    visible: async (name) => [answer(...(++lookups > 3 ? [texts[name] ?? ""] : []))],
    validate: {
      sendgrid: async () => ({ ready: ++polls > 2, reasons: ["dkim1: not found"] }),
      ses: async () => ({ ready: true, reasons: [] }),
    },
  });
  expect((await verify({ ...request, records: [spf] }, use)).findings).toEqual([]);
  expect([lookups, polls]).toEqual([4, 3]);
});

test("keeps its deadline, and says what a provider said", async () => {
  const use = world({
    validate: { sendgrid: async () => ({ ready: false, reasons: ["dkim1: not found"] }), ses: async () => ({ ready: true, reasons: [] }) },
  });
  const { findings } = await verify(request, use);
  expect(findings).toMatchObject([{ id: "sendgrid/not-verified", what: "sendgrid does not accept the domain yet: dkim1: not found" }]);
  expect(use.clock.now()).toBeLessThanOrEqual(5_000);
});

const silent = (server: string, reason: string): DnsAnswer => ({ server, outcome: "failed", values: [], aliases: [], reason });

test("servers that do not answer are not a missing record", async () => {
  const mute = async () => [silent("1.1.1.1", "no answer in time"), silent("8.8.8.8", "SERVFAIL")];
  for (const changes of [{ published: mute }, { visible: mute }]) {
    const { findings } = await verify({ ...request, records: [spf] }, world(changes));
    expect(findings).toMatchObject([
      { id: "dns/no-answer", what: "no usable answer from 1.1.1.1 (no answer in time), 8.8.8.8 (SERVFAIL)" },
    ]);
    expect(findings[0]?.remedy).toContain("UDP and TCP port 53");
  }
});

test.each([
  ["lame", "dns/lame-server"],
  ["servfail", "dns/server-fails"],
  ["truncated", "dns/answer-truncated"],
  ["timeout", "dns/no-answer"],
] as const)("a server that is %s beside right ones is told as %s", async (failure, id) => {
  const broken: DnsAnswer = { server: "ns2", address: "192.0.2.2", outcome: "failed", values: [], aliases: [], failure, reason: "why" };
  const { findings, records } = await verify({ ...request, records: [spf] }, world({ published: async () => [answer(spf.value), broken] }));
  expect(findings).toMatchObject([{ id, what: "no usable answer from ns2 (192.0.2.2) (why)" }]);
  expect(records).toMatchObject([{ published: false, visible: true }]);
});

test("a resolver that finds the signatures wrong is told as DNSSEC", async () => {
  const bogus: DnsAnswer = { server: "1.1.1.1", outcome: "failed", values: [], aliases: [], failure: "dnssec", reason: "SERVFAIL" };
  const { findings } = await verify({ ...request, records: [spf] }, world({ visible: async () => [bogus] }));
  expect(findings).toMatchObject([{ id: "dns/dnssec-broken" }]);
});

test("says when the last old answer leaves the caches", async () => {
  const visible = async () => [
    { ...answer(spf.value), ttl: 299 },
    { ...answer("v=spf1 -all"), ttl: 40 },
    { ...answer(), ttl: 55 },
  ];
  const { findings } = await verify({ ...request, records: [spf] }, world({ visible }));
  expect(findings[0]).toMatchObject({ id: "dns/not-visible-yet", remedy: expect.stringContaining("wait for 55 s") });
});

test("a TXT record that was cut is told from another text", async () => {
  const key = { ...spf, value: `v=DKIM1; p=${"A".repeat(392)}` };
  const { findings } = await verify({ ...request, records: [key] }, world({ published: async () => [answer(key.value.slice(0, 255))] }));
  expect(findings).toMatchObject([{ id: "dns/record-cut", what: expect.stringContaining("it ends after 255 of 403 characters") }]);
});

test("a thousand texts at one name are not all repeated", async () => {
  const many = Array.from({ length: 1_000 }, (_, index) => `v=spf1 ip4:192.0.2.${index} -all`);
  const { findings } = await verify({ ...request, records: [spf] }, world({ published: async () => [answer(...many)] }));
  expect(findings[0]?.what).toContain("and 996 more");
});

test("no such name is told from no such record", async () => {
  const whatOf = async (outcome: DnsAnswer["outcome"]) =>
    (await verify({ ...request, records: [spf] }, world({ published: async () => [{ ...answer(), outcome }] }))).findings[0]?.what;
  expect(await whatOf("no-such-name")).toContain("got no-such-name from 127.0.53.1");
  expect(await whatOf("no-data")).toContain("got no-data from 127.0.53.1");
});

test("looks again after longer and longer pauses, the last one before the deadline", async () => {
  const pauses: number[] = [];
  const base = world({ visible: async () => [answer()] });
  const sleep = async (ms: number): Promise<void> => {
    pauses.push(ms);
    await base.clock.sleep(ms);
  };
  await verify({ ...request, records: [spf], timeoutMs: 60_000 }, { ...base, clock: { ...base.clock, sleep } });
  expect(pauses.slice(0, 8)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  expect(base.clock.now()).toBeLessThanOrEqual(60_000);
});

test("a server that answers outweighs one that does not", async () => {
  const published = async () => [silent("ns1", "SERVFAIL"), answer()];
  const { findings } = await verify({ ...request, records: [spf] }, world({ published }));
  expect(findings).toMatchObject([{ id: "dns/record-missing", what: expect.stringContaining("got no-data from 127.0.53.1") }]);
});

test("a value that was changed by hand is not blamed on a record beside it; two records are", async () => {
  const remedyOf = async (...values: string[]) =>
    (await verify({ ...request, records: [spf] }, world({ published: async () => [answer(...values)] }))).findings[0]?.remedy;
  expect(await remedyOf("v=spf1 -all")).toContain("changed outside Terraform");
  expect(await remedyOf(spf.value, "v=spf1 -all")).toContain("stands beside ours");
});

test("a provider that cannot be asked hides neither DNS nor the other provider", async () => {
  const down = async () => {
    throw new OperatorError("SendGrid: GET /v3/whitelabel/domains failed with 401", "check the token");
  };
  const { records, providers, findings } = await verify(
    request,
    world({ validate: { sendgrid: down, ses: async () => ({ ready: true, reasons: [] }) } }),
  );
  expect(records).toHaveLength(3);
  expect(providers).toMatchObject([
    { provider: "sendgrid", ready: false, reasons: [expect.stringContaining("failed with 401")] },
    { provider: "ses", ready: true },
  ]);
  expect(findings).toMatchObject([{ id: "sendgrid/not-asked", remedy: "check the token" }]);
});

test("a provider is not waited for where waiting does not help", async () => {
  let polls = 0;
  const misplaced = async () => ({ ready: false, reasons: [`look ${++polls}`], remedy: "declare ses.signingZone" });
  const { findings } = await verify(request, world({ validate: { ses: misplaced } }));
  expect(findings).toMatchObject([
    { id: "ses/not-verified", what: "ses does not accept the domain yet: look 1", remedy: "declare ses.signingZone" },
  ]);
});

test("a bug while asking a provider is not taken for an outage", async () => {
  const validate = { sendgrid: async () => Promise.reject(new TypeError("x is not a function")) };
  await expect(verify(request, world({ validate }))).rejects.toThrow(TypeError);
});

test("a setting that the whole account lacks is a warning: the domain may send all the same", async () => {
  const what = "SendGrid would send to receivers without TLS";
  const warnings = [findingOf("sendgrid/account-settings", { where: "the sendgrid account", what })];
  const { findings } = await verify(request, world({ validate: { sendgrid: async () => ({ ready: true, reasons: [], warnings }) } }));
  expect(findings).toEqual(warnings);
});
