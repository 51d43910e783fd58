import { checkEnvironment, faultText } from "../../declaration/check";
import { loadDeclared } from "../../declaration/load";
import { valueAt } from "../../declaration/relations/relations";
import { declared, declaredData } from "../fixtures/declared";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";
import { cloudflareOf } from "./cloudflare-of";
import { keysOf } from "./complete";

function loadEnvironments(environments: Record<string, unknown>) {
  const loaded = loadDeclared(declaredData({ environments }));
  loaded.requireSound();
  return loaded.environments;
}

type Change = (value: Record<string, never> & typeof staging) => unknown;

/** What makes staging an environment that only captures. */
const capturing = {
  sendingProviders: { primary: "capture" },
  capture: { host: "localhost", port: 1025, api: "http://localhost:8025" },
  spf: { alsoInclude: [], all: "-all" },
  dmarc: { ...staging.dmarc, policy: "reject" },
};

const enoughMailOf = (perMonth: number) => ({ capacity: { ...staging.capacity, perMonth } });
const enoughMail = enoughMailOf(100_000);
const namesInUse = {
  parkedNames: ["unused.mail.staging.example.net"],
  mx: [{ host: "mx.mail.staging.example.net", priority: 10 }],
  frontendUrl: "https://app.mail.staging.example.net",
};

const nineIncludes = Array.from({ length: 9 }, (_, index) => `spf${index}.example.org`);

/** What the rules between fields refuse, and keys that are none; one wrong value of every field is in wrong-values.test.ts. */
const wrong: [name: string, change: Change, path: string][] = [
  ["a misspelt key", (value) => ({ ...value, frontentUrl: "https://app.example.net" }), "frontentUrl"],
  ["a setting that a whole SendGrid account shares", (value) => ({ ...value, sendgrid: { requireTls: true } }), "sendgrid.requireTls"],
  ["a missing part", ({ sender: _, ...value }) => value, "sender"],
  ["no place where DNS is kept", ({ dns: _, ...value }) => value, "dns"],
  [
    "a sending domain outside a zone that is kept elsewhere",
    (value) => ({ ...value, dns: { host: "by-hand", zone: "example.org" } }),
    "sendingDomain",
  ],
  [
    "a sending domain outside the zone",
    (value) => ({ ...value, sendingDomain: "mail.example.org", sender: { ...value.sender, address: "invitations@mail.example.org" } }),
    "sendingDomain",
  ],
  [
    "a sender outside the sending domain",
    (value) => ({ ...value, sender: { ...value.sender, address: "invitations@example.net" } }),
    "sender.address",
  ],
  [
    "a standby that is the primary",
    (value) => ({ ...value, sendingProviders: { primary: "ses", standby: "ses" } }),
    "sendingProviders.standby",
  ],
  ["a capture provider without its server", (value) => ({ ...value, ...capturing, capture: undefined }), "capture"],
  ["a capture server that nobody uses", (value) => ({ ...value, capture: capturing.capture }), "capture"],
  [
    "a standby beside a capture server",
    (value) => ({ ...value, ...capturing, sendingProviders: { primary: "capture", standby: "ses" } }),
    "sendingProviders.standby",
  ],
  [
    "a capture environment whose forgeries may pass SPF",
    (value) => ({ ...value, ...capturing, spf: { alsoInclude: [], all: "~all" } }),
    "spf.all",
  ],
  ["a capture environment whose forgeries may be delivered", (value) => ({ ...value, ...capturing, dmarc: value.dmarc }), "dmarc.policy"],
  ["nobody who approves where anybody may be written to", ({ recipients: _, ...value }) => value, "review.reviewers"],
  [
    "a provider that cannot refuse strangers, unacknowledged",
    (value) => ({ ...value, recipients: { allow: value.seedMailboxes } }),
    "recipients.unenforced.sendgrid",
  ],
  ["a seed mailbox that would be refused", (value) => ({ ...value, seedMailboxes: ["seed@gmail.com"] }), "seedMailboxes[0]"],
  ["a sender that is allowed already", (value) => ({ ...value, spf: { alsoInclude: ["sendgrid.net"] } }), "spf"],
  [
    "more senders than SPF can name",
    (value) => ({ ...value, spf: { alsoInclude: [], alsoAllow: ["a", "mx", ...[1, 2, 3, 4, 5, 6, 7].map((n) => `a:s${n}.example.org`)] } }),
    "spf",
  ],
  [
    "a reply-to at a domain without mail servers",
    (value) => ({ ...value, sender: { ...value.sender, replyTo: "support@mail.staging.example.net" } }),
    "sender.replyTo",
  ],
  ["a parked name outside the sending domain", (value) => ({ ...value, parkedNames: ["www.example.net"] }), "parkedNames[0]"],
  ["a parked name from which bounces come", (value) => ({ ...value, parkedNames: ["bounce.mail.staging.example.net"] }), "parkedNames[0]"],
  [
    "a parked name twice",
    (value) => ({ ...value, parkedNames: ["a.mail.staging.example.net", "a.mail.staging.example.net"] }),
    "parkedNames[1]",
  ],
  [
    "two parked names that Terraform could not tell apart",
    (value) => ({ ...value, parkedNames: ["a-b.mail.staging.example.net", "a.b.mail.staging.example.net"] }),
    "parkedNames[1]",
  ],
  [
    "a mail server twice",
    (value) => ({
      ...value,
      mx: [
        { host: "mx.example.net", priority: 10 },
        { host: "mx.example.net", priority: 20 },
      ],
    }),
    "mx[1].host",
  ],
  [
    "a reader of secrets in another account",
    (value) => ({ ...value, secretReaders: ["arn:aws:iam::444455556666:role/backend"] }),
    "secretReaders[0]",
  ],
  ["the name that means the organisation", (value) => ({ ...value, name: "organisation" }), "name"],
  ["more SPF includes than receivers follow", (value) => ({ ...value, spf: { alsoInclude: nineIncludes } }), "spf"],
  [
    "SendGrid's fields without SendGrid",
    (value) => ({ ...value, sendingProviders: { primary: "ses" }, sendgrid: { region: "global" } }),
    "sendgrid",
  ],
  ["the EU without a subuser", (value) => ({ ...value, ...enoughMail, sendgrid: { region: "eu" } }), "sendgrid.subuser"],
  [
    "a subuser on shared addresses",
    (value) => ({ ...value, ...enoughMail, sendgrid: { subuser: "market-edge-staging", ip: "shared" } }),
    "sendgrid.ip",
  ],
  ...[{ ip: "dedicated" }, { subuser: "market-edge-staging" }, { region: "eu", subuser: "market-edge-eu" }].map(
    (sendgrid): (typeof wrong)[number] => [
      `too little mail for the dedicated address of ${JSON.stringify(sendgrid)}`,
      (value) => ({ ...value, sendgrid }),
      "sendgrid.lowVolumeReason",
    ],
  ),
  ...Object.entries({
    em: "the label of SendGrid's return path",
    bounce: "the label of SES's return path",
    unused: "a parked name",
    mx: "a mail server",
    app: "the host of frontendUrl",
  }).map(([subdomain, use]): (typeof wrong)[number] => [
    `a label for tracked links that is ${use}`,
    (value) => ({ ...value, ...namesInUse, sendgrid: { linkBranding: { subdomain } } }),
    "sendgrid.linkBranding.subdomain",
  ]),
];

test.each([
  ["enough mail", { ...staging, ...enoughMailOf(100_000), sendgrid: { ip: "dedicated" } }],
  ["a reason", { ...staging, sendgrid: { subuser: "market-edge-staging", lowVolumeReason: "Marketing keeps the address warm." } }],
  ["no address of its own", { ...staging, sendgrid: { region: "global", ip: "shared" } }],
])("a SendGrid environment may have %s", (_, value) => {
  expect(checkEnvironment("environments/staging.ts", value)).toHaveProperty("environment");
});

test("a reply-to in the sending domain is right where mail servers are declared", () => {
  const replyTo = "support@mail.staging.example.net" as const;
  const value = { ...staging, sender: { ...staging.sender, replyTo }, mx: [{ host: "mx.example.net", priority: 10 }] };
  expect(checkEnvironment("environments/staging.ts", value)).toHaveProperty("environment");
});

test.each(wrong)("refuses %s, at its place and with its value", (_name, change, path) => {
  const value = change(structuredClone(staging) as Parameters<Change>[0]);
  const checked = checkEnvironment("environments/staging.ts", value);
  const faults = "faults" in checked ? checked.faults : [];
  expect(faults).toEqual([expect.objectContaining({ path, got: valueAt(value, keysOf(path)) })]);
  // One line that says what is wrong, and one that says what to do.
  expect(faults.map(faultText)).toEqual([expect.stringMatching(/^environments\/staging\.ts: .+, got .+, expected .+\n {2}\S.*$/)]);
});

test("is told as subject, problem, value, what is allowed, and the remedy", () => {
  const rule = { problem: "is not an address", expected: "name@domain", remedy: "remove the entry" };
  expect(faultText({ file: "environments/staging.ts", path: "dmarc.reportTo[0]", got: "dmarc", ...rule })).toBe(
    'environments/staging.ts: dmarc.reportTo[0] is not an address, got "dmarc", expected name@domain\n  remove the entry',
  );
});

test("takes as many SPF includes as receivers follow", () => {
  const value = { ...staging, spf: { alsoInclude: nineIncludes.slice(1) } };
  expect(checkEnvironment("environments/staging.ts", value)).toHaveProperty("environment");
});

test("tells every fault of every file at once", () => {
  const data = {
    staging: { ...staging, sendingDomain: "Mail", frontendUrl: "app" },
    prod: { ...prod, name: "production", seedMailboxes: ["nobody"] },
  };
  expect(() => loadEnvironments(data)).toThrow(
    expect.objectContaining({
      exitCode: 2,
      message: expect.stringMatching(/sendingDomain[\s\S]*frontendUrl[\s\S]*seedMailboxes\[0\][\s\S]*name is not the name of its file/),
    }),
  );
});

test("refuses two environments that own the same names", () => {
  const below = "mail.mail.staging.example.net";
  const other = { ...staging, name: "copy", sendingDomain: below, sender: { ...staging.sender, address: `invitations@${below}` } };
  expect(() => loadEnvironments({ staging, copy: other })).toThrow(
    'environments/copy.ts: sendingDomain overlaps with the sending domain of "staging"',
  );
});

test("names that only end alike do not overlap", () => {
  const beside = "othermail.staging.example.net";
  const other = { ...staging, name: "copy", sendingDomain: beside, sender: { ...staging.sender, address: `invitations@${beside}` } };
  expect(loadEnvironments({ staging, copy: other })).toHaveLength(2);
  expect(loadEnvironments({ copy: other, staging })).toHaveLength(2);
});

test.each([undefined, null, 7, "text", []])("survives %p in place of an environment", (value) => {
  expect(checkEnvironment("environments/dev.ts", value)).toHaveProperty("faults");
});

test.each([
  [
    "another id for a zone that is declared",
    { zone: "example.net", zoneId: "0".repeat(32) },
    `"${cloudflareOf(staging).zoneId}", as in "staging"`,
  ],
  [
    "the id of another zone",
    { zone: "example.org", zoneId: cloudflareOf(staging).zoneId },
    'the id of "example.org": this is the id of "example.net"',
  ],
])("refuses %s", (_, dns, expected) => {
  const other = { ...staging, name: "other", sendingDomain: `mail.other.${dns.zone}`, dns: { host: "cloudflare" as const, ...dns } };
  const sender = { ...staging.sender, address: `invitations@mail.other.${dns.zone}` };
  const { faults } = loadDeclared(declaredData({ environments: { staging, other: { ...other, sender } } }));
  const place = { file: "environments/other.ts", path: "dns.zoneId" };
  expect(faults).toContainEqual(expect.objectContaining({ ...place, got: dns.zoneId, expected }));
});

test("loads the environments of this repository", () => {
  expect(declared.environments.map(({ name }) => name)).toEqual(["dev", "staging", "prod"]);
});

test("names the environments that exist when one does not", () => {
  expect(() => declared.environment("stagign")).toThrow('no environment is called "stagign", expected "dev" or "staging" or "prod"');
});

test("one sending provider is enough", () => {
  expect(checkEnvironment("environments/staging.ts", { ...staging, sendingProviders: { primary: "ses" } })).toHaveProperty("environment");
});
