/** What a change at the organisational domain does to the mail of environments below it, and what of it nobody can know. */

import { readPlanJson } from "../../changes/plan";
import type { DeclaredPath } from "../../mail/forecast/sending-path";
import { forecastSummary, forecastText } from "../../reports/forecast/text";
import { plain } from "../../reports/layout";
import { forecast } from "../../workflows/forecast";
import { create, keep, type ResourceChange, remove, terraformPlan, txt, update } from "../changes/terraform-plan";
import { rsaPublicKey } from "../fixtures/rsa-public-keys";
import { resolverOf, type Zone } from "../mail/dns-zone";

const domain = "mail.example.com";
const key = `k=rsa; p=${rsaPublicKey(1024)}`;
const tokens = ["a1", "b2", "c3"];

const live: Zone = {
  "sendgrid.net TXT": ["v=spf1 ip4:192.0.2.0/24 ~all"],
  "u1.wl.sendgrid.net TXT": ["v=spf1 include:sendgrid.net -all"],
  "amazonses.com TXT": ["v=spf1 ip4:198.51.100.0/24 -all"],
  ...Object.fromEntries(["s1", "s2"].map((selector) => [`${selector}.domainkey.u1.wl.sendgrid.net TXT`, [key]])),
  ...Object.fromEntries(tokens.map((token) => [`${token}.dkim.amazonses.com TXT`, [key]])),
  [`${domain} TXT`]: ["v=spf1 include:sendgrid.net include:amazonses.com ~all"],
  [`_dmarc.${domain} TXT`]: ["v=DMARC1; p=none; rua=mailto:d@example.com"],
  [`em.${domain} CNAME`]: ["u1.wl.sendgrid.net"],
  ...Object.fromEntries(["s1", "s2"].map((each) => [`${each}._domainkey.${domain} CNAME`, [`${each}.domainkey.u1.wl.sendgrid.net`]])),
  ...Object.fromEntries(tokens.map((token) => [`${token}._domainkey.${domain} CNAME`, [`${token}.dkim.amazonses.com`]])),
  [`bounce.${domain} MX`]: ["10 feedback-smtp.eu-west-1.amazonses.com"],
  [`bounce.${domain} TXT`]: ["v=spf1 include:amazonses.com ~all"],
  "example.com TXT": ["v=spf1 include:sendgrid.net ~all"],
  "_dmarc.example.com TXT": ["v=DMARC1; p=none; sp=none; rua=mailto:d@example.com"],
};

const dmarc = txt("dmarc", "_dmarc.example.com", "v=DMARC1; p=none; sp=none; rua=mailto:d@example.com");
const spf = txt("spf", "example.com", "v=spf1 include:sendgrid.net ~all");
const text = (value: string) => ({ content: `"${value}"` });

const paths: DeclaredPath[] = [
  { provider: "sendgrid", authorDomain: domain, returnPath: `em.${domain}` },
  { provider: "ses", authorDomain: domain, returnPath: `bounce.${domain}` },
];
const elsewhere = tokens.map((token) => ({
  ...{ id: token, type: "CNAME" as const, ttl: 300 },
  ...{ name: `${token}._domainkey.${domain}`, value: `${token}.dkim.amazonses.com` },
}));

function foretell(changes: ResourceChange[], { zone = live, about = { paths, elsewhere } as object } = {}) {
  const records = readPlanJson(terraformPlan(...changes)).records;
  return forecast({ domains: ["example.com"], paths, records, ...about }, resolverOf(zone));
}

const told = ({ findings }: { findings: { id: string; severity: string; what: string }[] }): string[] =>
  findings.map(({ id, severity, what }) => `${severity} ${id}: ${what}`);
const without = (...names: string[]): Zone => Object.fromEntries(Object.entries(live).filter(([name]) => !names.includes(name)));

const raised = update(dmarc, text("v=DMARC1; p=reject; sp=reject; rua=mailto:d@example.com"));

test("an environment with a DMARC record of its own is not reached by the organisation's, which is said; unknown senders are", async () => {
  const result = await foretell([raised, keep(spf)]);
  expect(told(result)).toEqual([
    "info forecast/unknown-senders: DMARC would ask for more of mail from example.com (none -> reject), and of mail from names below it without a record of their own (none -> reject); the forecast does not know who else sends this way",
  ]);
  expect(forecastSummary(result)).toContain("  ses for mail.example.com: inbox everywhere -> inbox everywhere");
  const shown = plain(forecastText("organisation", result));
  expect(shown).toContain("ses       mail.example.com  yahoo     inbox   inbox");
  expect(shown).toContain(
    "DMARC of example.com and names below it that have no record, for mail that fails: delivered and reported -> refused",
  );
});

test("an environment whose own record is not there, and whose mail does not pass, is broken by it, and the plan held back", async () => {
  const result = await foretell([raised, keep(spf)], { zone: without(`_dmarc.${domain} TXT`, `em.${domain} CNAME`) });
  expect(told(result)[0]).toMatch(/^error forecast\/mail-would-fail: mail from mail\.example\.com by sendgrid would fail\. gmail: refused/);
});

test("where the names of SES's keys cannot be known its keys are taken for granted, which is said", async () => {
  const assumed = { paths: paths.map((path) => (path.provider === "ses" ? { ...path, assumed: "its keys are right" } : path)) };
  const result = await foretell([raised, keep(spf)], { about: assumed });
  expect(result.paths.map(({ after }) => after.verdicts[0]?.outcome)).toEqual(["inbox", "inbox"]);
  expect(forecastText("organisation", result)).toContain("assumed for mail.example.com: its keys are right");
  const unset = await foretell([raised, keep(spf)], { about: assumed, zone: without(`bounce.${domain} MX`, `bounce.${domain} TXT`) });
  expect(unset.paths[1]?.after.isSetUp).toBe(false);
});

test("SPF that no longer lets a sender use the organisational domain says that others may", async () => {
  expect(told(await foretell([keep(dmarc), update(spf, text("v=spf1 ~all"))]))).toEqual([
    "info forecast/unknown-senders: SPF of example.com would no longer let include:sendgrid.net (1 look-up) send with it as return path; the forecast does not know who else sends this way",
  ]);
});

describe("consent to DMARC reports of another organisation", () => {
  const reporting = { ...live, [`_dmarc.${domain} TXT`]: ["v=DMARC1; p=none; rua=mailto:d@example.net"] };
  const consent = txt("consent", `${domain}._report._dmarc.example.net`, "v=DMARC1");
  const consenting = { ...reporting, [`${domain}._report._dmarc.example.net TXT`]: ["v=DMARC1"] };

  test("that goes while an environment reports there is found", async () => {
    expect(told(await foretell([remove(consent)], { zone: consenting }))).toEqual([
      "error forecast/reports-refused: reports about mail.example.com go to mailto:d@example.net, and example.net would no longer consent to that",
    ]);
  });

  test("that goes once nobody reports there any more is not", async () => {
    const zone = { ...live, [`${domain}._report._dmarc.example.net TXT`]: ["v=DMARC1"] };
    expect(told(await foretell([remove(consent)], { zone }))).toEqual([]);
  });

  test("that is not there yet when reports are asked for is a warning, and comes with the organisation's plan", async () => {
    const asking = create(txt("own", `_dmarc.${domain}`, "v=DMARC1; p=none; rua=mailto:d@example.net"));
    const zone = without(`_dmarc.${domain} TXT`);
    const about = { domains: [domain] };
    expect(told(await foretell([asking], { zone, about }))).toEqual([
      "warning forecast/reports-refused: reports about mail.example.com would go to mailto:d@example.net, and example.net does not consent to that yet",
    ]);
    expect(told(await foretell([asking, create(consent)], { zone, about }))).toEqual([]);
  });
});
