import { readPlanJson } from "../../changes/plan";
import type { Verdict } from "../../mail/forecast/evaluate";
import { forecastSummary } from "../../reports/forecast/text";
import { forecast } from "../../workflows/forecast";
import { scoreForecast } from "../../workflows/score-forecast";
import { create, keep, type ResourceChange, record, remove, terraformPlan, txt, unknown, update } from "../changes/terraform-plan";
import { rsaPublicKey } from "../fixtures/rsa-public-keys";
import { resolverOf, type Zone } from "../mail/dns-zone";

const domain = "mail.example.com";
const key = `k=rsa; p=${rsaPublicKey(1024)}`;
const tokens = ["a1", "b2", "c3"];

const spf = "v=spf1 include:sendgrid.net include:amazonses.com ~all";
const dmarc = "v=DMARC1; p=none; rua=mailto:d@example.com";

/** What both providers publish, whatever we do. */
const providers: Zone = {
  "sendgrid.net TXT": ["v=spf1 ip4:192.0.2.0/24 ~all"],
  "u1.wl.sendgrid.net TXT": ["v=spf1 include:sendgrid.net -all"],
  "s1.domainkey.u1.wl.sendgrid.net TXT": [key],
  "s2.domainkey.u1.wl.sendgrid.net TXT": [key],
  "amazonses.com TXT": ["v=spf1 ip6:2001:db8::/32 ip4:198.51.100.0/24 -all"],
  ...Object.fromEntries(tokens.map((token) => [`${token}.dkim.amazonses.com TXT`, [key]])),
};

const cname = (id: string, name: string, target: string) => record(id, name, "CNAME", target);
const resources = {
  spf: txt("spf", domain, spf),
  dmarc: txt("dmarc", `_dmarc.${domain}`, dmarc),
  em: cname("em", `em.${domain}`, "u1.wl.sendgrid.net"),
  s1: cname("s1", `s1._domainkey.${domain}`, "s1.domainkey.u1.wl.sendgrid.net"),
  s2: cname("s2", `s2._domainkey.${domain}`, "s2.domainkey.u1.wl.sendgrid.net"),
  ses1: cname("ses1", `a1._domainkey.${domain}`, "a1.dkim.amazonses.com"),
  ses2: cname("ses2", `b2._domainkey.${domain}`, "b2.dkim.amazonses.com"),
  ses3: cname("ses3", `c3._domainkey.${domain}`, "c3.dkim.amazonses.com"),
  mx: record("mx", `bounce.${domain}`, "MX", "feedback-smtp.eu-west-1.amazonses.com", { priority: 10 }),
  bounce: txt("bounce", `bounce.${domain}`, "v=spf1 include:amazonses.com ~all"),
};

const published: Zone = {
  [`${domain} TXT`]: [spf],
  [`_dmarc.${domain} TXT`]: [dmarc],
  [`em.${domain} CNAME`]: ["u1.wl.sendgrid.net"],
  ...Object.fromEntries(
    ["s1", "s2"].map((selector) => [`${selector}._domainkey.${domain} CNAME`, [`${selector}.domainkey.u1.wl.sendgrid.net`]]),
  ),
  ...Object.fromEntries(tokens.map((token) => [`${token}._domainkey.${domain} CNAME`, [`${token}.dkim.amazonses.com`]])),
  [`bounce.${domain} MX`]: ["10 feedback-smtp.eu-west-1.amazonses.com"],
  [`bounce.${domain} TXT`]: ["v=spf1 include:amazonses.com ~all"],
};

const paths = [
  { provider: "sendgrid" as const, authorDomain: domain, returnPath: `em.${domain}` },
  { provider: "ses" as const, authorDomain: domain, returnPath: `bounce.${domain}` },
];

/** @param changes in place of keeping what they are about. */
function foretell(changes: ResourceChange[], zone: Zone = { ...providers, ...published }) {
  const addresses = changes.map(({ address }) => address);
  const kept = Object.values(resources)
    .map(keep)
    .filter(({ address }) => !addresses.includes(address));
  const records = readPlanJson(terraformPlan(...kept, ...changes)).records;
  return forecast({ domains: [domain], paths, records }, resolverOf(zone));
}

const outcomes = (verdicts: readonly Verdict[] = []): string[] => [...new Set(verdicts.map(({ outcome }) => outcome))];
const found = ({ findings }: { findings: { id: string; severity: string }[] }): string[] =>
  findings.map(({ id, severity }) => `${severity} ${id}`);
const text = (value: string) => ({ content: `"${value}"` });

test("where all is well before, a harmless change is told in mail's terms and nothing is found", async () => {
  const zone = {
    ...providers,
    ...published,
    "spf.example.org TXT": ["v=spf1 mx:example.org -all"],
    "example.org MX": ["10 mx.example.org"],
  };
  const result = await foretell([update(resources.spf, text("v=spf1 include:sendgrid.net include:spf.example.org -all"))], zone);
  expect(found(result)).toEqual([]);
  expect(result.paths.map(({ before, after }) => [before.isProven, after.isProven, ...outcomes(after.verdicts)])).toEqual([
    [true, true, "inbox"],
    [true, true, "inbox"],
  ]);
  expect(result.spf).toMatchObject([
    {
      name: domain,
      added: ["include:spf.example.org (2 look-ups)", "-all"],
      removed: ["include:amazonses.com (1 look-up)", "~all"],
      before: { lookups: 2, voidLookups: 0 },
      after: { lookups: 3, voidLookups: 0 },
    },
  ]);
  expect(result.timeToSafe).toEqual({ seconds: 300, because: expect.stringContaining(`${domain} TXT`) });
});

describe("raising DMARC", () => {
  const raised = update(resources.dmarc, text("v=DMARC1; p=quarantine; rua=mailto:d@example.com"));

  test("passes when both providers are proven in live DNS", async () => {
    const result = await foretell([raised]);
    expect(found(result)).toEqual([]);
    expect(result.dmarc.map(({ reading, before, after }) => [reading, before?.policy, after?.policy])).toEqual([
      ["RFC 7489", "none", "quarantine"],
      ["RFC 9989", "none", "quarantine"],
    ]);
  });

  test("is held back when one of them is not, though its mail gets no worse", async () => {
    const zone = { ...providers, ...published, "s1.domainkey.u1.wl.sendgrid.net TXT": ["k=rsa; p="] };
    const result = await foretell([raised], zone);
    expect(found(result)).toEqual(["error forecast/dmarc-raised-without-evidence"]);
    expect(result.findings[0]?.what).toContain(`the key at s1._domainkey.${domain} is revoked`);
  });

  test("is held back together with a new key, however good", async () => {
    const { [`s2._domainkey.${domain} CNAME`]: _, ...zone } = { ...providers, ...published };
    const result = await foretell([raised, create(resources.s2)], zone);
    expect(found(result)).toEqual(["error forecast/dmarc-raised-with-new-key"]);
  });

  test("is free for a domain that nobody sent from yet, and what the apply decides is not guessed", async () => {
    const fresh = [
      create(resources.dmarc, text("v=DMARC1; p=reject; rua=mailto:d@example.com")),
      create(resources.spf),
      ...[resources.em, resources.s1, resources.s2].map((each) => create(each, { content: unknown })),
      ...[resources.ses1, resources.ses2, resources.ses3].map((each) => create(each, { name: unknown, content: unknown })),
      create(resources.mx),
      create(resources.bounce),
    ];
    const result = await foretell(fresh, providers);
    expect(found(result)).toEqual(["info forecast/enforced-from-the-start"]);
    expect(result.paths.map(({ isFresh, after }) => [isFresh, ...outcomes(after.verdicts)])).toEqual([
      [true, "undecided"],
      [true, "undecided"],
    ]);
    expect(result.paths[1]?.after.undecided).toContain(`DKIM selectors of ${domain} are known only after the apply`);
    expect(forecastSummary(result)).toEqual([
      "forecast: what receivers will conclude after the apply",
      `  sendgrid: not set up -> set up; decided at verify (em.${domain} CNAME is known only after the apply)`,
      `  ses: not set up -> set up; decided at verify (DKIM selectors of ${domain} are known only after the apply)`,
      `  SPF of ${domain}: +include:sendgrid.net (1 look-up) +include:amazonses.com (1 look-up) +~all, 0 -> 2 of 10 look-ups`,
      `  SPF of bounce.${domain}: +include:amazonses.com (1 look-up) +~all, 0 -> 1 of 10 look-ups`,
      `  DMARC of ${domain}, for mail that fails: no policy -> refused`,
      `  DKIM selectors: +s1._domainkey.${domain} +s2._domainkey.${domain} +3 whose names are known after the apply`,
      `  return paths: +em.${domain} +bounce.${domain}`,
      "  no other record blocks ours at 6 new names; 3 more are known after the apply",
      `  safe 60 seconds after the apply: until then caches may still answer that _dmarc.${domain} TXT does not exist`,
      `  note: DMARC of ${domain} is enforced from the start (no policy -> reject)`,
      expect.stringContaining("npx twinpost verify"),
    ]);

    // The same first plan where live DNS cannot be asked: said, and no more.
    const silent: Zone = new Proxy({}, { get: (_, name) => (typeof name === "string" ? "timeout" : undefined) });
    expect(found(await foretell(fresh, silent))).toEqual(["info forecast/enforced-from-the-start", "warning forecast/dns-not-reached"]);
  });

  test("is not known where live DNS cannot be asked: to take a record away then wants a reason, to add or change one does not", async () => {
    const silent: Zone = new Proxy({}, { get: (_, name) => (typeof name === "string" ? "timeout" : undefined) });
    const unheard = async (...changes: Parameters<typeof foretell>[0]) => {
      const { findings } = await foretell(changes, silent);
      return findings
        .filter(({ id }) => id === "forecast/dns-not-reached")
        .map(({ severity, what }) => [severity, what.split("depends on ")[1]]);
    };
    expect(await unheard(remove(resources.em))).toEqual([["error", `em.${domain} CNAME`]]);
    expect(await unheard(remove(resources.spf), create(resources.mx))).toEqual([["error", `${domain} TXT`]]);
    expect(await unheard(update(resources.spf, text("v=spf1 -all")), create(resources.mx))).toEqual([["warning", undefined]]);
    // Of a resource that was renamed the record stays.
    expect(
      await unheard(remove(resources.spf), { ...create(resources.spf), address: "cloudflare_dns_record.renamed" }, create(resources.mx)),
    ).toEqual([["warning", undefined]]);
  });
});

test.each([
  ["look-ups", `v=spf1 ${"a:example.com ".repeat(11)}~all`, ["example.com A"], "spf/too-many-lookups"],
  ["look-ups that find nothing", "v=spf1 a:a.example.net a:b.example.net a:c.example.net ~all", [], "spf/too-many-void-lookups"],
  ["an included domain without a record", "v=spf1 include:nobody.example.net ~all", [], "spf/include-without-record"],
  ["a term that nobody can read", "v=spf1 inlcude:sendgrid.net ~all", [], "spf/syntax"],
])("SPF of the From name: too many, or wrong: %s", async (_what, value, names, id) => {
  const zone = { ...providers, ...published, ...Object.fromEntries(names.map((name) => [name, ["192.0.2.9"]])) };
  expect(found(await foretell([update(resources.spf, text(value))], zone))).toEqual([`error ${id}`]);
});

test("what was wrong before the plan does not hold it back", async () => {
  const { [`em.${domain} CNAME`]: _, ...zone } = { ...providers, ...published };
  const result = await foretell([update(resources.spf, text("v=spf1 include:sendgrid.net -all")), remove(resources.em)], zone);
  expect(found(result)).toContain("error forecast/mail-would-fail");
  const broken = { ...resources.em, attributes: { ...resources.em.attributes, content: "nowhere.example.net" } };
  const again = await foretell([update(resources.spf, text("v=spf1 include:sendgrid.net -all")), keep(broken)], {
    ...zone,
    [`em.${domain} CNAME`]: ["nowhere.example.net"],
  });
  expect(found(again)).toEqual([]);
  expect(outcomes(again.paths[0]?.before.verdicts)).toContain("deferred");
});

test("a target that only the provider knows is decided at verify", async () => {
  const result = await foretell([update(resources.em, { content: "u2.wl.sendgrid.net" })]);
  expect(outcomes(result.paths[0]?.after.verdicts)).toEqual(["undecided"]);
  expect(outcomes(result.paths[1]?.after.verdicts)).toEqual(["inbox"]);
});

test("tracked links of a domain that sends already: a name known only after the apply is no selector, and hides no verdict", async () => {
  const result = await foretell([
    create(cname("links", `links.${domain}`, ""), { content: unknown }),
    create(cname("links-owner", "", ""), { name: unknown, content: unknown }),
  ]);
  expect(found(result)).toEqual([]);
  expect(result.paths.map(({ after }) => [after.isProven, ...outcomes(after.verdicts)])).toEqual([
    [true, "inbox"],
    [true, "inbox"],
  ]);
  expect(result.selectors).toEqual({ added: [], removed: [], changed: [] });
});

test("DMARC that the readings differ about is told for each: t=y is one level less to RFC 9989 only", async () => {
  const result = await foretell([update(resources.dmarc, text("v=DMARC1; p=reject; t=y")), remove(resources.em)]);
  const verdicts = result.paths[0]?.after.verdicts.filter(({ volume, receiver }) => volume === "ordinary" && receiver === "gmail");
  expect(verdicts?.map(({ reading, outcome }) => [reading, outcome])).toEqual([
    ["RFC 7489", "refused"],
    ["RFC 9989", "junk"],
  ]);
});

describe("the score", () => {
  const records = Object.values(resources).map(({ attributes: { name, type, content } }) => ({
    ...{ id: String(name), name: String(name), type: type as "CNAME", ttl: 300 },
    value: String(content).replace(/^"|"$/g, ""),
  }));

  test("counts what came true, and tells what did not, as an error where it is worse", async () => {
    const foretold = await foretell([update(resources.dmarc, text("v=DMARC1; p=none; sp=none"))]);
    const held = await scoreForecast({ forecast: foretold, paths, records }, resolverOf({ ...providers, ...published }));
    expect(held).toEqual({ held: 24, missed: 0, believed: 0, decided: 0, open: 0, findings: [] });

    const { [`em.${domain} CNAME`]: _, ...without } = { ...providers, ...published };
    const missed = await scoreForecast({ forecast: foretold, paths, records }, resolverOf(without));
    expect(missed).toMatchObject({ held: 18, missed: 6, findings: [{ id: "forecast/missed", severity: "error" }] });
    expect(missed.findings[0]?.what).toMatch(/sendgrid: gmail inbox -> deferred.*em\.mail\.example\.com/);
  });

  test("what rests on a belief is neither proven nor missed: that SES refuses mail while one of its records is missing", async () => {
    const gone = `b2._domainkey.${domain}`;
    const { [`${gone} CNAME`]: _, ...without } = { ...providers, ...published };
    const left = records.filter(({ name }) => name !== gone);
    const foretold = await foretell([remove(resources.ses2)]);
    expect(await scoreForecast({ forecast: foretold, paths, records: left }, resolverOf(without))).toMatchObject({
      held: 12,
      missed: 0,
      believed: 12,
    });
  });

  test("decides what was undecided, and leaves open what gets no answer", async () => {
    const foretold = await foretell([update(resources.em, { content: "u2.wl.sendgrid.net" })]);
    const all = { ...providers, ...published };
    expect(await scoreForecast({ forecast: foretold, paths, records }, resolverOf(all))).toMatchObject({ held: 12, decided: 12 });
    const silent = resolverOf({ ...all, [`bounce.${domain} MX`]: "timeout" });
    expect(await scoreForecast({ forecast: foretold, paths, records }, silent)).toMatchObject({ held: 0, decided: 12, open: 12 });
  });
});
