/** Which senders beside the sending providers are declared, and what a rehearsal knows of each: nothing that is misspelt becomes green in silence. */
import { loadDeclared } from "../../declaration/load";
import { isOutside, otherSenders, outsideNames } from "../../rehearsal/other-senders";
import { declaredData } from "../fixtures/declared";
import { dev } from "../fixtures/environments/dev";
import { organisation } from "../fixtures/environments/organisation";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";

function sendersOf({ include = [], allow = [], atStaging = [] }: { include?: string[]; allow?: string[]; atStaging?: string[] }) {
  const [first, ...others] = organisation.domains;
  const declared = loadDeclared(
    declaredData({
      environments: { dev, staging: { ...staging, spf: { alsoInclude: atStaging } }, prod },
      organisation: {
        ...organisation,
        domains: [{ ...first, spf: { alsoInclude: include, ...(allow.length > 0 ? { alsoAllow: allow } : {}) } }, ...others],
      },
    }),
  );
  expect(declared.faults).toEqual([]);
  return otherSenders(declared);
}

test("well-known ones are known by their records, with the month in which these were read, also one that is nested", () => {
  expect(sendersOf({ include: ["_spf.google.com", "_spf.mailgun.org"] })).toEqual([
    {
      stack: "organisation",
      field: "environments/organisation.ts: domains[0].spf.alsoInclude[0]",
      name: "_spf.google.com",
      kind: "include",
      sender: "Google Workspace",
      known: "record",
      readOn: "2026-11",
    },
    expect.objectContaining({ name: "_spf.mailgun.org", sender: "Mailgun", known: "record" }),
  ]);
});

test.each([
  ["_spf.gogle.com", "_spf.google.com"],
  ["_spf.googel.com", "_spf.google.com"],
  ["spf.protection.outlok.com", "spf.protection.outlook.com"],
  ["mail.zendesk.co", "mail.zendesk.com"],
])("%s is not known, and looks like %s", (name, like) => {
  const found = sendersOf({ atStaging: [name] });
  expect(found).toEqual([
    { stack: "staging", field: "environments/staging.ts: spf.alsoInclude[0]", name, kind: "include", known: "nothing", like },
  ]);
  expect(found.filter(isOutside)).toHaveLength(1);
  expect(outsideNames(found)).toEqual({ includes: [name], hosts: [], exchanging: [] });
});

test("of some no more than the name is known, and of a stranger nothing", () => {
  const found = sendersOf({ include: ["zohomail.com", "123.spf02.hubspotemail.net", "_spf.newsletters.example"] });
  expect(found.map(({ known, sender, like }) => ({ known, sender, like }))).toEqual([
    { known: "name", sender: "Zoho Mail", like: undefined },
    { known: "name", sender: "HubSpot", like: undefined },
    { known: "nothing", sender: undefined, like: undefined },
  ]);
  expect(outsideNames(found).includes).toHaveLength(3);
});

test("the sending providers' names and our own are in the sandbox anyway", () => {
  expect(sendersOf({ include: ["amazonses.com", "sendgrid.net", "mail.example.com", "example.net"] })).toEqual([]);
});

test("hosts and exchangers that may send are outside; addresses and what depends on the message are not asked for", () => {
  const found = sendersOf({
    allow: ["a:relay.example.com", "mx:office.example.com/28", "mx", "a", "ip4:192.0.2.0/24", "exists:%{i}._spf.example.com"],
  });
  expect(found.map(({ name, kind, field }) => ({ name, kind, field }))).toEqual([
    { name: "relay.example.com", kind: "host", field: "environments/organisation.ts: domains[0].spf.alsoAllow[0]" },
    { name: "office.example.com", kind: "exchanging", field: "environments/organisation.ts: domains[0].spf.alsoAllow[1]" },
  ]);
  expect(outsideNames(found)).toEqual({ includes: [], hosts: ["relay.example.com"], exchanging: ["office.example.com"] });
});
