import fc from "fast-check";
import { formatDmarc, isDmarc, parseDmarc, tagsOf } from "../../../mail/dmarc/record";

describe("a DMARC record", () => {
  test("is read whole", () => {
    expect(parseDmarc("v=DMARC1; p=reject; sp=none; np=reject; adkim=s; rua=mailto:D@Example.com; t=y; psd=n;")).toMatchObject({
      policy: "reject",
      sp: "none",
      np: "reject",
      adkim: "s",
      aspf: "r",
      rua: [{ domain: "example.com", uri: "mailto:D@Example.com" }],
      isTesting: true,
      psd: "n",
      errors: [],
    });
  });

  test.each([
    ["a misspelt policy", "v=DMARC1; p=rejekt", "p=rejekt"],
    ["no policy", "v=DMARC1; rua=mailto:d@example.com", ""],
    ["a policy that comes late", "v=DMARC1; sp=none; p=reject", "p=reject"],
    ["an address without mailto", "v=DMARC1; p=none; rua=d@example.com", "d@example.com"],
    ["a second address that is none", "v=DMARC1; p=none; rua=mailto:a@b.example, mailto:c", "mailto:c"],
    ["an unknown tag", "v=DMARC1; p=none; polcy=reject", "polcy=reject"],
    ["a comma in place of a semicolon", "v=DMARC1; p=none, rua=mailto:d@example.com", "p=none,"],
    ["a policy twice", "v=DMARC1; p=none; p=reject", "p=reject"],
    ["words", "v=DMARC1; p=none; please", "please"],
    ["alignment spelt out", "v=DMARC1; p=none; adkim=strict", "adkim=strict"],
  ])("says where it is wrong: %s", (_, text, at) => {
    const { errors, unread } = parseDmarc(text);
    expect([...errors, ...unread][0]?.place).toBe(text.lastIndexOf(at));
  });

  test("is written again as it was", () => {
    const text = "v=DMARC1; p=reject; np=reject; adkim=s; aspf=r; rua=mailto:d@example.com; fo=1; t=y";
    expect(formatDmarc(tagsOf(parseDmarc(text)))).toBe(text);
  });

  test("never throws, and every error has a place in the text", () => {
    const word = fc.oneof(fc.constantFrom("p=none", "p=", "rua=mailto:", "rua=,mailto:a@b.c,", "=", "pct=50", "v=DMARC1"), fc.string());
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = ["v=DMARC1", ...words].join(";");
        expect(isDmarc(text)).toBe(true);
        const { errors, unread } = parseDmarc(text);
        for (const { place, problem } of [...errors, ...unread]) {
          expect(place >= 0 && place <= text.length && problem !== "").toBe(true);
        }
      }),
    );
  });
});
