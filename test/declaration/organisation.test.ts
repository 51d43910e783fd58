import { zoneOf } from "../../declaration/dns-hosts/dns-hosts";
import { organisationFile } from "../../declaration/files";
import { loadDeclared } from "../../declaration/load";
import type { OrganisationalDomain } from "../../declaration/schema/organisation";
import { declaredData } from "../fixtures/declared";
import { organisation } from "../fixtures/environments/organisation";
import { cloudflareOf } from "./cloudflare-of";

const loadOrganisation = (value: unknown = organisation) => loadDeclared(declaredData({ organisation: value })).organisation();

const [first, second] = organisation.domains as [OrganisationalDomain, OrganisationalDomain];
const raised = (dmarc: object) => ({ ...organisation, domains: [{ ...first, dmarc: { ...first.dmarc, ...dmarc } }] });
const evidence = "aggregate reports of 2026-10: every sender aligned";

const inWords = { problem: expect.any(String), expected: expect.any(String), remedy: expect.any(String) };
const wrong: [name: string, data: unknown, path: string, got: unknown][] = [
  ["a domain that is raised without evidence", raised({ policy: "quarantine" }), "domains[0].dmarc.policy", "quarantine"],
  ["subdomains that are raised without evidence", raised({ sp: "reject" }), "domains[0].dmarc.sp", "reject"],
  ["evidence that says nothing", raised({ policy: "reject", evidence: "trust me" }), "domains[0].dmarc.evidence", "trust me"],
  [
    "a domain that an environment sends from",
    { ...organisation, domains: [{ ...first, dns: { host: "cloudflare", zone: "mail.example.com", zoneId: "0".repeat(32) } }] },
    "domains[0].dns.zone",
    "mail.example.com",
  ],
  [
    "a zone by another zone's id",
    { ...organisation, domains: [{ ...first, dns: { ...first.dns, zoneId: cloudflareOf(second).zoneId } }] },
    "domains[0].dns.zoneId",
    "0d4f3e6a8b1c4d5e9f70213243546576",
  ],
  [
    "a silent name that an environment owns",
    { ...organisation, domains: [{ ...second, parkedNames: ["old.example.net", "em.mail.dev.example.net"] }] },
    "domains[0].parkedNames[1]",
    "em.mail.dev.example.net",
  ],
  [
    "a silent name of another domain",
    { ...organisation, domains: [{ ...second, parkedNames: ["www.example.com"] }] },
    "domains[0].parkedNames[0]",
    "www.example.com",
  ],
  [
    "an account that nobody declares",
    { ...organisation, aws: { ...organisation.aws, account: "999999999999" } },
    "aws.account",
    "999999999999",
  ],
  ["a domain twice", { ...organisation, domains: [first, first] }, "domains[1].dns.zone", "example.com"],
  [
    "a sender twice",
    { ...organisation, domains: [{ ...first, spf: { alsoInclude: ["_spf.google.com", "_spf.google.com"] } }] },
    "domains[0].spf",
    { alsoInclude: ["_spf.google.com", "_spf.google.com"] },
  ],
  ["a misspelt key", { ...organisation, domain: [] }, "domain", []],
];

test.each(wrong)("tells %s, with its place, value, what is allowed and the remedy", (_, organisation, path, got) => {
  const { faults } = loadDeclared(declaredData({ organisation }));
  expect(faults).toEqual([{ file: organisationFile, path, got, ...inWords }]);
  expect(() => loadOrganisation(organisation)).toThrow(expect.objectContaining({ exitCode: 2 }));
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
