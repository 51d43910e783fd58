import { zoneOf } from "../../declaration/dns-hosts/dns-hosts";
import { loadDeclared } from "../../declaration/load";
import type { OrganisationalDomain } from "../../declaration/schema/organisation";
import { declaredData } from "../fixtures/declared";
import { organisation } from "../fixtures/environments/organisation";
import { cloudflareOf } from "./cloudflare-of";

const loadOrganisation = (value: unknown = organisation) => loadDeclared(declaredData({ organisation: value })).organisation();

const [first, second] = organisation.domains as [OrganisationalDomain, OrganisationalDomain];
const raised = (dmarc: object) => ({ ...organisation, domains: [{ ...first, dmarc: { ...first.dmarc, ...dmarc } }] });
const evidence = "aggregate reports of 2026-10: every sender aligned";

const wrong: [name: string, data: unknown, fault: string][] = [
  [
    "a domain that is raised without evidence",
    raised({ policy: "quarantine" }),
    'environments/organisation.ts: domains[0].dmarc.policy is raised without evidence, got "quarantine", expected "none", or dmarc.evidence beside it\n  read the aggregate reports of a month, then say in dmarc.evidence what they showed',
  ],
  [
    "subdomains that are raised without evidence",
    raised({ sp: "reject" }),
    'environments/organisation.ts: domains[0].dmarc.sp is raised without evidence, got "reject", expected "none", or dmarc.evidence beside it\n  read the aggregate reports of a month, then say in dmarc.evidence what they showed',
  ],
  [
    "evidence that says nothing",
    raised({ policy: "reject", evidence: "trust me" }),
    'environments/organisation.ts: domains[0].dmarc.evidence is not evidence, got "trust me", expected at least 20 characters without line breaks\n  say what was read and what it showed, such as "aggregate reports of 2026-10: every sender aligned"',
  ],
  [
    "a domain that an environment sends from",
    { ...organisation, domains: [{ ...first, dns: { host: "cloudflare", zone: "mail.example.com", zoneId: "0".repeat(32) } }] },
    'environments/organisation.ts: domains[0].dns.zone belongs to the environment "prod", got "mail.example.com", expected a name not at or below "mail.example.com"\n  send from a subdomain, such as mail.<domain>; it protects the domain\'s reputation too',
  ],
  [
    "a zone by another zone's id",
    { ...organisation, domains: [{ ...first, dns: { ...first.dns, zoneId: cloudflareOf(second).zoneId } }] },
    'environments/organisation.ts: domains[0].dns.zoneId is not that of its zone, got "0d4f3e6a8b1c4d5e9f70213243546576", expected the id of "example.com": this one is that of "example.net"\n  copy it from the zone\'s overview page in the Cloudflare dashboard',
  ],
  [
    "a silent name that an environment owns",
    { ...organisation, domains: [{ ...second, neverSends: ["old.example.net", "em.mail.dev.example.net"] }] },
    'environments/organisation.ts: domains[0].neverSends[1] belongs to the environment "dev", got "em.mail.dev.example.net", expected a name not at or below "mail.dev.example.net"\n  send from a subdomain, such as mail.<domain>; it protects the domain\'s reputation too',
  ],
  [
    "a silent name of another domain",
    { ...organisation, domains: [{ ...second, neverSends: ["www.example.com"] }] },
    'environments/organisation.ts: domains[0].neverSends[0] is not below the domain, got "www.example.com", expected a name below "example.net"\n  a name elsewhere belongs to another file: environments/organisation.ts for an organisational domain',
  ],
  [
    "an account that nobody declares",
    { ...organisation, aws: { ...organisation.aws, account: "999999999999" } },
    'environments/organisation.ts: aws.account is not a declared account, got "999999999999", expected "111122223333" or "444455556666"\n  correct it, or add the account to environments/accounts.ts',
  ],
  [
    "a domain twice",
    { ...organisation, domains: [first, first] },
    'environments/organisation.ts: domains[1].dns.zone is declared twice, got "example.com", expected each domain once\n  merge the two entries',
  ],
  [
    "a sender twice",
    { ...organisation, domains: [{ ...first, spf: { alsoInclude: ["_spf.google.com", "_spf.google.com"] } }] },
    'environments/organisation.ts: domains[0].spf names include:_spf.google.com twice, got {"alsoInclude":["_spf.google.com","_spf.google.com"]}, expected each sender once\n  remove what no longer sends',
  ],
  [
    "a misspelt key",
    { ...organisation, domain: [] },
    "environments/organisation.ts: domain is not known, got [], expected only the fields in docs/configuration.md\n  correct its spelling, or remove it",
  ],
];

test.each(wrong)("tells %s, with its place, value, what is allowed and the remedy", (_, data, fault) => {
  expect(() => loadOrganisation(data)).toThrow(expect.objectContaining({ message: fault, exitCode: 2 }));
});

test.each([[raised({ policy: "reject", sp: "quarantine", evidence })], [raised({ np: "reject" })], [{ ...organisation, domains: [] }]])(
  "accepts %#",
  (data) => {
    expect(loadOrganisation(data)).toEqual(data);
  },
);

test.each([undefined, null, 7, "text", [], { domains: "all" }, { domains: [null, 7] }])(
  "survives %p in place of the organisation",
  (value) => {
    expect(() => loadOrganisation(value ?? null)).toThrow("environments/organisation.ts: ");
  },
);

test("loads the organisation of this repository", () => {
  expect(loadOrganisation().domains.map(zoneOf)).toEqual(["example.com", "example.net"]);
});
