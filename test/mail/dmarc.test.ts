import fc from "fast-check";
import { missingAuthorisations } from "../../findings/missing-report-authorisations";
import { buildDmarc, type DmarcTerms } from "../../mail/dmarc/build";
import { mergeDmarc, missingFromDmarc } from "../../mail/dmarc/merge";
import { dmarcPolicies } from "../../mail/dmarc/policy";
import { isDmarc, parseDmarc } from "../../mail/dmarc/record";
import { reportAuthorisations } from "../../mail/dmarc/report-authorisation";
import { buildTlsRpt } from "../../mail/tls-rpt/build";
import { mergeTlsRpt, missingFromTlsRpt } from "../../mail/tls-rpt/merge";
import { isTlsRpt, parseTlsRpt } from "../../mail/tls-rpt/record";

const policy = fc.constantFrom(...dmarcPolicies);
const address = fc.tuple(
  fc.stringMatching(/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,12}$/),
  fc.constantFrom("example.com", "reports.example.org"),
);
// fc.webUrl makes the same, and first a table of every character.
const urlCharacter = fc.oneof(
  fc.constantFrom(..."abzAZ059-._~!$&'()*+,;=:@/?"),
  fc
    .nat({ max: 0x10ffff })
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => encodeURIComponent(String.fromCodePoint(code))),
);
const httpsUrl = fc.tuple(fc.webAuthority(), fc.string({ unit: urlCharacter })).map(([host, rest]) => `https://${host}/${rest}`);
const addresses = fc.array(
  address.map((parts) => parts.join("@")),
  { minLength: 1, maxLength: 4 },
);
const anyTerms: fc.Arbitrary<DmarcTerms> = fc.record(
  { policy, sp: policy, np: policy, reportTo: addresses, failureReportTo: addresses },
  { requiredKeys: ["policy", "reportTo"] },
);

describe("a DMARC record", () => {
  test("has its tags in the order that readers of both RFCs expect", () => {
    const record = buildDmarc({
      policy: "quarantine",
      sp: "none",
      np: "reject",
      reportTo: ["a@example.com", "b@example.com"],
      failureReportTo: ["c@example.com"],
    });
    expect(record).toBe(
      "v=DMARC1; p=quarantine; sp=none; np=reject; adkim=r; aspf=r; rua=mailto:a@example.com,mailto:b@example.com; ruf=mailto:c@example.com; fo=1",
    );
  });

  test("leaves out what was not declared", () => {
    expect(buildDmarc({ policy: "none", reportTo: ["a@example.com"] })).toBe("v=DMARC1; p=none; adkim=r; aspf=r; rua=mailto:a@example.com");
  });

  test("escapes what separates addresses, sizes and tags", () => {
    expect(buildDmarc({ policy: "none", reportTo: ["a!b%c+d/e@example.com"] })).toContain("rua=mailto:a%21b%25c+d%2Fe@example.com");
  });

  test("is one that any reader takes apart again, whatever is declared", () => {
    // RFC 9989 4.8: dmarc-record = version *( ";" tag ), and no ";" or "," inside a value.
    fc.assert(
      fc.property(anyTerms, (terms) => {
        const record = buildDmarc(terms);
        expect(record).toMatch(/^v=DMARC1; p=(none|quarantine|reject)(; [a-z]+=[^;\s!]+)+$/);
        const names = record.split("; ").map((tag) => tag.split("=")[0]);
        const order = ["v", "p", "sp", "np", "adkim", "aspf", "rua", "ruf", "fo"];
        expect(names).toEqual(order.filter((name) => names.includes(name)));
        const { rua, sp, np, errors } = parseDmarc(record);
        expect(errors).toEqual([]);
        expect(rua.map(({ uri }) => decodeURIComponent(uri.replace("mailto:", "")))).toEqual(terms.reportTo);
        expect([sp, np]).toEqual([terms.sp, terms.np]);
      }),
    );
  });
});

describe("merging DMARC", () => {
  const declared = "v=DMARC1; p=none; np=reject; adkim=r; aspf=r; rua=mailto:ours@example.com";
  test.each([
    [
      "another tool's report address, without the size that RFC 9989 dropped",
      "v=DMARC1;p=none;rua=mailto:theirs@example.org!10m",
      "v=DMARC1; p=none; np=reject; adkim=r; aspf=r; rua=mailto:ours@example.com,mailto:theirs@example.org",
      ["rua=mailto:theirs@example.org"],
    ],
    [
      "a stricter policy, for subdomains too",
      "v=DMARC1; p=reject; pct=50; rua=mailto:ours@example.com",
      "v=DMARC1; p=reject; sp=reject; np=reject; adkim=r; aspf=r; rua=mailto:ours@example.com",
      ["p=reject", "sp=reject"],
    ],
    [
      "strict alignment and failure reports",
      "v=DMARC1; p=none; adkim=s; ruf=mailto:f@example.org; fo=d",
      "v=DMARC1; p=none; np=reject; adkim=s; aspf=r; rua=mailto:ours@example.com; ruf=mailto:f@example.org; fo=d",
      ["adkim=s", "ruf=mailto:f@example.org"],
    ],
    ["what is weaker as it is declared", "v=DMARC1; p=none", declared, []],
  ])("keeps %s", (_, live, merged, missing) => {
    expect(mergeDmarc(parseDmarc(live), parseDmarc(declared))).toBe(merged);
    expect(missingFromDmarc(parseDmarc(live), parseDmarc(declared))).toEqual(missing);
  });

  test("never weakens a policy nor drops an address, whatever the records", () => {
    fc.assert(
      fc.property(anyTerms, anyTerms, (theirs, ours) => {
        const [live, wanted] = [parseDmarc(buildDmarc(theirs)), parseDmarc(buildDmarc(ours))];
        const merged = parseDmarc(mergeDmarc(live, wanted));
        expect([missingFromDmarc(live, merged), missingFromDmarc(wanted, merged)]).toEqual([[], []]);
      }),
    );
  });
});

test("what is no DMARC record is not read as one", () => {
  expect(["v=DMARC10; p=none", "v=dmarc1; p=none", "p=none; v=DMARC1", "v=spf1 -all"].map(isDmarc)).toEqual(Array(4).fill(false));
});

describe("reports to another organisation", () => {
  const reporting = [
    {
      domain: "mail.example.com",
      zone: "example.com",
      reportTo: ["a@example.com", "b@in.example.com", "c@example.net", "d@reports.vendor.example"],
    },
    { domain: "example.net", zone: "example.net", reportTo: ["e@example.net", "f@example.net"] },
  ];

  test("are consented to in its zone, when that is ours", () => {
    expect(reportAuthorisations(reporting, "example.net").map(({ name, value }) => `${name} ${value}`)).toEqual([
      "mail.example.com._report._dmarc.example.net v=DMARC1",
    ]);
    expect(reportAuthorisations(reporting, "example.com")).toEqual([]);
  });

  test("are told apart in Terraform when they go to two domains of one zone", () => {
    const [one] = reporting;
    if (!one) throw new Error("nobody asks for reports");
    const twice = [{ ...one, reportTo: ["a@example.net", "b@in.example.net"] }];
    const ids = reportAuthorisations(twice, "example.net").map(({ id }) => id);
    expect(ids).toEqual(["dmarc-reports-of-mail-example-com", "dmarc-reports-of-mail-example-com-at-in-example-net"]);
  });

  test("are a finding with what the other side has to publish, when it is not", () => {
    expect(missingAuthorisations(reporting, ["example.com", "example.net"])).toMatchObject([
      {
        id: "dmarc/report-authorisation",
        where: "_dmarc.mail.example.com",
        remedy:
          'the administrator of reports.vendor.example has to publish: mail.example.com._report._dmarc.reports.vendor.example TXT "v=DMARC1"',
      },
    ]);
  });
});

describe("a TLS-RPT record", () => {
  const record = buildTlsRpt({ reportTo: ["tls@example.com"] });

  test("keeps another tool's target when it is merged", () => {
    const live = "v=TLSRPTv1;rua=mailto:tls@example.com,https://vendor.example/tls";
    expect(missingFromTlsRpt(parseTlsRpt(live), parseTlsRpt(record))).toEqual(["rua=https://vendor.example/tls"]);
    expect(mergeTlsRpt(parseTlsRpt(live), parseTlsRpt(record))).toBe("v=TLSRPTv1; rua=mailto:tls@example.com,https://vendor.example/tls");
  });

  test("follows the grammar of RFC 8460 3, whatever is declared", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            addresses.map(([first]) => first ?? ""),
            httpsUrl,
          ),
          { minLength: 1 },
        ),
        (reportTo) => {
          const text = buildTlsRpt({ reportTo });
          expect(isTlsRpt(text)).toBe(true);
          expect(text).toMatch(/^v=TLSRPTv1; rua=(mailto:|https:)[^,;!]+(,(mailto:|https:)[^,;!]+)*$/);
          const { rua, errors } = parseTlsRpt(text);
          expect([rua.length, errors]).toEqual([reportTo.length, []]);
        },
      ),
    );
  });
});
