/**
 * A record means one thing, whoever reads it: `verify`, the forecast, the safety gate and `adopt`. The first texts are those that readers once took
 * differently; the properties try what people and tools really write.
 */
import fc from "fast-check";
import { guard } from "../../changes/guard";
import { readPlanJson } from "../../changes/plan";
import { checkDkim } from "../../findings/domain/check-dkim";
import { checkDmarc } from "../../findings/domain/check-dmarc";
import { checkSpf } from "../../findings/domain/check-spf";
import { isDmarc, parseDmarc } from "../../mail/dmarc/record";
import type { DmarcChange } from "../../mail/forecast/changes";
import { evaluatePath } from "../../mail/forecast/evaluate";
import { checkHost } from "../../mail/spf/check-host";
import { forecast } from "../../workflows/forecast";
import { quoted, terraformPlan, txt, update } from "../changes/terraform-plan";
import { rsaPublicKey } from "../fixtures/rsa-public-keys";
import { resolverOf, type Zone } from "../mail/dns-zone";
import { own } from "./plan-world";

const domain = "mail.example.com";
const providers: Zone = { "sendgrid.net TXT": ["v=spf1 ip4:192.0.2.0/24 -all"], "amazonses.com TXT": ["v=spf1 ip4:198.51.100.0/24 -all"] };

/** Everybody's conclusion about one record that becomes another. */
async function conclusions(name: string, before: string, after: string) {
  const plan = readPlanJson(terraformPlan(update(txt("r", name, before), { content: quoted(after) })));
  const live = resolverOf({ ...providers, [`${name} TXT`]: [before] }).resolve;
  const planned = resolverOf({ ...providers, [`${name} TXT`]: [after] }).resolve;
  const expected = await forecast({ domains: [domain], paths: [], records: plan.records }, { resolve: live });
  return { gate: guard(plan, own).map(({ id }) => id), expected, forecast: expected.findings.map(({ id }) => id), planned };
}

describe("DMARC", () => {
  const was = "v=DMARC1; p=reject; rua=mailto:a@example.com";
  const rua = "rua=mailto:a@example.com";
  type Policies = (string | undefined)[];
  const policiesOf = (changes: readonly DmarcChange[]): Policies[] =>
    changes.map(({ after }) => [after?.policy, after?.below?.existing, after?.below?.missing]);

  async function read(text: string) {
    const { gate, expected, forecast: foreseen, planned } = await conclusions(`_dmarc.${domain}`, was, text);
    const verify = (await checkDmarc(domain, planned)).map(({ id }) => id);
    return { gate, foreseen, verify, policies: policiesOf(expected.dmarc) };
  }

  const same = (...policies: Policies): Policies[] => [policies, policies];
  const reject = same("reject", "reject", "reject");
  const none = same("none", "none", "none");
  const nothing = same(undefined, undefined, undefined);

  test.each([
    // RFC 7489 6.6.3, RFC 9989 4.10.1: a policy that is not valid makes it "none", if reports are asked for.
    ["v=DMARC1; p=reject; sp=rejekt", nothing, ["dmarc/policy-weakened", "dmarc/reports-lost"], ["dmarc/syntax", "dmarc/no-reports"]],
    [`v=DMARC1; p=reject; sp=rejekt; ${rua}`, none, ["dmarc/policy-weakened"], ["dmarc/syntax", "dmarc/policy-none"]],
    // RFC 7489 6.3: np is a tag that it does not know, and ignores. RFC 9989 4.10.1.
    [
      `v=DMARC1; p=reject; np=discard; ${rua}`,
      [reject[0], none[0]],
      ["dmarc/policy-weakened"],
      ["dmarc/syntax", "dmarc/policy-none", "dmarc/readings-differ"],
    ],
    // RFC 6376 3.2, whose tag lists these are: a tag twice makes the whole list void.
    [`v=DMARC1; p=reject; p=none; ${rua}`, nothing, ["dmarc/deleted"], ["dmarc/syntax"]],
    // RFC 9989 4.7, RFC 7489 6.3: what is wrong besides is left out, and the rest counts.
    [`v=DMARC1;; p=reject; ${rua}`, reject, [], ["dmarc/syntax"]],
    // RFC 9989 4.8: "v" equals %s"DMARC1"; a name in plain quotes is any case (RFC 5234 2.3).
    [`V=DMARC1; p=reject; ${rua}`, reject, [], []],
    [`v = DMARC1 ; p = reject ; ${rua}`, reject, [], []],
    [`v=dmarc1; p=reject; ${rua}`, nothing, ["dmarc/deleted"], ["dmarc/missing"]],
    [` v=DMARC1; p=reject; ${rua}`, nothing, ["dmarc/deleted"], ["dmarc/missing"]],
    // RFC 9989 4.8: white space is a space or a tab, not all that looks like one.
    [`v=DMARC1; p=reject\u00a0; ${rua}`, none, ["dmarc/policy-weakened"], ["dmarc/syntax", "dmarc/policy-none"]],
  ])("%j", async (text, policies, gate, verify) => {
    const found = await read(text);
    expect(found.policies).toEqual(policies);
    expect(found.gate).toEqual(gate);
    expect(found.verify).toEqual(expect.arrayContaining(verify));
    expect(found.verify.includes("dmarc/missing")).toBe(verify.includes("dmarc/missing"));
    // What verify will call an error, the forecast says before.
    expect(found.foreseen.includes("dmarc/syntax")).toBe(verify.includes("dmarc/syntax"));
  });

  const version = fc.constantFrom("v=DMARC1", "v=DMARC1", "V=DMARC1", "v = DMARC1", "v=dmarc1", "v=DMARC10", " v=DMARC1", "v=DMARC1\u00a0");
  const tag = fc.oneof(
    fc.constantFrom("p=reject", "P=Reject", "p = none", "p=rejekt", "p=", "sp=none", "SP=reject", "sp=rejekt", "np=none", "np=discard"),
    fc.constantFrom("t=y", "t=yes", "psd=n", "adkim=s", rua, "rua=mailto:a", "rua=https://r.example/d", "x=1", "nonsense", "", "v=DMARC1"),
  );
  const separator = fc.constantFrom(";", "; ", " ; ", "\t;", ";\u00a0", ";;");
  const list = fc.tuple(version, fc.array(fc.tuple(separator, tag), { maxLength: 6 }));
  const anyText = fc.oneof(
    { arbitrary: list.map(([start, rest]) => start + rest.flat().join("")), weight: 9 },
    { arbitrary: fc.tuple(list, list).map((both) => both.map(([start, rest]) => start + rest.flat().join("")).join("")), weight: 1 },
  );

  test("means the same to verify, the forecast and the gate, whatever is written", async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const { gate, foreseen, verify, policies } = await read(text);
        const isThere = isDmarc(text);
        expect(verify.includes("dmarc/missing")).toBe(!isThere);
        expect(policies.flat().some(Boolean) && !isThere).toBe(false);
        // What psd says decides whose policy applies to names below, so a change of it is held as well.
        const isLess = policies.flat().some((policy) => policy !== "reject") || parseDmarc(text).psd !== "u";
        expect(gate.some((id) => id === "dmarc/deleted" || id === "dmarc/policy-weakened")).toBe(isLess);
        expect(foreseen.includes("dmarc/syntax")).toBe(verify.includes("dmarc/syntax"));
        const [list7489, walk9989] = policies.map(([own]) => own);
        // A policy that is only tested is told by itself.
        if (isThere && !parseDmarc(text).isTesting) {
          expect(verify.includes("dmarc/policy-none")).toBe(walk9989 === "none");
          expect(verify.includes("dmarc/readings-differ")).toBe(list7489 !== walk9989);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe("SPF", () => {
  const was = "v=spf1 include:sendgrid.net include:amazonses.com -all";

  async function read(text: string) {
    const { gate, expected, forecast: foreseen, planned } = await conclusions(domain, was, text);
    const verify = (await checkSpf(domain, planned)).map(({ id }) => id);
    // Of nobody whom a record names.
    const { result } = await checkHost({ ip: "203.0.113.77", mailFrom: `a@${domain}`, helo: "x.example" }, planned);
    return { gate, foreseen, verify, result, records: expected.spf[0]?.after?.records };
  }

  test.each([
    // RFC 7208 4.5: the record begins with exactly "v=spf1", in any case, and a space or the end.
    [" v=spf1 -all", "none", ["spf/deleted"], ["spf/missing"]],
    ["v=spf10 -all", "none", ["spf/deleted"], ["spf/missing"]],
    ["V=SPF1 include:sendgrid.net include:amazonses.com -ALL", "fail", [], []],
    // 4.6: an error anywhere, and nobody passes.
    [`${was} ip4:192.0.2`, "permerror", ["spf/policy-weakened"], ["spf/syntax"]],
    // 5.1: what follows all is never read.
    ["v=spf1 -all include:sendgrid.net include:amazonses.com", "fail", ["spf/sender-dropped", "spf/sender-dropped"], ["spf/never-read"]],
  ])("%j", async (text, result, gate, verify) => {
    const found = await read(text);
    expect(found.result).toBe(result);
    expect(found.gate).toEqual(gate);
    expect(found.verify).toEqual(expect.arrayContaining(verify));
  });

  const version = fc.constantFrom("v=spf1", "v=spf1", "V=SPF1", " v=spf1", "v=spf10", "v=spf1\u00a0", "v=spf1;");
  const term = fc.oneof(
    fc.constantFrom(
      "include:sendgrid.net",
      "Include:SendGrid.NET",
      "?include:amazonses.com",
      "+include:amazonses.com",
      "include:amazonses.com",
    ),
    fc.constantFrom(
      "ip4:192.0.2.1",
      "ip4:0.0.0.0/0",
      "ip4:192.0.2",
      "x=1",
      "include=amazonses.com",
      "a:%{d",
      "-all",
      "~ALL",
      "?all",
      "+all",
      "all",
      "",
    ),
  );
  const anyText = fc.tuple(version, fc.array(term, { maxLength: 5 })).map(([start, terms]) => [start, ...terms].join(" "));

  test("means the same to verify, the forecast, an evaluation and the gate, whatever is written", async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const { gate, foreseen, verify, result, records } = await read(text);
        const isThere = result !== "none";
        expect(verify.includes("spf/missing")).toBe(!isThere);
        expect(records?.length).toBe(isThere ? 1 : 0);
        expect(gate.includes("spf/deleted")).toBe(!isThere);
        const isRefused = result === "fail" || result === "softfail";
        expect(gate.includes("spf/policy-weakened")).toBe(isThere && !isRefused);
        expect(verify.includes("spf/syntax")).toBe(result === "permerror");
        expect(foreseen.includes("spf/syntax")).toBe(result === "permerror");
        expect(verify.includes("spf/everybody")).toBe(result === "pass");
        expect(verify.includes("spf/no-end")).toBe(result === "neutral");
      }),
      { numRuns: 150 },
    );
  });
});

describe("a DKIM key", () => {
  const key = rsaPublicKey(2048);
  const was = `v=DKIM1; k=rsa; p=${key}`;
  const name = `s1._domainkey.${domain}`;
  const unusable = ["dkim/missing", "dkim/several-records", "dkim/revoked", "dkim/not-a-key", "dkim/ignored-key", "dkim/testing"];

  async function read(text: string) {
    const target = "s1.u1.wl.sendgrid.net";
    const zone: Zone = {
      ...{ [`${name} CNAME`]: [target], [`${target} TXT`]: [text], [`s2.${name.slice(3)} CNAME`]: ["s2.u1.wl.sendgrid.net"] },
      ...{ "s2.u1.wl.sendgrid.net TXT": [was], [`em.${domain} CNAME`]: ["u1.wl.sendgrid.net"] },
      "u1.wl.sendgrid.net TXT": ["v=spf1 ip4:192.0.2.0/24 -all"],
    };
    const { resolve } = resolverOf(zone);
    const path = {
      provider: "sendgrid",
      authorDomain: domain,
      returnPath: `em.${domain}`,
      selectors: [name],
      allSelectorsKnown: true,
    } as const;
    const verify = (await checkDkim({ domain, selector: "s1", selectors: ["s1"] }, resolve))
      .map(({ id }) => id)
      .filter((id) => unusable.includes(id));
    const gate = guard(readPlanJson(terraformPlan(update(txt("r", name, was), { content: quoted(text) }))), own).map(({ id }) => id);
    return { verify, gate, result: (await evaluatePath(path, resolve)).dkim.result };
  }

  test.each([
    // RFC 6376 3.2: names and values are case-sensitive, a tag twice is an error; 3.6.1: v first; 2.8: white space; RFC 4648 3.2: padding.
    [`k=rsa;p = ${key.slice(0, 9)} \t${key.slice(9)};`, true],
    [`V=DKIM1; p=${key}`, true],
    [`v=DKIM1; k=RSA; p=${key}`, false],
    [`v=DKIM1; P=${key}`, false],
    [`v=DKIM1; p=${key}; p=${key}`, false],
    [`k=rsa; v=DKIM1; p=${key}`, false],
    [`v=DKIM1; p=\ufeff${key}`, false],
    [`v=DKIM1; p=${key}A`, false],
    ["v=DKIM1; p=", false],
    // 3.6.1: a list of flags, of which unknown ones are ignored; what is signed by a key in testing mode is unsigned to verifiers.
    [`v=DKIM1; t=y; p=${key}`, false],
    [`v=DKIM1; p=${key}; t = s : y`, false],
    [`v=DKIM1; p=${key}; t=x:y:`, false],
    [`v=DKIM1; t=s; p=${key}`, true],
    [`v=DKIM1; t=Y; p=${key}`, true],
    [`v=DKIM1; T=y; p=${key}`, true],
  ])("%j", async (text, isKey) => {
    const { verify, gate, result } = await read(text);
    expect({ verify: verify.length === 0, gate: gate.length === 0, forecast: result === "pass" }).toEqual({
      verify: isKey,
      gate: isKey,
      forecast: isKey,
    });
  });

  const tag = fc.constantFrom(
    "v=DKIM1",
    "V=DKIM1",
    "k=rsa",
    "K=ed25519",
    "k=RSA",
    "h=sha256",
    "h=SHA256",
    "s=email",
    "s=web",
    "t=y",
    "t=s:y",
    "t=s",
    "x=1",
    "",
    "p=",
    `P=${key}`,
  );
  const whole = fc.constantFrom(`p=${key}`, `p = ${key}`, `p=${key} `, `p=${key}\u00a0`, `p=${key.slice(0, -2)}`, `p=${key.slice(0, 50)}`);
  const anyText = fc
    .tuple(fc.array(tag, { maxLength: 3 }), whole, fc.array(tag, { maxLength: 2 }), fc.constantFrom(";", "; ", " ;\t"))
    .map(([first, middle, last, separator]) => [...first, middle, ...last].join(separator));

  test("means the same to verify, the forecast and the gate, whatever is written", async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const { verify, gate, result } = await read(text);
        expect([text, result === "pass", gate.length === 0]).toEqual([text, verify.length === 0, verify.length === 0]);
      }),
      { numRuns: 100 },
    );
  });
});
