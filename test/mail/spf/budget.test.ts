import { spfBudget } from "../../../mail/spf/budget";
import { resolverOf } from "../dns-zone";

describe("the budget of an SPF record", () => {
  test("counts look-ups of the whole tree, and says which term costs how many", async () => {
    const { resolve, asked } = resolverOf({
      "example.com TXT": ["v=spf1 include:one.example mx a:relay.example.com ip4:192.0.2.0/24 -all"],
      "one.example TXT": ["v=spf1 include:two.example exists:%{i}.list.example ptr ~all"],
      "two.example TXT": ["v=spf1 ip4:198.51.100.0/24 ~all"],
      "example.com MX": ["10 mx.example.com"],
      "relay.example.com AAAA": ["2001:db8::1"],
    });
    const budget = await spfBudget("example.com", resolve);
    expect(budget).toMatchObject({ lookups: 6, voidLookups: 0, isWhole: true, faults: [] });
    expect(budget.tree.terms.map(({ text, lookups, place }) => [text, lookups, place])).toEqual([
      ["include:one.example", 4, 7],
      ["mx", 1, 27],
      ["a:relay.example.com", 1, 30],
    ]);
    expect(asked).toEqual([
      "example.com TXT",
      "one.example TXT",
      "example.com MX",
      "relay.example.com A",
      "two.example TXT",
      "relay.example.com AAAA",
    ]);
  });

  test("takes a record that is not published yet", async () => {
    const { resolve, asked } = resolverOf({});
    expect(await spfBudget("example.com", resolve, "v=spf1 a:gone.example.com mx -all")).toMatchObject({ lookups: 2, voidLookups: 2 });
    expect(asked).not.toContain("example.com TXT");
  });

  test("leaves out what is never looked at", async () => {
    const { resolve } = resolverOf({ "example.com TXT": ["v=spf1 a -all mx redirect=other.example"], "example.com A": ["192.0.2.1"] });
    expect(await spfBudget("example.com", resolve)).toMatchObject({ lookups: 1 });
  });

  test.each([
    ["no record behind an include", "v=spf1 include:none.example -all", "spf/include-without-record", 7],
    ["no record behind a redirect", "v=spf1 redirect=none.example", "spf/redirect-without-record", 7],
    ["two records behind an include", "v=spf1 include:two.example -all", "spf/several-records", undefined],
    ["a syntax error behind an include", "v=spf1 include:bad.example -all", "spf/syntax", 7],
    ["a server that fails", "v=spf1 mx a:broken.example -all", "spf/dns-failure", 10],
    ["too many exchangers", "v=spf1 mx:many.example -all", "spf/too-many-exchangers", 7],
  ])("tells of %s, with its place", async (_, record, id, place) => {
    const { resolve } = resolverOf({
      "two.example TXT": ["v=spf1 -all", "v=spf1 +all"],
      "bad.example TXT": ["v=spf1 ip4:192.0.2 -all".replace("ip4:192.0.2 ", "ipv4:192.0.2.1 ")],
      "broken.example A": "servfail",
      "example.com MX": ["10 mx.example.com"],
      "many.example MX": Array.from({ length: 11 }, (_, index) => `10 mx${index}.many.example`),
    });
    const { faults } = await spfBudget("example.com", resolve, record);
    expect(faults).toMatchObject([{ id, ...(place === undefined ? {} : { place }) }]);
  });

  test("ends with includes in a circle, and asks for each record once", async () => {
    const { resolve, asked } = resolverOf({
      "a.example TXT": ["v=spf1 include:b.example include:a.example -all"],
      "b.example TXT": ["v=spf1 include:a.example include:b.example -all"],
    });
    expect(await spfBudget("a.example", resolve)).toMatchObject({ lookups: 100, isWhole: false });
    expect(asked).toEqual(["a.example TXT", "b.example TXT"]);
  });
});
