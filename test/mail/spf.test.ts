import fc from "fast-check";
import { buildSpf, countLookups } from "../../mail/spf/build";
import { mergeSpf, missingFromSpf } from "../../mail/spf/merge";
import { isSpf, parseSpf } from "../../mail/spf/record";

describe("an SPF record", () => {
  test("merges both sending providers and other senders into one", () => {
    const terms = {
      include: ["sendgrid.net", "amazonses.com", "_spf.example.org"],
      allow: ["ip4:192.0.2.0/24", "a"],
      all: "~all",
    } as const;
    expect(buildSpf(terms)).toBe("v=spf1 include:sendgrid.net include:amazonses.com include:_spf.example.org ip4:192.0.2.0/24 a ~all");
  });

  test.each([
    ["more includes than look-ups are allowed", { include: numbered(11) }, "SPF causes 11 look-ups, expected at most 10"],
    [
      "look-ups of other mechanisms",
      { include: numbered(9), allow: ["a", "mx:example.org"] },
      "SPF causes 11 look-ups, expected at most 10",
    ],
    ["a sender twice", { include: ["sendgrid.net", "SendGrid.net"] }, "include:sendgrid.net"],
    ["a record of 450 bytes", { include: [], allow: [`exists:${"x".repeat(431)}`] }, "SPF is 450 bytes long, expected fewer than 450"],
  ])("is refused with %s", (_, terms, message) => {
    expect(() => buildSpf({ ...terms, all: "~all" })).toThrow(message);
  });

  test("may be as full as the limits allow", () => {
    expect(buildSpf({ include: numbered(10), allow: ["ip4:192.0.2.1", "ip6:2001:db8::1"], all: "-all" })).toContain(
      "include:s9.example.org",
    );
    expect(Buffer.byteLength(buildSpf({ include: [], allow: [`exists:${"x".repeat(430)}`], all: "~all" }))).toBe(449);
  });
});

test("terms that cause look-ups are counted as RFC 7208 4.6.4 names them", () => {
  const costly = [
    "include:a.example",
    "~include:a.example",
    "a",
    "a:b.example",
    "a/24",
    "MX",
    "mx//64",
    "ptr",
    "?exists:%{i}.example",
    "redirect=a.example",
  ];
  expect(countLookups(costly)).toBe(costly.length);
  expect(countLookups(["all", "-all", "ip4:192.0.2.1", "ip6:2001:db8::1", "exp=a.example", "axfr=1", "all=1"])).toBe(0);
});

describe("merging SPF", () => {
  test.each([
    [
      "another tool's include",
      "v=spf1 include:_spf.google.com ~all",
      "v=spf1 include:_spf.google.com include:sendgrid.net ~all",
      ["include:_spf.google.com"],
    ],
    ["what is in both already", "v=spf1 +include:SendGrid.net ~all", "v=spf1 +include:SendGrid.net ~all", []],
    ["a stricter end, which stays", "v=spf1 mx -all", "v=spf1 mx include:sendgrid.net -all", ["mx", "-all"]],
    ["a weaker end, which does not", "v=spf1 mx ?all", "v=spf1 mx include:sendgrid.net ~all", ["mx"]],
    ["no end", "v=spf1 a", "v=spf1 a include:sendgrid.net ~all", ["a"]],
    [
      "a redirect, which becomes an include",
      "v=spf1 redirect=_spf.example.org",
      "v=spf1 include:_spf.example.org include:sendgrid.net ~all",
      ["include:_spf.example.org"],
    ],
    ["words after all, which nobody reads", "v=spf1 -all include:forgotten.example", "v=spf1 include:sendgrid.net -all", ["-all"]],
    ["a modifier", "v=spf1 exp=explain.example.org mx ~all", "v=spf1 mx include:sendgrid.net ~all", ["mx"]],
  ])("keeps %s", (_, live, merged, missing) => {
    const declared = parseSpf("v=spf1 include:sendgrid.net ~all");
    expect(mergeSpf(parseSpf(live), declared)).toBe(merged);
    expect(missingFromSpf(parseSpf(live), declared)).toEqual(missing);
  });

  test("loses no sender and leaves nothing missing, whatever the records", () => {
    const term = fc.constantFrom(
      "a",
      "mx",
      "ip4:192.0.2.1",
      "include:a.example",
      "~include:b.example",
      "exists:%{i}.C.example",
      "+include:A.example",
    );
    const record = fc
      .tuple(fc.array(term), fc.constantFrom("", " ~all", " -all", " ?all", " +all"))
      .map(([terms, all]) => parseSpf(["v=spf1", ...terms].join(" ") + all));
    fc.assert(
      fc.property(record, record, (live, declared) => {
        const merged = parseSpf(mergeSpf(live, declared));
        expect([missingFromSpf(live, merged), missingFromSpf(declared, merged)]).toEqual([[], []]);
        expect(mergeSpf(merged, declared)).toBe(merged.text);
      }),
    );
  });
});

test("what is no SPF record is not read as one", () => {
  expect(["v=spf10 -all", " v=spf1 -all", "v=DMARC1; p=none", "spf2.0/pra -all", ""].map(isSpf)).toEqual(Array(5).fill(false));
});

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `s${index}.example.org`);
}
