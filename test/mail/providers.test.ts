import { linkBrandingRecords, sendgrid, sendgridRecords } from "../../mail/providers/sendgrid";
import { sesRecords, sesSmtpPassword, signingZoneShortcoming } from "../../mail/providers/ses";

// Computed from Amazon's published algorithm, for a secret that is no key of anybody.
test.each([
  ["us-east-1", "BMU39oGRFDZgs0Mw0RjhVkfazsa9KpRlSMZWFvdFBP/J"],
  ["eu-west-1", "BF6tPForKVxCs0XbSQKG8ByzkPDWCVGCSLjfAPAjbLhk"],
  ["eu-central-1", "BMXhUYlu5Z3gSXVQORxlVa7XPaz91aGWdfHxvkOZdWZ2"],
  ["us-west-1", "BH+jbMzper5WwlwUar9E1ySBqHa9whi0GPo+sJ0mVYJj"],
])("derives the SES SMTP password for %s", (region, expected) => {
  expect(sesSmtpPassword({ secretAccessKey: "some+secret+key", region })).toBe(expected);
});

test("SES needs three DKIM names and a MAIL FROM domain", () => {
  const records = sesRecords({
    domain: "mail.example.com",
    mailFrom: "bounce.mail.example.com",
    region: "eu-west-1",
    tokens: ["a", "b", "c"],
    signingZone: "dkim.amazonses.com",
  });
  expect(records.map(({ type, name, priority, value }) => [type, name, priority, value].filter(Boolean).join(" "))).toEqual([
    "CNAME a._domainkey.mail.example.com a.dkim.amazonses.com",
    "CNAME b._domainkey.mail.example.com b.dkim.amazonses.com",
    "CNAME c._domainkey.mail.example.com c.dkim.amazonses.com",
    "MX bounce.mail.example.com 10 feedback-smtp.eu-west-1.amazonses.com",
    "TXT bounce.mail.example.com v=spf1 include:amazonses.com ~all",
  ]);
});

test("SES's DKIM records point into the zone that is declared, and another one that SES names is told", () => {
  const records = sesRecords({
    domain: "a.example",
    mailFrom: "b.a.example",
    region: "eu-west-1",
    tokens: ["x", "y", "z"],
    signingZone: "dkim.eu.example",
  });
  expect(records.filter(({ type }) => type === "CNAME").map(({ value }) => value)).toEqual([
    "x.dkim.eu.example",
    "y.dkim.eu.example",
    "z.dkim.eu.example",
  ]);
  expect(signingZoneShortcoming("dkim.eu.example", "dkim.eu.example")).toBeUndefined();
  expect([signingZoneShortcoming(undefined), signingZoneShortcoming("dkim.amazonses.com")]).toEqual([undefined, undefined]);
  expect(signingZoneShortcoming("dkim.eu.example")).toContain('ses.signingZone "dkim.eu.example"');
});

test("SendGrid needs three aliases", () => {
  const targets = { returnPath: "u1.wl.sendgrid.net", dkim1: "s1.domainkey.u1.wl.sendgrid.net", dkim2: "s2.domainkey.u1.wl.sendgrid.net" };
  const records = sendgridRecords({ domain: "mail.example.com", subdomain: "em", targets });
  expect(records.map(({ type, name, value }) => `${type} ${name} ${value}`)).toEqual([
    "CNAME em.mail.example.com u1.wl.sendgrid.net",
    "CNAME s1._domainkey.mail.example.com s1.domainkey.u1.wl.sendgrid.net",
    "CNAME s2._domainkey.mail.example.com s2.domainkey.u1.wl.sendgrid.net",
  ]);
});

test("tracked links need two aliases, the second by a name that only SendGrid knows", () => {
  const owner = { name: "8426947.mail.example.com", target: "sendgrid.net" };
  const records = linkBrandingRecords({ name: "links.mail.example.com", target: "sendgrid.net", owner });
  expect(records.map(({ id, type, name, value }) => `${id}: ${type} ${name} ${value}`)).toEqual([
    "sendgrid-links: CNAME links.mail.example.com sendgrid.net",
    "sendgrid-links-owner: CNAME 8426947.mail.example.com sendgrid.net",
  ]);
});

test.each([
  [undefined, "smtp.sendgrid.net"],
  ["global" as const, "smtp.sendgrid.net"],
  ["eu" as const, "smtp.eu.sendgrid.net"],
])("SendGrid takes mail of the region %p at %s", (region, host) => {
  expect(sendgrid.submission({ aws: { region: "eu-west-1" }, sendgrid: { region } })).toEqual({ host, port: 587 });
});
