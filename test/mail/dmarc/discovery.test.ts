import { discoverDmarc, isDmarcAligned, treeWalkNames } from "../../../mail/dmarc/discovery";
import { checkExternalReports } from "../../../mail/dmarc/external-reports";
import { parseDmarc } from "../../../mail/dmarc/record";
import { resolverOf, type Zone } from "../dns-zone";

const record = (domain: string, ...texts: string[]): Zone => ({ [`_dmarc.${domain} TXT`]: texts });

describe("the policy that a receiver finds", () => {
  test.each<[string, Zone, string, Record<"RFC 9989" | "RFC 7489", unknown>]>([
    [
      "the domain's own record",
      { ...record("mail.example.com", "v=DMARC1; p=reject; sp=none"), ...record("example.com", "v=DMARC1; p=none") },
      "mail.example.com",
      {
        "RFC 9989": { found: { domain: "mail.example.com" }, policy: "reject", scope: "p", organisationalDomain: "example.com" },
        "RFC 7489": { found: { domain: "mail.example.com" }, policy: "reject", scope: "p", organisationalDomain: "example.com" },
      },
    ],
    [
      "the organisation's sp for a subdomain that exists",
      { ...record("example.com", "v=DMARC1; p=none; sp=quarantine; np=reject"), "mail.example.com A": ["192.0.2.1"] },
      "mail.example.com",
      {
        "RFC 9989": { found: { domain: "example.com" }, policy: "quarantine", scope: "sp" },
        "RFC 7489": { found: { domain: "example.com" }, policy: "quarantine", scope: "sp" },
      },
    ],
    [
      "np for a name that does not exist, which older receivers do not know",
      record("example.com", "v=DMARC1; p=none; sp=quarantine; np=reject"),
      "gone.example.com",
      { "RFC 9989": { policy: "reject", scope: "np" }, "RFC 7489": { policy: "quarantine", scope: "np" } },
    ],
    [
      "a record between the domain and its organisation, which neither reads",
      {
        ...record("b.example.com", "v=DMARC1; p=reject"),
        ...record("example.com", "v=DMARC1; p=none"),
        "a.b.example.com A": ["192.0.2.1"],
      },
      "a.b.example.com",
      {
        "RFC 9989": { found: { domain: "example.com" }, policy: "none" },
        "RFC 7489": { found: { domain: "example.com" }, policy: "none" },
      },
    ],
    [
      "psd=n, which makes an organisation of a subdomain, in the tree walk only",
      { ...record("b.example.com", "v=DMARC1; p=reject; psd=n"), ...record("example.com", "v=DMARC1; p=none"), "a.b.example.com A": [] },
      "a.b.example.com",
      {
        "RFC 9989": { found: { domain: "b.example.com" }, policy: "reject", organisationalDomain: "b.example.com" },
        "RFC 7489": { found: { domain: "example.com" }, policy: "none", organisationalDomain: "example.com" },
      },
    ],
    [
      "the public suffix's record, in the tree walk only",
      { ...record("bank", "v=DMARC1; p=reject; psd=y"), "mail.first.bank A": ["192.0.2.1"] },
      "mail.first.bank",
      {
        "RFC 9989": { found: { domain: "bank" }, policy: "reject", organisationalDomain: "first.bank" },
        "RFC 7489": { policy: undefined, organisationalDomain: "first.bank" },
      },
    ],
    [
      "two records of the domain: the walk goes on, the older search is over",
      { ...record("mail.example.com", "v=DMARC1; p=reject", "v=DMARC1; p=none"), ...record("example.com", "v=DMARC1; p=quarantine") },
      "mail.example.com",
      { "RFC 9989": { found: { domain: "example.com" }, policy: "quarantine" }, "RFC 7489": { policy: undefined } },
    ],
    [
      "no policy in the record, and no reports",
      record("example.com", "v=DMARC1"),
      "example.com",
      { "RFC 9989": { policy: "none" }, "RFC 7489": { policy: undefined } },
    ],
    [
      "a misspelt policy and reports",
      record("example.com", "v=DMARC1; p=rejekt; rua=mailto:d@example.com"),
      "example.com",
      { "RFC 9989": { policy: "none" }, "RFC 7489": { policy: "none" } },
    ],
    [
      "a server that fails",
      { "_dmarc.example.com TXT": "servfail" },
      "mail.example.com",
      { "RFC 9989": { failed: { domain: "example.com" } }, "RFC 7489": { failed: { domain: "example.com" } } },
    ],
  ])("is %s", async (_, zone, domain, expected) => {
    const { resolve } = resolverOf(zone);
    expect(await discoverDmarc(domain, "RFC 9989", resolve)).toMatchObject(expected["RFC 9989"] as object);
    expect(await discoverDmarc(domain, "RFC 7489", resolve)).toMatchObject(expected["RFC 7489"] as object);
  });

  test("the walk asks eight questions at most", () => {
    expect(treeWalkNames("a.b.example.com")).toEqual(["a.b.example.com", "b.example.com", "example.com", "com"]);
    const long = treeWalkNames("a.b.c.d.e.f.g.h.i.j.mail.example.com");
    expect(long).toHaveLength(8);
    expect(long[1]).toBe("g.h.i.j.mail.example.com");
  });
});

describe("alignment", () => {
  const { resolve } = resolverOf({ ...record("example.com", "v=DMARC1; p=none"), ...record("own.example.com", "v=DMARC1; p=none; psd=n") });
  test.each([
    ["bounce.example.com", "mail.example.com", "r", true, true],
    ["bounce.example.com", "mail.example.com", "s", false, false],
    ["mail.example.com", "mail.example.com", "s", true, true],
    ["sendgrid.net", "mail.example.com", "r", false, false],
    // psd=n divides what the Public Suffix List takes for one organisation.
    ["x.own.example.com", "mail.example.com", "r", false, true],
    // Without any record the tree walk knows no organisation.
    ["a.other.example", "b.other.example", "r", false, true],
  ] as const)("of %s with %s (%s): %p by the tree walk, %p by the list", async (identifier, authorDomain, mode, walk, list) => {
    const question = { identifier, authorDomain, mode };
    expect(await isDmarcAligned(question, "RFC 9989", resolve)).toBe(walk);
    expect(await isDmarcAligned(question, "RFC 7489", resolve)).toBe(list);
  });
});

test("reports to another organisation need its consent, to our own none", async () => {
  const { resolve, asked } = resolverOf({
    "mail.example.com._report._dmarc.good.example TXT": ["v=DMARC1"],
    "*._report._dmarc.other.example TXT": ["v=DMARC1"],
  });
  const text = "v=DMARC1; p=none; rua=mailto:a@good.example,mailto:b@bad.example!10m; ruf=mailto:c@example.com,mailto:d@bad.example";
  const found = await checkExternalReports("mail.example.com", parseDmarc(text), "RFC 7489", resolve);
  expect(found.map(({ target, isAuthorised, name }) => [text.slice(target.place).split(/[,;]/)[0], isAuthorised, name])).toEqual([
    ["mailto:a@good.example", true, "mail.example.com._report._dmarc.good.example"],
    ["mailto:b@bad.example!10m", false, "mail.example.com._report._dmarc.bad.example"],
  ]);
  expect(asked).toHaveLength(2);
});
