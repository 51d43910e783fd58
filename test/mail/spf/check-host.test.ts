import fc from "fast-check";
import { spfBudget } from "../../../mail/spf/budget";
import { checkHost } from "../../../mail/spf/check-host";
import { isSpf, parseSpf } from "../../../mail/spf/record";
import { resolverOf, type Zone } from "../dns-zone";

const query = { ip: "192.0.2.10", mailFrom: "bounce@example.com", helo: "mta.example.net" };

describe("an SPF evaluation", () => {
  test("explains, term by term, what was looked up, what matched and what it cost so far", async () => {
    const { resolve } = resolverOf({
      "example.com TXT": ["site-verification=x", "v=spf1 a:gone.example.com include:spf.example.net -all"],
      "spf.example.net TXT": ["v=spf1 ip4:198.51.100.0/24 mx ~all"],
      "spf.example.net MX": ["10 mx.example.net"],
      "mx.example.net A": ["192.0.2.10"],
    });
    const { trace, ...verdict } = await checkHost(query, resolve);
    expect(verdict).toEqual({ result: "pass", domain: "example.com", lookups: 3, voidLookups: 1 });
    expect(trace).toMatchObject({
      domain: "example.com",
      result: "pass",
      terms: [
        {
          text: "a:gone.example.com",
          place: 7,
          matched: false,
          lookups: 1,
          voidLookups: 1,
          asked: [{ name: "gone.example.com", type: "A" }],
        },
        {
          text: "include:spf.example.net",
          place: 26,
          matched: true,
          lookups: 3,
          inner: {
            domain: "spf.example.net",
            result: "pass",
            terms: [
              { text: "ip4:198.51.100.0/24", matched: false, lookups: 2, asked: [] },
              { text: "mx", matched: true, lookups: 3, asked: [{ type: "MX" }, { name: "mx.example.net", type: "A" }] },
            ],
          },
        },
      ],
    });
  });

  test.each([
    ["the eleventh look-up", `v=spf1 ${"exists:x.example.com ".repeat(10)}mx -all`, "spf/too-many-lookups", 217],
    ["the third void look-up", "v=spf1 a:n1.example.com mx:n2.example.com exists:n3.example.com -all", "spf/too-many-void-lookups", 42],
    ["a syntax error", "v=spf1 a -al", "spf/syntax", 9],
    ["an include of nothing", "v=spf1 a include:none.example -all", "spf/include-without-record", 9],
    ["a server that times out", "v=spf1 a:slow.example.com -all", "spf/dns-failure", 7],
  ])("tells the place of %s", async (_, record, id, place) => {
    const { resolve } = resolverOf({
      "example.com TXT": [record],
      "example.com A": ["198.51.100.1"],
      "x.example.com CNAME": ["y.example.com"],
      "y.example.com A": [],
      "slow.example.com A": "timeout",
    });
    const { fault } = await checkHost(query, resolve);
    expect(fault).toMatchObject({ id, domain: "example.com", place });
    expect(record.slice(fault?.place)).toMatch(/^\S/);
  });

  test("looks at ten names of the client and no more", async () => {
    const names = Array.from({ length: 12 }, (_, index) => `h${index}.example.com`);
    const zone = (own: string): Zone => ({
      "example.com TXT": ["v=spf1 ptr -all"],
      "10.2.0.192.in-addr.arpa PTR": names,
      [`${own} A`]: ["192.0.2.10"],
    });
    expect(await checkHost(query, resolverOf(zone("h9.example.com")).resolve)).toMatchObject({ result: "pass" });
    expect(await checkHost(query, resolverOf(zone("h10.example.com")).resolve)).toMatchObject({ result: "fail" });
  });

  test("is about the HELO name when the return path is empty", async () => {
    const { resolve } = resolverOf({ "mta.example.net TXT": ["v=spf1 ip4:192.0.2.10 -all"] });
    expect(await checkHost({ ...query, mailFrom: "" }, resolve)).toMatchObject({ result: "pass", domain: "mta.example.net" });
  });

  test("refuses a client address that is none", async () => {
    await expect(checkHost({ ...query, ip: "mail.example.com" }, resolverOf({}).resolve)).rejects.toThrow(
      'client address is not an IP address, got "mail.example.com"',
    );
  });
});

/** Words of records, right and wrong ones, and any text. */
const word = fc.oneof(
  fc.constantFrom("a", "mx", "ptr", "-all", "all", "redirect=b.example", "exp=b.example", "include:a.example", "include:b.example"),
  fc.constantFrom("exists:%{i}.%{p}.a.example", "a:%{h}/24//64", "ip4:1.2.3.4/33", "ip6:::1", "mx:%", "a:%{", "%{d}=", "include:%{d2r}"),
  fc.string(),
);
const anyRecord = fc.array(word, { maxLength: 12 }).map((words) => `v=spf1 ${words.join(" ")}`);

describe("whatever a record says", () => {
  test("parsing ends, and every error has a place inside it", () => {
    fc.assert(
      fc.property(anyRecord, (text) => {
        const { mechanisms, errors } = parseSpf(text);
        expect(isSpf(text)).toBe(true);
        for (const { place, problem, expected } of errors) {
          expect(place >= 7 && place <= text.length && problem !== "" && expected !== "").toBe(true);
        }
        for (const { place, text: term } of mechanisms) expect(text.slice(place, place + term.length)).toBe(term);
      }),
    );
  });

  test("evaluating and counting end within the limits", async () => {
    await fc.assert(
      fc.asyncProperty(anyRecord, anyRecord, fc.string(), async (one, other, helo) => {
        const zone: Zone = { "a.example TXT": [one], "b.example TXT": [other], "10.2.0.192.in-addr.arpa PTR": ["a.example", helo] };
        const { resolve, asked } = resolverOf(zone);
        const { result, fault, lookups } = await checkHost({ ...query, mailFrom: "x@a.example", helo }, resolve);
        expect(result.endsWith("error")).toBe(fault !== undefined);
        expect(lookups).toBeLessThanOrEqual(11);
        expect(asked.length).toBeLessThan(40);
        expect((await spfBudget("a.example", resolve)).lookups).toBeLessThanOrEqual(100);
      }),
    );
  });

  test("a long hostile text takes no time", () => {
    const started = performance.now();
    for (const piece of ["%{", "%{d}", "/1", "//", "a:", ".a", "%%", "ip6::", "x=%{d}."]) parseSpf(`v=spf1 a:${piece.repeat(32_000)}`);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
