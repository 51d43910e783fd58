import { knownOrganisationalDomains, knownSendingDomain } from "../../declaration/known-domains";
import type { MailRecord } from "../../mail/records/mail-record";
import { organisation } from "../fixtures/environments/organisation";
import { staging } from "../fixtures/environments/staging";

const cname = (name: string): MailRecord => ({ id: name, type: "CNAME", name, value: "provider.example", ttl: 300 });

test("of a sending domain the applied records tell the selectors, and the declaration where mail comes and goes", () => {
  const records = [`s1._domainkey.${staging.sendingDomain}`, `abc._domainkey.${staging.sendingDomain}`, `em.${staging.sendingDomain}`].map(
    cname,
  );
  expect(knownSendingDomain(staging, records)).toEqual({
    domain: "mail.staging.example.net",
    selectors: ["s1", "abc"],
    returnPaths: ["em.mail.staging.example.net", "bounce.mail.staging.example.net"],
    replyDomain: "example.net",
    reportDomains: ["example.net", "example.net"],
  });
});

test("a capture server has no return path, and a web address for reports no mailbox", () => {
  const dev = { ...staging, sendingProviders: { primary: "capture" as const }, tlsRpt: { reportTo: ["https://reports.example.org/tls"] } };
  expect(knownSendingDomain(dev, [])).toMatchObject({ selectors: [], returnPaths: [], reportDomains: ["example.net"] });
});

test("every organisational domain is known", () => {
  expect(knownOrganisationalDomains(organisation).map(({ domain }) => domain)).toEqual(["example.com", "example.net"]);
});
