import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { dkimPublicKey } from "../../mail/dkim/public-key";
import { dmarcScopes, dmarcStrength, enforcement } from "../../mail/dmarc/strength";
import { parseTagList } from "../../mail/records/tag-list";
import { parseTxt } from "../../mail/records/txt";
import { spfStrength } from "../../mail/spf/strength";

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
    expect(spfStrength(text)).toEqual({ others, includes });
  });

  test.each(["v=spf10 -all", "v=spf2.0/pra -all", "v=spf1;include:a.example", ""])('"%s" is none', (text) => {
    expect(spfStrength(text)).toBeUndefined();
  });
});

describe("DMARC", () => {
  test.each([
    ["v=DMARC1; p=reject", ["reject", "reject", "reject"]],
    ["v=DMARC1;p=Reject;sp=none;", ["reject", "none", "none"]],
    ["v=DMARC1; p=quarantine; np=reject; rua=mailto:a@b.example", ["quarantine", "quarantine", "reject"]],
    ["v=DMARC1; rua=mailto:a@b.example", ["none", "none", "none"]],
    ["v = DMARC1 ; p = rejekt", ["none", "none", "none"]],
  ])("%s", (text, policies) => {
    const strength = dmarcStrength(text);
    expect(dmarcScopes.map((scope) => strength?.policies[scope])).toEqual(policies);
  });

  test.each(["p=reject; v=DMARC1", "v=DMARC2; p=reject", "v=DMARC1; p=none; p=reject", "v=DMARC1; reject", ""])('"%s" is none', (text) => {
    expect(dmarcStrength(text)).toBeUndefined();
  });

  test("enforcement grows with policy and percentage, and a test counts a level less", () => {
    const texts = [
      ["v=DMARC1; p=none", "v=DMARC1; p=quarantine; t=y", "v=DMARC1; p=quarantine; pct=0"],
      ["v=DMARC1; p=quarantine; pct=10"],
      ["v=DMARC1; p=quarantine; pct=x", "v=DMARC1; p=reject; t=y", "v=DMARC1; p=reject; pct=0"],
      ["v=DMARC1; p=reject; pct=50"],
      ["v=DMARC1; p=reject"],
    ];
    const levels = texts.map((same) => same.map((text) => enforcement(dmarcStrength(text) ?? fail(text), "p")));
    for (const same of levels) expect(new Set(same).size).toBe(1);
    const distinct = levels.map(([level]) => level ?? Number.NaN);
    expect(distinct).toEqual([...distinct].sort((a, b) => a - b));
    expect(new Set(distinct).size).toBe(levels.length);
  });

  const fail = (text: string): never => {
    throw new Error(`not read: ${text}`);
  };
});

describe("DKIM", () => {
  const rsa = (bits: number): string =>
    generateKeyPairSync("rsa", { modulusLength: bits }).publicKey.export({ format: "der", type: "spki" }).toString("base64");

  test.each([1024, 2048])("an RSA key of %i bits", (bits) => {
    const key = rsa(bits);
    expect(dkimPublicKey(`k=rsa; p=${key.slice(0, 40)} ${key.slice(40)}`)).toEqual({ text: key, bits });
  });

  test("a key that is not RSA has no length, a revoked one is none", () => {
    expect(dkimPublicKey("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")).toEqual({
      text: "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
    });
    expect(dkimPublicKey("v=DKIM1; p=")).toBeUndefined();
    expect(dkimPublicKey("s1.domainkey.u1.wl.sendgrid.net")).toBeUndefined();
  });
});

test("whatever a record says, reading it ends without a throw", () => {
  const anything = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'v=DMARCspf1;+~?- :/\\"p0') }));
  fc.assert(
    fc.property(anything, (text) => {
      for (const read of [spfStrength, dmarcStrength, dkimPublicKey, parseTagList, parseTxt]) read(text);
    }),
  );
});
