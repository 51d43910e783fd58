import fc from "fast-check";
import { catalogue } from "../../findings/catalogue";
import { checkDomain, type DomainUnderCheck } from "../../findings/domain/check-domain";
import type { Resolve } from "../../mail/dns/resolve";
import { anotherRsaPublicKey, type RsaBits, rsaPublicKey } from "../fixtures/rsa-public-keys";
import { resolverOf, type Zone } from "../mail/dns-zone";

const key = (bits: RsaBits): string => `v=DKIM1; p=${rsaPublicKey(bits)}`;

/** A domain with which nothing is the matter. */
const good: Zone = {
  "mail.example.com TXT": ["v=spf1 include:sendgrid.example ~all"],
  "sendgrid.example TXT": ["v=spf1 ip4:192.0.2.0/24 ~all"],
  "bounce.mail.example.com TXT": ["v=spf1 ip4:192.0.2.0/24 ~all"],
  "bounce.mail.example.com MX": ["10 feedback.example.net"],
  "feedback.example.net A": ["192.0.2.26"],
  "mail.example.com MX": ["10 mx.example.net"],
  "mx.example.net A": ["192.0.2.25"],
  "s1._domainkey.mail.example.com CNAME": ["s1.sendgrid.example"],
  "s1.sendgrid.example TXT": [key(2048)],
  "_dmarc.mail.example.com TXT": ["v=DMARC1; p=reject; rua=mailto:dmarc@example.com"],
  "_dmarc.example.com TXT": ["v=DMARC1; p=none; rua=mailto:dmarc@example.com"],
  "_smtp._tls.mail.example.com TXT": ["v=TLSRPTv1; rua=mailto:tls@example.com"],
  "_mta-sts.mail.example.com TXT": ["v=STSv1; id=20260101T000000"],
  "zen.list.example SOA": ["a.list.example h.list.example 1 60 60 60 60"],
  "dbl.list.example SOA": ["a.list.example h.list.example 1 60 60 60 60"],
};
const request: DomainUnderCheck = {
  domain: "mail.example.com",
  selectors: ["s1"],
  returnPaths: ["bounce.mail.example.com"],
  hasMtaSts: true,
  addresses: ["192.0.2.7"],
  blocklists: [
    { zone: "zen.list.example", lists: "addresses" },
    { zone: "dbl.list.example", lists: "domains" },
  ],
};

/** @param changes records that are other than in the good zone; undefined removes one. */
const check = (changes: Record<string, Zone[string] | undefined>, settings: { authenticated?: boolean } = {}) => {
  const zone = Object.fromEntries(Object.entries({ ...good, ...changes }).filter(([, values]) => values !== undefined)) as Zone;
  return checkDomain(request, resolverOf(zone, settings).resolve);
};

const spf = (text: string) => ({ "mail.example.com TXT": [text] });
const dkim = (...texts: string[]) => ({ "s1.sendgrid.example TXT": texts });
const dmarc = (...texts: string[]) => ({ "_dmarc.mail.example.com TXT": texts });
const manyHosts = Array.from({ length: 11 }, () => "10 mx.example.net");

/** An id, and how the good zone has to change for it. */
const cases: [string, Record<string, Zone[string] | undefined>][] = [
  ["spf/missing", { "mail.example.com TXT": ["site-verification=1"] }],
  ["spf/missing", { "bounce.mail.example.com TXT": undefined }],
  ["spf/several-records", { "mail.example.com TXT": ["v=spf1 ~all", "v=spf1 -all"] }],
  ["spf/syntax", spf("v=spf1 ip4:192.0.2 ~all")],
  ["spf/syntax", { "sendgrid.example TXT": ["v=spf1 ipv4:192.0.2.1 ~all"] }],
  ["spf/too-many-lookups", spf(`v=spf1 ${"include:sendgrid.example ".repeat(11)}~all`)],
  ["spf/too-many-void-lookups", spf("v=spf1 a:x1.example.com a:x2.example.com a:x3.example.com ~all")],
  ["spf/too-many-exchangers", { ...spf("v=spf1 mx:many.example ~all"), "many.example MX": manyHosts }],
  ["spf/include-without-record", spf("v=spf1 include:gone.example ~all")],
  ["spf/redirect-without-record", spf("v=spf1 redirect=gone.example")],
  ["spf/dns-failure", { "sendgrid.example TXT": "servfail" }],
  ["spf/everybody", spf("v=spf1 include:sendgrid.example +all")],
  ["spf/everybody", spf("v=spf1 ip4:0.0.0.0/0 -all")],
  ["spf/no-end", spf("v=spf1 include:sendgrid.example")],
  ["spf/no-end", spf("v=spf1 include:sendgrid.example ?all")],
  ["spf/ptr", spf("v=spf1 ptr ~all")],
  ["spf/never-read", spf("v=spf1 ~all include:sendgrid.example")],
  ["spf/never-read", spf("v=spf1 ~all redirect=sendgrid.example")],
  ["spf/too-long", spf(`v=spf1 ${"ip4:192.0.2.100 ".repeat(30)}~all`)],
  ["dkim/missing", { "s1._domainkey.mail.example.com CNAME": undefined }],
  ["dkim/several-records", dkim(key(2048), `v=DKIM1; p=${anotherRsaPublicKey}`)],
  ["dkim/not-a-key", dkim("v=DKIM1; p=MIIBIjANBgkq")],
  ["dkim/not-a-key", dkim("v=DKIM1; k=rsa")],
  ["dkim/revoked", dkim("v=DKIM1; p=")],
  ["dkim/resting", { "s1._domainkey.mail.example.com CNAME": ["s1.dkim.amazonses.com"], "s1.dkim.amazonses.com TXT": [""] }],
  ["dkim/weak-key", dkim(key(1024))],
  ["dkim/ignored-key", dkim(key(768))],
  ["dkim/testing", dkim(`${key(2048)}; t=y`)],
  ["dmarc/missing", { ...dmarc(), "_dmarc.example.com TXT": undefined }],
  ["dmarc/several-records", dmarc("v=DMARC1; p=reject", "v=DMARC1; p=none")],
  ["dmarc/syntax", dmarc("v=DMARC1; p=rejekt; rua=mailto:dmarc@example.com")],
  ["dmarc/unread-tag", dmarc("v=DMARC1; p=reject; rua=mailto:dmarc@example.com; polcy=x")],
  ["dmarc/removed-tag", dmarc("v=DMARC1; p=reject; pct=50; rua=mailto:dmarc@example.com")],
  ["dmarc/policy-none", dmarc("v=DMARC1; p=none; rua=mailto:dmarc@example.com")],
  ["dmarc/testing", dmarc("v=DMARC1; p=reject; t=y; rua=mailto:dmarc@example.com")],
  ["dmarc/weaker-subdomains", dmarc("v=DMARC1; p=reject; sp=none; rua=mailto:dmarc@example.com")],
  ["dmarc/no-reports", dmarc("v=DMARC1; p=reject")],
  ["dmarc/report-authorisation", dmarc("v=DMARC1; p=reject; rua=mailto:dmarc@reports.example")],
  ["dmarc/readings-differ", { ...dmarc("v=DMARC1; p=reject", "v=DMARC1; p=none") }],
  ["tls-rpt/missing", { "_smtp._tls.mail.example.com TXT": undefined }],
  [
    "tls-rpt/several-records",
    { "_smtp._tls.mail.example.com TXT": ["v=TLSRPTv1; rua=mailto:a@b.example", "v=TLSRPTv1; rua=mailto:c@b.example"] },
  ],
  ["tls-rpt/syntax", { "_smtp._tls.mail.example.com TXT": ["v=TLSRPTv1; rua=tls@example.com"] }],
  ["mta-sts/missing", { "_mta-sts.mail.example.com TXT": undefined }],
  ["mta-sts/several-records", { "_mta-sts.mail.example.com TXT": ["v=STSv1; id=1", "v=STSv1; id=2"] }],
  ["mta-sts/syntax", { "_mta-sts.mail.example.com TXT": ["v=STSv1; id=2026-01-01"] }],
  ["mx/missing", { "mail.example.com MX": undefined }],
  ["mx/null", { "mail.example.com MX": ["0 ."] }],
  ["mx/null-beside-others", { "mail.example.com MX": ["0 .", "10 mx.example.net"] }],
  ["mx/implicit", { "mail.example.com MX": undefined, "mail.example.com A": ["192.0.2.25"] }],
  [
    "dns/alias-beside-data",
    { "_dmarc.mail.example.com CNAME": ["_dmarc.provider.example"], "_dmarc.provider.example TXT": ["v=DMARC1; p=none"] },
  ],
  ["mx/unresolvable", { "mx.example.net A": undefined }],
  ["mx/alias", { "mx.example.net A": undefined, "mx.example.net CNAME": ["host.example.net"], "host.example.net A": ["192.0.2.25"] }],
  ["dns/dangling-alias", { "s1.sendgrid.example TXT": undefined }],
  ["dns/wildcard", { "*.mail.example.com TXT": ["v=spf1 -all"] }],
  ["dns/wildcard", { "*.mail.example.com A": ["192.0.2.1"] }],
  ["dns/no-answer", { "_dmarc.mail.example.com TXT": "timeout" }],
  ["dns/no-answer", { "s1._domainkey.mail.example.com TXT": "servfail" }],
  ["blocklist/listed", { "7.2.0.192.zen.list.example A": ["127.0.0.2"] }],
  ["blocklist/listed", { "mail.example.com.dbl.list.example A": ["127.0.1.2"] }],
  ["blocklist/no-answer", { "7.2.0.192.zen.list.example A": ["127.255.255.254"] }],
  ["blocklist/no-answer", { "mail.example.com.dbl.list.example A": ["127.0.1.255"] }],
  ["blocklist/no-answer", { "7.2.0.192.zen.list.example A": ["198.51.100.1"] }],
  ["blocklist/no-answer", { "zen.list.example SOA": undefined }],
];

describe("a domain", () => {
  test("with everything in order has no findings, and each question is put once", async () => {
    const { resolve, asked } = resolverOf(good);
    expect(await checkDomain(request, resolve)).toEqual([]);
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked).toHaveLength(20);
  });

  test("is asked about at once, but for what an answer leads to", async () => {
    const { resolve } = resolverOf({
      ...good,
      "sendgrid.example TXT": ["v=spf1 include:deep.example ~all"],
      "deep.example TXT": ["v=spf1 ~all"],
    });
    const turns: string[][] = [];
    let answer: Promise<void> | undefined;
    // Nobody is answered before everybody has asked.
    const inTurns: Resolve = async (name, type) => {
      if (!answer) {
        turns.push([]);
        answer = new Promise((next) => setImmediate(next)).then(() => {
          answer = undefined;
        });
      }
      turns.at(-1)?.push(`${name} ${type}`);
      await answer;
      return resolve(name, type);
    };
    expect(await checkDomain(request, inTurns)).toEqual([]);
    expect(turns.map(({ length }) => length)).toEqual([17, 3, 1]);
    expect(turns.slice(1)).toEqual([expect.arrayContaining(["sendgrid.example TXT", "mx.example.net A"]), ["deep.example TXT"]]);
  });

  test.each(cases)("%s is found, with evidence", async (id, changes) => {
    const findings = await check(changes);
    const found = findings.filter((each) => each.id === id);
    expect(found).toHaveLength(1);
    expect(found[0]?.evidence?.[0]).toMatchObject({ server: "192.0.2.53", question: expect.stringMatching(/ (TXT|MX|AAAA|A|CNAME|SOA)$/) });
    expect(found[0]?.remedy).not.toBe("");
  });

  test("can have every finding of verify but those about what was declared, servers and sending providers", () => {
    const ofServers = ["dns/split-answers", "dns/lame-server", "dns/server-fails", "dns/answer-truncated", "dns/dnssec-broken"];
    const ofPolicy = ["mta-sts/policy-unreachable", "mta-sts/policy-invalid", "mta-sts/mx-not-named"];
    const ofVerify = [
      ...ofPolicy,
      "dns/no-server",
      "dns/record-missing",
      "dns/record-differs",
      "dns/record-cut",
      "dns/not-visible-yet",
      ...ofServers,
    ];
    const kinds = Object.entries(catalogue).filter(([, { sources }]) => sources[0] === "verify");
    const elsewhere = kinds.map(([id]) => id).filter((id) => ofVerify.includes(id) || /^(ses|sendgrid|capture)\//.test(id));
    expect(new Set([...cases.map(([id]) => id), "dns/not-signed", ...elsewhere])).toEqual(new Set(kinds.map(([id]) => id)));
  });

  test("a refusal of a blocklist is never called a listing", async () => {
    const ids = (await check({ "7.2.0.192.zen.list.example A": ["127.255.255.252", "127.255.255.255"] })).map(({ id }) => id);
    expect(ids).toEqual(["blocklist/no-answer"]);
  });

  test("without DNSSEC is told so only by a resolver that would know", async () => {
    expect((await check({}, { authenticated: false })).map(({ id }) => id)).toEqual(["dns/not-signed"]);
    expect(await check({}, { authenticated: true })).toEqual([]);
  });

  test("says where in the record, who answered what, and for how long", async () => {
    expect(await check(spf("v=spf1 include:sendgrid.example ipv4:192.0.2.1 ~all"))).toEqual([
      {
        id: "spf/syntax",
        severity: "error",
        what: expect.stringContaining('"ipv4:192.0.2.1"'),
        where: "mail.example.com TXT, character 33",
        remedy: catalogue["spf/syntax"].remedy,
        evidence: [
          {
            server: "192.0.2.53",
            question: "mail.example.com TXT",
            answer: '"v=spf1 include:sendgrid.example ipv4:192.0.2.1 ~all"',
            ttl: 300,
          },
        ],
      },
    ]);
  });

  test("tells what each sender costs when there are too many look-ups", async () => {
    const [finding] = await check({
      ...spf("v=spf1 include:sendgrid.example ~all"),
      "sendgrid.example TXT": [`v=spf1 ${"mx ".repeat(11)}~all`],
    });
    expect(finding?.what).toBe("the record causes 12 look-ups, expected at most 10: include:sendgrid.example 12");
  });

  test("errors come first", async () => {
    const severities = (await check({ ...spf("v=spf1 ptr"), ...dkim(key(1024)), "mx.example.net A": undefined })).map(
      ({ severity }) => severity,
    );
    expect(severities).toEqual([...severities].sort());
    expect(new Set(severities).size).toBeGreaterThan(1);
  });

  /** What is wrong with a text is somewhere in it. */
  const aboutText = [
    "spf/syntax",
    "dkim/not-a-key",
    "dmarc/syntax",
    "dmarc/unread-tag",
    "dmarc/removed-tag",
    "tls-rpt/syntax",
    "mta-sts/syntax",
  ];

  test("whatever stands in place of a record, and wherever a key is cut, there is a finding about it", async () => {
    const policies = Object.keys(good).filter((question) => question.endsWith(" TXT") && !question.startsWith("_dmarc.example.com"));
    const whole = String(good["s1.sendgrid.example TXT"]?.[0]);
    const cutKey = fc.nat(whole.length - 1).map((end) => ["s1.sendgrid.example TXT", whole.slice(0, end)] as const);
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.tuple(fc.constantFrom(...policies), fc.string()), cutKey), async ([question, text]) => {
        expect(await check({ [question]: [text] })).not.toEqual([]);
      }),
    );
  });

  test("whatever its records say, checking ends with findings that the catalogue knows", async () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom("v=spf1 include:mail.example.com", "v=DMARC1; p", "v=DKIM1; p=!", "v=TLSRPTv1;", "v=STSv1;"),
    );
    const names = Object.keys(good);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom(...names), fc.array(text, { minLength: 1, maxLength: 3 }))), async (changes) => {
        const findings = await check(Object.fromEntries(changes));
        for (const { id, severity, what, where } of findings) {
          expect(Object.keys(catalogue)).toContain(id);
          expect([severity, what]).not.toContain("");
          expect(where).toMatch(aboutText.includes(id) ? /^\S+ TXT, character \d+$/ : /^\S+( [A-Z]+(, character \d+)?)?$/);
        }
      }),
    );
  });
});
