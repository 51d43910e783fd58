import { findConflicts } from "../../../findings/forecast/conflicts";
import { knownAfterApply } from "../../../mail/dns/record";
import { cached } from "../../../mail/dns/resolve";
import type { EditedRecord, RecordEdit } from "../../../mail/forecast/overlay";
import { resolverOf, type Zone } from "../../mail/dns-zone";

const record = (type: string, name: string, value: EditedRecord["value"], more: Partial<EditedRecord> = {}): EditedRecord => ({
  ...{ type, name, value, proxied: false },
  ...more,
});
const em = record("CNAME", "em.mail.example.com", "u1.wl.sendgrid.net");
const s1 = record("CNAME", "s1._domainkey.mail.example.com", "s1.domainkey.u1.wl.sendgrid.net");
const mx = record("MX", "bounce.mail.example.com", "feedback-smtp.eu-west-1.amazonses.com", { priority: 10 });
const spf = record("TXT", "bounce.mail.example.com", "v=spf1 include:amazonses.com ~all");
const key = "k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAuJjV0Bq2o7r5nVxJ9m3xwq7xk1f2yqM9m0Zs0w4QjIDAQAB";

async function found(edits: RecordEdit[], zone: Zone) {
  const { resolve, asked } = resolverOf(zone);
  const { findings, ...names } = await findConflicts(edits, cached(resolve));
  return { asked, names, findings: findings.map(({ id, severity, what }) => `${severity} ${id}: ${what}`) };
}
const create = (...records: EditedRecord[]): RecordEdit[] => records.map((after) => ({ after }));

test("names at which nothing is cost one question each, and nothing is found", async () => {
  const { asked, names, findings } = await found(create(em, s1, mx, spf, { ...s1, name: knownAfterApply }), {});
  expect(findings).toEqual([]);
  expect(names).toEqual({ free: 3, unknown: 1 });
  expect(asked).toEqual([`${em.name} CNAME`, `${s1.name} CNAME`, `${mx.name} MX`, `${spf.name} TXT`]);
});

test.each<[string, EditedRecord, Zone, string]>([
  [
    "a CNAME where another tool's CNAME is",
    em,
    { "em.mail.example.com CNAME": ["other.example.org"] },
    'error forecast/name-in-use: em.mail.example.com would get a CNAME beside CNAME "other.example.org", which Terraform does not manage; if it was',
  ],
  [
    "a CNAME where there is an address",
    em,
    { "em.mail.example.com A": ["192.0.2.1"] },
    'error forecast/name-in-use: em.mail.example.com would get a CNAME beside A "192.0.2.1", which',
  ],
  [
    "a selector at which somebody else's key is",
    s1,
    { "s1._domainkey.mail.example.com TXT": [key] },
    'error forecast/name-in-use: s1._domainkey.mail.example.com would get a CNAME beside TXT the DKIM key "k=rsa; p=MIIB',
  ],
  [
    "a text where another tool's CNAME is",
    spf,
    { "bounce.mail.example.com CNAME": ["other.example.org"], "other.example.org TXT": ["v=spf1 -all"] },
    'error forecast/name-in-use: bounce.mail.example.com would get a TXT beside CNAME "other.example.org"',
  ],
  [
    "an MX beside somebody else's at the MAIL FROM name",
    mx,
    { "bounce.mail.example.com MX": ["5 mx.example.org"] },
    'error forecast/second-record: bounce.mail.example.com would have a second MX beside MX "5 mx.example.org"',
  ],
  [
    "a null MX where mail is taken",
    record("MX", "old.example.com", "", { priority: 0 }),
    { "old.example.com MX": ["10 mx.example.org"] },
    "error forecast/second-record: old.example.com would have a second MX",
  ],
  [
    "a key beside another key",
    record("TXT", "k._domainkey.mail.example.com", `${key}AA`),
    { "k._domainkey.mail.example.com TXT": [key] },
    "error forecast/second-record: k._domainkey.mail.example.com would have a second TXT beside TXT the DKIM key",
  ],
  [
    "what is there already, the same",
    em,
    { "em.mail.example.com CNAME": ["u1.wl.sendgrid.net"] },
    "warning forecast/already-there: em.mail.example.com CNAME is there already, and says the same; if it was deleted just now, that answer is cached for 300 s more",
  ],
  [
    "a text that is there already",
    spf,
    { "bounce.mail.example.com TXT": ["google-site-verification=x", "v=spf1 include:amazonses.com ~all"] },
    "warning forecast/already-there: bounce.mail.example.com TXT is there already",
  ],
])("finds %s", async (_, after, zone, expected) => {
  const { findings } = await found(create(after), zone);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toContain(expected);
});

test("other texts at the name are in nobody's way, nor is what Terraform manages itself", async () => {
  expect((await found(create(spf), { "bounce.mail.example.com TXT": ["google-site-verification=x"] })).findings).toEqual([]);
  const moved: RecordEdit[] = [{ before: record("A", "em.mail.example.com", "192.0.2.1") }, { after: em }];
  expect((await found(moved, { "em.mail.example.com A": ["192.0.2.1"] })).findings).toEqual([]);
  const changed: RecordEdit[] = [{ before: em, after: { ...em, value: "u2.wl.sendgrid.net" } }];
  expect((await found(changed, { "em.mail.example.com CNAME": ["u1.wl.sendgrid.net"] })).asked).toEqual([]);
});

test("what a wildcard answers is not at the name, but will be missed there; one finding for all names", async () => {
  const zone = Object.fromEntries(
    ["em.mail.example.com", "*.mail.example.com", "s1._domainkey.mail.example.com", "*._domainkey.mail.example.com"].map((name) => [
      `${name} A`,
      ["192.0.2.1"],
    ]),
  );
  const { findings } = await found(create(em, s1), zone);
  expect(findings).toEqual([
    'warning forecast/wildcard-shadowed: a wildcard answers for em.mail.example.com and 1 more name (A "192.0.2.1"); once the record exists, the wildcard no longer answers there, nor at names above it that have no records of their own',
  ]);
});

test("a name that is known after the apply is not asked for, and no answer is no finding", async () => {
  expect((await found(create({ ...em, name: knownAfterApply }), {})).asked).toEqual([]);
  expect(
    (await found(create(em, mx), { "em.mail.example.com CNAME": "servfail", "bounce.mail.example.com MX": "timeout" })).findings,
  ).toEqual([]);
});
