import fc from "fast-check";
import { buildDmarc } from "../../mail/dmarc/build";
import { policyRecords } from "../../mail/records/policy-records";
import { quoteTxt, splitTxt } from "../../mail/records/txt";
import { buildSpf } from "../../mail/spf/build";

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

  test("loses nothing, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 2000 }), (text) => {
        const chunks = splitTxt(text);
        expect(chunks.join("")).toBe(text);
        expect(chunks.every((chunk) => Buffer.byteLength(chunk) <= 255)).toBe(true);
      }),
    );
  });
});

describe("SPF", () => {
  test("merges both sending providers and other senders into one record", () => {
    const terms = { include: ["sendgrid.net", "amazonses.com", "_spf.example.org", "sendgrid.net"], all: "~all" } as const;
    expect(buildSpf(terms)).toBe("v=spf1 include:sendgrid.net include:amazonses.com include:_spf.example.org ~all");
  });

  test("refuses more includes than look-ups are allowed", () => {
    const include = Array.from({ length: 11 }, (_, index) => `spf${index}.example.org`);
    expect(() => buildSpf({ include, all: "~all" })).toThrow("an SPF record may cause 10 look-ups, got 11 includes");
  });
});

test("DMARC starts with v and p, and has no pct", () => {
  const record = buildDmarc({ policy: "quarantine", reportTo: ["a@example.com", "b@example.com"] });
  expect(record).toBe("v=DMARC1; p=quarantine; adkim=r; aspf=r; rua=mailto:a@example.com,mailto:b@example.com");
});

test("a sending domain has exactly one SPF and one DMARC record", () => {
  const records = policyRecords({
    sendingDomain: "mail.example.com",
    providers: ["sendgrid", "ses"],
    spf: { alsoInclude: [] },
    dmarc: { policy: "none", reportTo: ["dmarc@example.com"] },
  });
  expect(records.map(({ type, name }) => `${type} ${name}`)).toEqual(["TXT mail.example.com", "TXT _dmarc.mail.example.com"]);
});
