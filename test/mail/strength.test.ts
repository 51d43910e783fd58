import fc from "fast-check";
import { isUsable, parseDkim } from "../../mail/dkim/record";
import { dmarcScopes, readings } from "../../mail/dmarc/policy";
import { parseDmarc } from "../../mail/dmarc/record";
import { weakerBelow } from "../../mail/dmarc/stages";
import { enforcement, policyOf } from "../../mail/dmarc/strength";
import { parseMtaSts } from "../../mail/mta-sts/record";
import { parseTxt } from "../../mail/records/txt";
import { parseSpf } from "../../mail/spf/record";
import { spfStrength } from "../../mail/spf/strength";
import { parseTlsRpt } from "../../mail/tls-rpt/record";
import { rsaPublicKey } from "../fixtures/rsa-public-keys";

describe("SPF", () => {
  test.each([
    ["v=spf1 include:a.example include:b.example ~all", "~all", ["a.example", "b.example"]],
    ["V=SPF1  Include:A.Example  -ALL ", "-all", ["a.example"]],
    ["v=spf1 all", "+all", []],
    ["v=spf1 a mx", "?all", []],
    ["v=spf1", "?all", []],
    ["v=spf1 redirect=_spf.example.org", "redirect=_spf.example.org", []],
    ["v=spf1 -all redirect=_spf.example.org", "-all", []],
    ["v=spf1 ?include:a.example -include:b.example ~all", "~all", []],
    ["v=spf1 -all include:a.example +all", "-all", []],
    ["v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all", "-all", []],
    ["v=spf1 ip6:::/0 -all", "+all", []],
    ["v=spf1 -ip4:0.0.0.0/0 -all", "-all", []],
    ["v=spf1 a:relay.example/0 -all", "+all", []],
    ["v=spf1 mx/24//0 -all", "+all", []],
    ["v=spf1 a mx/24 a:relay.example/28//64 -all", "-all", []],
  ])("%s", (text, others, includes) => {
    expect(spfStrength(parseSpf(text))).toEqual({ others, includes });
  });

  test("lets nobody pass with a syntax error anywhere (RFC 7208 4.6)", () => {
    expect(spfStrength(parseSpf("v=spf1 include:a.example ip4:192.0.2 -all"))).toEqual({ others: "permerror", includes: [] });
  });
});

const rua = "rua=mailto:a@b.example";

describe("DMARC", () => {
  /** Each policy in both readings, RFC 7489 first. */
  test.each([
    ["v=DMARC1; p=reject", ["reject", "reject", "reject"], ["reject", "reject", "reject"]],
    ["v=DMARC1;p=Reject;sp=none;", ["reject", "none", "none"], ["reject", "none", "none"]],
    [`v=DMARC1; p=quarantine; np=reject; ${rua}`, ["quarantine", "quarantine", "quarantine"], ["quarantine", "quarantine", "reject"]],
    [`v=DMARC1; ${rua}`, ["none", "none", "none"], ["none", "none", "none"]],
    ["v = DMARC1 ; p = rejekt", [undefined, undefined, undefined], [undefined, undefined, undefined]],
    [`v=DMARC1; p=reject; sp=rejekt; ${rua}`, ["none", "none", "none"], ["none", "none", "none"]],
    [`v=DMARC1; p=reject; np=discard; ${rua}`, ["reject", "reject", "reject"], ["none", "none", "none"]],
    ["v=DMARC1; p=none; p=reject", [undefined, undefined, undefined], [undefined, undefined, undefined]],
    ["v=DMARC1;; p=reject; reject", ["reject", "reject", "reject"], ["reject", "reject", "reject"]],
  ])("%s", (text, ...expected) => {
    const record = parseDmarc(text);
    expect(readings.map((reading) => dmarcScopes.map((scope) => policyOf(record, scope, reading)))).toEqual(expected);
  });

  test("enforcement grows with policy and, where it is read, percentage; a test counts a level less", () => {
    const levels = (reading: (typeof readings)[number], tags: string[]): number[] =>
      tags.map((each) => enforcement(parseDmarc(`v=DMARC1; p=${each}`), "p", reading));
    const ascending = ["none", "quarantine; pct=10", "quarantine", "reject; pct=50", "reject"];
    expect(levels("RFC 7489", ascending)).toEqual([0, 0.1, 1, 1.5, 2]);
    expect(levels("RFC 9989", ascending)).toEqual([0, 1, 1, 2, 2]);
    expect(levels("RFC 7489", ["quarantine; pct=0", "quarantine; pct=x", "reject; t=y"])).toEqual([0, 1, 2]);
    expect(levels("RFC 9989", ["none; t=y", "quarantine; t=y", "reject; t=y"])).toEqual([0, 0, 1]);
  });

  test("policies for names below are weaker in whichever reading", () => {
    expect(weakerBelow(parseDmarc("v=DMARC1; p=reject; sp=none; np=quarantine; nonsense"))).toEqual(["sp", "np"]);
    expect(weakerBelow(parseDmarc("v=DMARC1; p=quarantine; sp=reject"))).toEqual([]);
  });
});

describe("DKIM", () => {
  test.each([1024, 2048] as const)("an RSA key of %i bits", (bits) => {
    const key = rsaPublicKey(bits);
    expect(parseDkim(`k=rsa; p=${key.slice(0, 40)} ${key.slice(40)}`)).toMatchObject({ key, bits });
  });

  test("a key that is not RSA has no length, a revoked one is none", () => {
    const key = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    expect(parseDkim(`v=DKIM1; k=ed25519; p=${key}`)).toMatchObject({ key });
    expect(parseDkim("v=DKIM1; p=").key).toBeUndefined();
    expect(parseDkim("s1.domainkey.u1.wl.sendgrid.net").key).toBeUndefined();
  });

  test.each(["k=RSA", "h=SHA256", "P=", "k=Ed25519", "p=AAAA\u00a0"])(
    "letter case and white space count (RFC 6376 3.2, 2.8): %s",
    (tag) => {
      const text = tag.toLowerCase().startsWith("p") ? `v=DKIM1; ${tag}` : `v=DKIM1; ${tag}; p=${rsaPublicKey(1024)}`;
      expect(isUsable(parseDkim(text))).toBe(false);
    },
  );
});

test("whatever a record says, reading it ends without a throw", () => {
  const anything = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'v=DMARCspf1;+~?- :/\\"p0') }));
  fc.assert(
    fc.property(anything, (text) => {
      for (const read of [parseSpf, parseDmarc, parseDkim, parseTlsRpt, parseMtaSts, parseTxt]) read(text);
    }),
  );
});
