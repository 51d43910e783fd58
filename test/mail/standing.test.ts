import { knownAfterApply } from "../../mail/dns/record";
import { type LiveRecord, standingOf, type WantedRecord } from "../../mail/records/standing";
import { parseTxt } from "../../mail/records/txt";

const spf = { type: "TXT", name: "example.com", value: "v=spf1 include:sendgrid.net ~all" };
const dmarc: WantedRecord = {
  type: "TXT",
  name: "_dmarc.example.com",
  value: "v=DMARC1; p=none; rua=mailto:a@example.com",
};
const mx = {
  type: "MX",
  name: "bounce.example.com",
  value: "feedback-smtp.eu-west-1.amazonses.com",
  priority: 10,
};
const nullMx: WantedRecord = { type: "MX", name: "old.example.com", value: ".", priority: 0 };
const cname: WantedRecord = { type: "CNAME", name: "s1._domainkey.example.com", value: "s1.u1.wl.sendgrid.net" };
const live = (type: string, content: string, id = "r1"): LiveRecord => ({ id, type, name: "x", value: parseTxt(content) });

test.each<[string, WantedRecord, LiveRecord[], string]>([
  ["nothing", spf, [], "free"],
  ["other TXT records", spf, [live("TXT", '"google-site-verification=x"'), live("MX", "mx.example.org")], "free"],
  ["the same SPF record, unquoted", spf, [live("TXT", "v=spf1 include:sendgrid.net ~all")], "adoptable"],
  ["an SPF record that the declared one covers", spf, [live("TXT", '"v=spf1 ~all"')], "adoptable"],
  ["an SPF record of another tool", spf, [live("TXT", '"v=spf1 include:_spf.google.com ~all"')], "merge"],
  ["two SPF records already", spf, [live("TXT", '"v=spf1 ~all"'), live("TXT", '"v=spf1 mx ~all"', "r2")], "merge"],
  [
    "two SPF records that the declared one covers: only one can be adopted",
    spf,
    [live("TXT", '"v=spf1 ~all"'), live("TXT", '"v=spf1 ?all"', "r2")],
    "merge",
  ],
  ["a CNAME", spf, [live("CNAME", "elsewhere.example.net")], "blocked"],
  ["a stricter DMARC record", dmarc, [live("TXT", '"v=DMARC1; p=reject"')], "merge"],
  ["the same MX record in capitals", mx, [live("MX", "Feedback-SMTP.eu-west-1.amazonses.com.")], "adoptable"],
  ["another MX record, where SES wants exactly one", mx, [live("MX", "mx.example.org")], "blocked"],
  ["a mail server at a name that shall receive nothing", nullMx, [live("MX", "mx.example.org")], "blocked"],
  ["a null MX, as Cloudflare writes it", nullMx, [live("MX", ".")], "adoptable"],
  ["the same CNAME", cname, [live("CNAME", "S1.u1.wl.sendgrid.net.")], "adoptable"],
  ["a CNAME elsewhere", cname, [live("CNAME", "s1.u2.wl.sendgrid.net")], "blocked"],
  ["an address", cname, [live("A", "192.0.2.1")], "blocked"],
  [
    "a CNAME, while ours is known only after apply",
    { ...cname, value: knownAfterApply },
    [live("CNAME", "s1.u1.wl.sendgrid.net")],
    "blocked",
  ],
])("beside %s", (_, wanted, found, kind) => {
  expect(standingOf(wanted, found).kind).toBe(kind);
});

test("two declared mail exchangers of one name do not stand in each other's way", () => {
  const [one, other] = [mx, { ...mx, value: "mx2.example.com" }];
  expect(standingOf(one, [live("MX", one.value), live("MX", other.value, "r2")], [other])).toMatchObject({
    kind: "adoptable",
    live: { id: "r1" },
  });
});

test("several records of another tool are merged into one, and what is not declared yet is told", () => {
  const found = [live("TXT", '"v=spf1 include:a.example ~all"'), live("TXT", '"v=spf1 mx -all"', "r2")];
  expect(standingOf(spf, found)).toMatchObject({
    kind: "merge",
    live: [{ id: "r1" }, { id: "r2" }],
    missing: ["include:a.example", "mx", "-all"],
    merged: "v=spf1 include:a.example mx include:sendgrid.net -all",
  });
});
