/** A file with a field's old name gets one fault at that field, whose remedy has the new one. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadDeclared } from "../../declaration/load";
import { retiredFields } from "../../declaration/schema/retired";
import { declaredData } from "../fixtures/declared";
import { accounts } from "../fixtures/environments/accounts";
import { organisation } from "../fixtures/environments/organisation";
import { staging } from "../fixtures/environments/staging";

type Staging = typeof staging;
type Account = (typeof accounts)[number];
type Domain = (typeof organisation)["domains"][number];

const allow = staging.recipients?.allow;
const reason = "The backend checks recipients.";

const ofEnvironment: [field: string, change: (value: Staging) => object, remedy: string][] = [
  [
    "cloudflare",
    ({ dns: _, ...value }) => ({ ...value, cloudflare: { zone: "example.net", zoneId: "0d4f" } }),
    'dns: { host: "cloudflare", zone: "example.net", zoneId: "0d4f" }',
  ],
  [
    "dnsElsewhere",
    ({ dns: _, ...value }) => ({ ...value, dnsElsewhere: { zone: "example.net" } }),
    'dns: { host: "by-hand", zone: "example.net" }',
  ],
  ["neverSends", (value) => ({ ...value, neverSends: [] }), "parkedNames"],
  ["recipients.notRefusedBy", (value) => ({ ...value, recipients: { allow, notRefusedBy: { sendgrid: reason } } }), "unenforced"],
  ["sendgrid.coldIpBecause", (value) => ({ ...value, sendgrid: { subuser: "own", coldIpBecause: reason } }), "lowVolumeReason"],
];

const ofAccount: [field: string, change: (value: Account) => object, remedy: string][] = [
  ["github.subjectsWithoutIds", (value) => ({ ...value, github: { ...value.github, subjectsWithoutIds: "refuse" } }), "remove it"],
  [
    "github.subjectsWithoutIds",
    (value) => ({ ...value, github: { ...value.github, subjectsWithoutIds: "accept" } }),
    "legacyOidcSubjects: true",
  ],
  ["sendgrid.settings", (value) => ({ ...value, sendgrid: { username: "one", settings: "here" } }), "ownsSettings: true"],
  ["sendgrid.settings", (value) => ({ ...value, sendgrid: { username: "one", settings: "elsewhere" } }), "ownsSettings: false"],
];

const ofDomain: [field: string, change: (value: Domain) => object, remedy: string][] = [
  ["dnsElsewhere", ({ dns: _, ...domain }) => ({ ...domain, dnsElsewhere: { zone: "example.com" } }), 'zone: "example.com" }'],
  ["neverSends", (domain) => ({ ...domain, neverSends: ["old.example.com"] }), "parkedNames"],
];

const faultsIn = (file: string, data: Parameters<typeof declaredData>[0]) =>
  loadDeclared(declaredData(data)).faults.filter((fault) => fault.file === file);

const oneFault = (path: string, remedy: string) => [expect.objectContaining({ path, remedy: expect.stringContaining(remedy) })];

test.each(ofEnvironment)("an environment with %s has one fault, with what to write instead", (field, change, remedy) => {
  const faults = faultsIn("environments/staging.ts", { environments: { staging: change(staging) } });
  expect(faults).toEqual(oneFault(field, remedy));
});

test.each(ofAccount)("an account with %s has one fault, with what to write instead (%#)", (field, change, remedy) => {
  const [first, ...others] = accounts as [Account, ...Account[]];
  expect(faultsIn("environments/accounts.ts", { accounts: [change(first), ...others] })).toEqual(oneFault(`[0].${field}`, remedy));
});

test.each(ofDomain)("an organisational domain with %s has one fault, with what to write instead", (field, change, remedy) => {
  const [first, ...others] = organisation.domains as [Domain, ...Domain[]];
  const faults = faultsIn("environments/organisation.ts", { organisation: { ...organisation, domains: [change(first), ...others] } });
  expect(faults).toEqual(oneFault(`domains[0].${field}`, remedy));
});

test("a field of another group with an old name is only unknown", () => {
  const faults = faultsIn("environments/staging.ts", { environments: { staging: { ...staging, sendgrid: { settings: "here" } } } });
  expect(faults).toMatchObject([{ path: "sendgrid.settings", problem: "is not known" }]);
});

test("every old name is tried here, and has a row in docs/upgrade.md", () => {
  const names = Object.keys(retiredFields).map((path) => path.replace("[].", ""));
  expect(names.filter((name) => ![...ofEnvironment, ...ofAccount].some(([tried]) => tried === name))).toEqual([]);
  const guide = readFileSync(join(__dirname, "..", "..", "docs", "upgrade.md"), "utf8");
  expect(names.filter((name) => !guide.includes(`| \`${name}`))).toEqual([]);
});
