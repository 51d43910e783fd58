import fc from "fast-check";
import type { MailRecord } from "../../mail/records/mail-record";
import { organisationRecords } from "../../mail/records/organisation-records";
import { policyRecords } from "../../mail/records/policy-records";
import { parseTxt, quoteTxt, splitTxt } from "../../mail/records/txt";

describe("TXT content", () => {
  test("splits at 255 bytes, as Cloudflare returns it", () => {
    expect(quoteTxt("a".repeat(300))).toBe(`"${"a".repeat(255)}" "${"a".repeat(45)}"`);
  });

  test("escapes quotes and backslashes", () => {
    expect(quoteTxt(String.raw`say "hi" \o/`)).toBe(String.raw`"say \"hi\" \\o/"`);
  });

  test("counts bytes, and never cuts a character in two", () => {
    const chunks = splitTxt("é".repeat(128));
    expect(chunks.map((chunk) => Buffer.byteLength(chunk))).toEqual([254, 2]);
  });

  test.each([
    ["one string", '"v=spf1 -all"', "v=spf1 -all"],
    ["strings, which are joined without a space (RFC 7208 3.3)", '"v=spf1 include:a.example" " -all"', "v=spf1 include:a.example -all"],
    ["strings with more than one space between them", '"v=spf1 "  "-all"', "v=spf1 -all"],
    ["escapes", String.raw`"say \"hi\" \\o/"`, String.raw`say "hi" \o/`],
    ["bytes by number (RFC 1035 5.1)", String.raw`"caf\195\169 \092"`, "café \\"],
    ["no quotes at all, as Cloudflare's API takes it", "v=spf1 -all", "v=spf1 -all"],
    ["quotes that do not match", '"v=spf1', '"v=spf1'],
  ])("is read from %s", (_, content, text) => {
    expect(parseTxt(content)).toBe(text);
  });

  test("loses nothing, whatever the text", () => {
    // As fast-check's "binary", which first makes a table of them all.
    const character = fc.nat({ max: 0x10ffff }).map((code) => String.fromCodePoint(code));
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 2000 }), (text) => {
        const chunks = splitTxt(text);
        // Half a surrogate pair is no text: bytes cannot hold it.
        if (Buffer.from(text).toString() === text) expect(parseTxt(quoteTxt(text))).toBe(text);
        expect(chunks.join("")).toBe(text);
        expect(chunks.every((chunk) => Buffer.byteLength(chunk) <= 255)).toBe(true);
      }),
    );
  });
});

const input = {
  sendingDomain: "mail.example.com",
  providers: ["sendgrid", "ses"],
  spf: { alsoInclude: [] },
  dmarc: { policy: "none", reportTo: ["dmarc@example.com"] },
} as const;
const lines = (records: MailRecord[]): string[] =>
  records.map(({ type, name, priority, value }) => [type, name, priority, value].filter((part) => part !== undefined).join(" "));

test("a sending domain has exactly one SPF and one DMARC record", () => {
  expect(policyRecords(input).map(({ type, name }) => `${type} ${name}`)).toEqual(["TXT mail.example.com", "TXT _dmarc.mail.example.com"]);
});

test("a sending domain has what else was declared: TLS-RPT, mail exchangers, names that never send", () => {
  const declared = {
    ...input,
    tlsRpt: { reportTo: ["tls@example.com", "https://tls.example.com/v1?a=1,2"] },
    mx: [{ host: "mx1.example.com", priority: 10 }],
    parkedNames: ["links.mail.example.com"],
  };
  expect(lines(policyRecords(declared)).slice(2)).toEqual([
    "TXT _smtp._tls.mail.example.com v=TLSRPTv1; rua=mailto:tls@example.com,https://tls.example.com/v1?a=1%2C2",
    "MX mail.example.com 10 mx1.example.com",
    "MX links.mail.example.com 0 .",
    "TXT links.mail.example.com v=spf1 -all",
    "TXT _dmarc.links.mail.example.com v=DMARC1; p=reject; adkim=r; aspf=r; rua=mailto:dmarc@example.com",
  ]);
});

test("an organisational domain has its policy, and consents to reports about our other domains", () => {
  const records = organisationRecords({
    domain: "example.com",
    spf: { alsoInclude: ["_spf.google.com"], alsoAllow: ["ip4:192.0.2.1"], all: "-all" },
    dmarc: { policy: "none", sp: "quarantine", np: "reject", reportTo: ["dmarc@example.com"] },
    reporting: [{ domain: "mail.example.net", zone: "example.net", reportTo: ["dmarc@example.com"] }],
  });
  expect(lines(records)).toEqual([
    "TXT example.com v=spf1 include:_spf.google.com ip4:192.0.2.1 -all",
    "TXT _dmarc.example.com v=DMARC1; p=none; sp=quarantine; np=reject; adkim=r; aspf=r; rua=mailto:dmarc@example.com",
    "TXT mail.example.net._report._dmarc.example.com v=DMARC1",
  ]);
});

test("records of one domain have ids of their own, whatever is declared", () => {
  const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
  const hosts = fc.uniqueArray(
    label.map((each) => `${each}.example.com`),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(hosts, hosts, (names, mx) => {
      const parkedNames = names.map((name) => `${name.split(".")[0]}.mail.example.com`);
      const ids = policyRecords({ ...input, parkedNames, mx: mx.map((host) => ({ host, priority: 10 })) }).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});
