import { checkEnvironment, faultText } from "../../declaration/check";
import { loadDeclared } from "../../declaration/load";
import { declared, declaredData } from "../fixtures/declared";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";
import { cloudflareOf } from "./cloudflare-of";

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
  neverSends: ["unused.mail.staging.example.net"],
  mx: [{ host: "mx.mail.staging.example.net", priority: 10 }],
  frontendUrl: "https://app.mail.staging.example.net",
};

const nineIncludes = Array.from({ length: 9 }, (_, index) => `spf${index}.example.org`);

/** One wrong configuration each: what is changed, and the fault that must be told, whole. */
const wrong: [name: string, change: Change, fault: string][] = [
  [
    "a word in place of a report address",
    (value) => ({ ...value, dmarc: { ...value.dmarc, reportTo: ["dmarc"] } }),
    'environments/staging.ts: dmarc.reportTo[0] is not an address, got "dmarc", expected name@domain\n  write it like "dmarc@example.com", or remove the entry',
  ],
  [
    "no report address",
    (value) => ({ ...value, dmarc: { ...value.dmarc, reportTo: [] } }),
    "environments/staging.ts: dmarc.reportTo is too short, got [], expected at least 1 entry\n  add an entry to the list",
  ],
  [
    "a misspelt key",
    (value) => ({ ...value, frontentUrl: "https://app.example.net" }),
    'environments/staging.ts: frontentUrl is not known, got "https://app.example.net", expected only the fields in docs/configuration.md\n  correct its spelling, or remove it',
  ],
  [
    "a setting that a whole SendGrid account shares",
    (value) => ({ ...value, sendgrid: { requireTls: true } }),
    "environments/staging.ts: sendgrid.requireTls is not known, got true, expected only the fields in docs/configuration.md\n  correct its spelling, or remove it; what a SendGrid account has once is declared in environments/accounts.ts, and set by the account's stack",
  ],
  [
    "a missing part",
    ({ sender: _, ...value }) => value,
    "environments/staging.ts: sender is missing or of the wrong kind, got nothing, expected an object\n  compare it with another environment's file",
  ],
  [
    "an account id as a number",
    (value) => ({ ...value, aws: { ...value.aws, account: 111122223333 } }),
    "environments/staging.ts: aws.account is not an AWS account id, got 111122223333, expected 12 digits in quotes\n  `aws sts get-caller-identity --query Account` prints it",
  ],
  [
    "anybody as a reader of secrets",
    (value) => ({ ...value, secretReaders: ["arn:aws:iam::111122223333:role/*"] }),
    'environments/staging.ts: secretReaders[0] is not the ARN of an IAM role or user, got "arn:aws:iam::111122223333:role/*", expected arn:aws:iam::<account>:role/<name> without wildcards\n  name the application\'s role and your own, such as "arn:aws:iam::111122223333:role/market-edge-backend", or leave the list empty',
  ],
  [
    "a domain with a final dot",
    (value) => ({ ...value, dns: { ...cloudflareOf(staging), zone: "example.net." } }),
    'environments/staging.ts: dns.zone is not a domain name, got "example.net.", expected a full name in lower case without a final dot\n  write it like "example.com"',
  ],
  [
    "no place where DNS is kept",
    ({ dns: _, ...value }) => value,
    "environments/staging.ts: dns is missing or of the wrong kind, got nothing, expected an object\n  compare it with another environment's file",
  ],
  [
    "DNS as it was declared before, at Cloudflare",
    ({ dns: _, ...value }) => ({ ...value, cloudflare: { zone: "example.net", zoneId: "0d4f" } }),
    'environments/staging.ts: cloudflare is no field any more, got {"zone":"example.net","zoneId":"0d4f"}, expected dns: { host: "cloudflare", … }\n  write dns: { host: "cloudflare", zone: "example.net", zoneId: "0d4f" }',
  ],
  [
    "DNS as it was declared before, elsewhere",
    ({ dns: _, ...value }) => ({ ...value, dnsElsewhere: { zone: "example.net" } }),
    'environments/staging.ts: dnsElsewhere is no field any more, got {"zone":"example.net"}, expected dns: { host: "by-hand", … }\n  write dns: { host: "by-hand", zone: "example.net" }',
  ],
  [
    "a DNS host that nobody knows",
    (value) => ({ ...value, dns: { host: "elsewhere", zone: "example.net" } }),
    'environments/staging.ts: dns.host is not one of the allowed values, got "elsewhere", expected "cloudflare" or "by-hand"\n  it decides which other fields there are',
  ],
  [
    "a sending domain outside a zone that is kept elsewhere",
    (value) => ({ ...value, dns: { host: "by-hand", zone: "example.org" } }),
    'environments/staging.ts: sendingDomain is not in the zone, got "mail.staging.example.net", expected "example.org" or a name below it\n  write it like "mail.example.org", or change dns.zone',
  ],
  [
    "a sending domain outside the zone",
    (value) => ({ ...value, sendingDomain: "mail.example.org", sender: { ...value.sender, address: "invitations@mail.example.org" } }),
    'environments/staging.ts: sendingDomain is not in the zone, got "mail.example.org", expected "example.net" or a name below it\n  write it like "mail.example.net", or change dns.zone',
  ],
  [
    "a sender outside the sending domain",
    (value) => ({ ...value, sender: { ...value.sender, address: "invitations@example.net" } }),
    'environments/staging.ts: sender.address does not lie in the sending domain, got "invitations@example.net", expected name@mail.staging.example.net\n  only the sending domain is authenticated: mail from another one fails DMARC',
  ],
  [
    "a standby that is the primary",
    (value) => ({ ...value, sendingProviders: { primary: "ses", standby: "ses" } }),
    'environments/staging.ts: sendingProviders.standby is the primary provider too, got "ses", expected the other sending provider\n  a standby helps only if it does not fail together with the primary',
  ],
  [
    "an unknown DMARC policy",
    (value) => ({ ...value, dmarc: { ...value.dmarc, policy: "monitor" } }),
    'environments/staging.ts: dmarc.policy is not one of the allowed values, got "monitor", expected "none" or "quarantine" or "reject"\n  start with "none"; raise it once reports show that both sending providers are aligned',
  ],
  [
    "a capture provider without its server",
    (value) => ({ ...value, ...capturing, capture: undefined }),
    'environments/staging.ts: capture is missing, got nothing, expected where the capture server listens\n  write { host: "localhost", port: 1025, api: "http://localhost:8025" } for the container of compose.yaml',
  ],
  [
    "a capture server that nobody uses",
    (value) => ({ ...value, capture: capturing.capture }),
    'environments/staging.ts: capture is not used, got {"host":"localhost","port":1025,"api":"http://localhost:8025"}, expected sendingProviders.primary "capture"\n  remove it, or make it the primary',
  ],
  [
    "a standby beside a capture server",
    (value) => ({ ...value, ...capturing, sendingProviders: { primary: "capture", standby: "ses" } }),
    'environments/staging.ts: sendingProviders.standby stands beside a capture server, got "ses", expected no standby\n  a test server delivers nothing: it is the only sending provider of its environment',
  ],
  [
    "a capture environment whose forgeries may pass SPF",
    (value) => ({ ...value, ...capturing, spf: { alsoInclude: [], all: "~all" } }),
    'environments/staging.ts: spf.all leaves forgeries in, got "~all", expected "-all"\n  nobody sends from this domain, since a capture server delivers nothing: say so to receivers',
  ],
  [
    "a capture environment whose forgeries may be delivered",
    (value) => ({ ...value, ...capturing, dmarc: value.dmarc }),
    'environments/staging.ts: dmarc.policy leaves forgeries in, got "quarantine", expected "reject"\n  nobody sends from this domain, since a capture server delivers nothing: say so to receivers',
  ],
  [
    "a capture server at a web address",
    (value) => ({ ...value, ...capturing, capture: { ...capturing.capture, host: "http://localhost" } }),
    'environments/staging.ts: capture.host is not a host, got "http://localhost", expected a host name in lower case, or an IPv4 address\n  write "localhost" for the container of compose.yaml',
  ],
  [
    "a capture server's port out of range",
    (value) => ({ ...value, ...capturing, capture: { ...capturing.capture, port: 70_000 } }),
    "environments/staging.ts: capture.port is not a port, got 70000, expected a whole number from 1 to 65535\n  write 1025 for the container of compose.yaml",
  ],
  [
    "a capture server's API with a password in it",
    (value) => ({ ...value, ...capturing, capture: { ...capturing.capture, api: "http://user:secret@localhost:8025" } }),
    'environments/staging.ts: capture.api is not the address of a mailbox API, got "http://user:secret@localhost:8025", expected http://… or https://… without user, path or final slash\n  write "http://localhost:8025" for the container of compose.yaml',
  ],
  [
    "nobody who approves where anybody may be written to",
    ({ recipients: _, ...value }) => value,
    'environments/staging.ts: review.reviewers is missing, though anybody may be written to, got nothing, expected who approves changes at GitHub\n  write review: { reviewers: ["@user", "@organisation/team"] } (--reviewers of `init`), or say in recipients who may be written to',
  ],
  [
    "more reviewers than GitHub takes",
    (value) => ({ ...value, review: { reviewers: ["@a", "@b", "@c", "@d", "@e", "@f", "@g"] } }),
    'environments/staging.ts: review.reviewers is too long, got ["@a","@b","@c","@d","@e","@f","@g"], expected at most 6 entries\n  remove entries from the list',
  ],
  [
    "a wildcard among the recipients",
    (value) => ({ ...value, recipients: { ...value.recipients, allow: [...value.seedMailboxes, "*@gmail.com"] } }),
    'environments/staging.ts: recipients.allow[3] is neither an address nor a domain, got "*@gmail.com", expected name@domain without wildcards, or a domain for everybody in it\n  write it like "ada@example.com" or "example.com"',
  ],
  [
    "a provider that cannot refuse strangers, unacknowledged",
    (value) => ({ ...value, recipients: { allow: value.seedMailboxes } }),
    "environments/staging.ts: recipients.notRefusedBy.sendgrid is not acknowledged, got nothing, expected the reason why it may be used all the same\n  SendGrid cannot refuse recipients: say who keeps strangers away instead, or use another one (docs/decisions/0008)",
  ],
  [
    "an acknowledgement without a reason",
    (value) => ({ ...value, recipients: { allow: value.seedMailboxes, notRefusedBy: { sendgrid: "yes" } } }),
    'environments/staging.ts: recipients.notRefusedBy.sendgrid is no reason, got "yes", expected a sentence that says who keeps strangers away instead\n  SendGrid cannot limit recipients: say what does, or use another sending provider (docs/decisions/0008)',
  ],
  [
    "a seed mailbox that would be refused",
    (value) => ({ ...value, seedMailboxes: ["seed@gmail.com"] }),
    'environments/staging.ts: seedMailboxes[0] is not an allowed recipient, got "seed@gmail.com", expected an address that recipients.allow names\n  add it to recipients.allow: a seed test to it would be refused',
  ],
  [
    "a web address without TLS",
    (value) => ({ ...value, frontendUrl: "http://app.staging.example.net" }),
    'environments/staging.ts: frontendUrl is not a web address, got "http://app.staging.example.net", expected https://… in lower case, without a user, a query, a fragment or a final slash\n  write it like "https://app.example.com"; links in invitations start with it',
  ],
  [
    "nobody to tell",
    (value) => ({ ...value, alerts: { ...value.alerts, notify: [] } }),
    "environments/staging.ts: alerts.notify is too short, got [], expected at least 1 entry\n  add an entry to the list",
  ],
  [
    "a webhook with a secret in it",
    (value) => ({ ...value, alerts: { ...value.alerts, notify: ["on-call@example.com", "https://hooks.example.com/alerts?token=abc"] } }),
    'environments/staging.ts: alerts.notify[1] is neither an address nor a webhook, got "https://hooks.example.com/alerts?token=abc", expected name@domain, or https://… without a user, a query or a fragment\n  write it like "on-call@example.com"; an address with a secret in it must not be in this repository',
  ],
  [
    "a failure rate in percent",
    (value) => ({ ...value, alerts: { ...value.alerts, failureRate: 5 } }),
    "environments/staging.ts: alerts.failureRate is not a share of the mail, got 5, expected 0.001 to 0.5, where 0.05 is 5 %\n  write 0.05 unless you know your mail's own rate",
  ],
  [
    "a day's volume that is no number",
    (value) => ({ ...value, limits: { sendsPerDay: "1000" } }),
    'environments/staging.ts: limits.sendsPerDay is not a number of messages, got "1000", expected a whole number of 1 or more\n  write how many messages a day SES may send, at most its quota for the region; the alarm is at 80 % of it',
  ],
  [
    "a display name that smuggles a header",
    (value) => ({ ...value, sender: { ...value.sender, name: "Market Edge\r\nBcc: everyone@example.org" } }),
    'environments/staging.ts: sender.name is not a display name, got "Market Edge\\r\\nBcc: everyone@example.org", expected 1 to 64 characters without line breaks\n  write the name that recipients see, such as "Market Edge Platform"',
  ],
  [
    "a burst of no messages",
    (value) => ({ ...value, capacity: { ...value.capacity, atOnce: 0 } }),
    "environments/staging.ts: capacity.atOnce is not a whole number above 0, got 0, expected 1 or more\n  write how many messages the largest burst has",
  ],
  [
    "a month's volume in words",
    (value) => ({ ...value, capacity: { ...value.capacity, perMonth: "10k" } }),
    'environments/staging.ts: capacity.perMonth is not a whole number above 0, got "10k", expected 1 or more\n  write how many messages are sent in a busy month',
  ],
  [
    "a sender that is allowed already",
    (value) => ({ ...value, spf: { alsoInclude: ["sendgrid.net"] } }),
    'environments/staging.ts: spf names include:sendgrid.net twice, got {"alsoInclude":["sendgrid.net"]}, expected each sender once\n  sendgrid.net and amazonses.com are in it already; remove what no longer sends',
  ],
  [
    "more senders than SPF can name",
    (value) => ({ ...value, spf: { alsoInclude: [], alsoAllow: ["a", "mx", ...[1, 2, 3, 4, 5, 6, 7].map((n) => `a:s${n}.example.org`)] } }),
    'environments/staging.ts: spf causes 11 look-ups, got {"alsoInclude":[],"alsoAllow":["a","mx","a:s1.example.org","a:s2.example.org","a:s3.example.org","a:s4.example.org","a:s5.example.org","a:s6.example.org","a:s7.example.org"]}, expected at most 10\n  sendgrid.net and amazonses.com are in it already; remove what no longer sends',
  ],
  [
    "an SPF mechanism that is deprecated",
    (value) => ({ ...value, spf: { alsoInclude: [], alsoAllow: ["ptr"] } }),
    'environments/staging.ts: spf.alsoAllow[0] is not an SPF mechanism, got "ptr", expected "ip4:…", "ip6:…", "a", "mx" or "exists:…" for less than everybody; domains to include have a list of their own\n  write it like "ip4:192.0.2.0/24" or "a:relay.example.com"',
  ],
  [
    "an SPF record that lets everybody send",
    (value) => ({ ...value, spf: { alsoInclude: [], all: "+all" } }),
    'environments/staging.ts: spf.all is not one of the allowed values, got "+all", expected "~all" or "-all"\n  "~all" leaves the decision about everybody else to DMARC',
  ],
  [
    "an unknown policy for subdomains",
    (value) => ({ ...value, dmarc: { ...value.dmarc, sp: "strict" } }),
    'environments/staging.ts: dmarc.sp is not one of the allowed values, got "strict", expected "none" or "quarantine" or "reject"\n  what receivers do with subdomains that have no record of their own',
  ],
  [
    "an unknown policy for names that do not exist",
    (value) => ({ ...value, dmarc: { ...value.dmarc, np: "drop" } }),
    'environments/staging.ts: dmarc.np is not one of the allowed values, got "drop", expected "none" or "quarantine" or "reject"\n  nobody sends from a name that does not exist: "reject" is safe early',
  ],
  [
    "a failure report address that is none",
    (value) => ({ ...value, dmarc: { ...value.dmarc, failureReportTo: ["mailto:a@example.net "] } }),
    'environments/staging.ts: dmarc.failureReportTo[0] is not an address, got "mailto:a@example.net ", expected name@domain\n  write it like "dmarc-failures@example.com", or remove the entry',
  ],
  [
    "a TLS report target that takes none",
    (value) => ({ ...value, tlsRpt: { reportTo: ["http://tls.example.net"] } }),
    'environments/staging.ts: tlsRpt.reportTo[0] takes no reports, got "http://tls.example.net", expected name@domain or https://…\n  write it like "tls-reports@example.com"',
  ],
  [
    "a reply-to at a domain without mail servers",
    (value) => ({ ...value, sender: { ...value.sender, replyTo: "support@mail.staging.example.net" } }),
    'environments/staging.ts: sender.replyTo lies in the sending domain, which receives no mail, got "support@mail.staging.example.net", expected an address that receives\n  declare mx, the servers that receive for the sending domain, or use an address elsewhere',
  ],
  [
    "a mail server by its address",
    (value) => ({ ...value, mx: [{ host: "192.0.2.1", priority: 10 }] }),
    'environments/staging.ts: mx[0].host is not a domain name, got "192.0.2.1", expected a full name in lower case without a final dot\n  write it like "mx.example.com"',
  ],
  [
    "a priority that does not fit",
    (value) => ({ ...value, mx: [{ host: "mx.example.net", priority: 70000 }] }),
    "environments/staging.ts: mx[0].priority is not a priority, got 70000, expected a whole number from 0 to 65535\n  the lowest is tried first",
  ],
  [
    "a silent name outside the sending domain",
    (value) => ({ ...value, neverSends: ["www.example.net"] }),
    'environments/staging.ts: neverSends[0] is not below the domain, got "www.example.net", expected a name below "mail.staging.example.net"\n  a name elsewhere belongs to another file: environments/organisation.ts for an organisational domain',
  ],
  [
    "a silent name from which bounces come",
    (value) => ({ ...value, neverSends: ["bounce.mail.staging.example.net"] }),
    'environments/staging.ts: neverSends[0] belongs to the return path of our own mail, got "bounce.mail.staging.example.net", expected a name not at or below "bounce.mail.staging.example.net"\n  remove it',
  ],
  [
    "a silent name twice",
    (value) => ({ ...value, neverSends: ["a.mail.staging.example.net", "a.mail.staging.example.net"] }),
    'environments/staging.ts: neverSends[1] is declared twice, got "a.mail.staging.example.net", expected each name once\n  remove one of them',
  ],
  [
    "two silent names that Terraform could not tell apart",
    (value) => ({ ...value, neverSends: ["a-b.mail.staging.example.net", "a.b.mail.staging.example.net"] }),
    'environments/staging.ts: neverSends[1] cannot be told from "a-b.mail.staging.example.net" in Terraform\'s names, got "a.b.mail.staging.example.net", expected names that differ by more than a dot\n  rename one of them',
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
    'environments/staging.ts: mx[1].host is declared twice, got "mx.example.net", expected each mail server once, with one priority\n  remove one of them',
  ],
  [
    "a reader of secrets in another account",
    (value) => ({ ...value, secretReaders: ["arn:aws:iam::444455556666:role/backend"] }),
    'environments/staging.ts: secretReaders[0] is in another account, got "arn:aws:iam::444455556666:role/backend", expected an ARN in 111122223333\n  AWS would refuse it the secrets: name the role that the application has in the environment\'s own account',
  ],
  [
    "a signing zone that is no name",
    (value) => ({ ...value, ses: { signingZone: "dkim" } }),
    'environments/staging.ts: ses.signingZone is not a domain name, got "dkim", expected a full name in lower case without a final dot\n  write it like "dkim.amazonses.com"',
  ],
  [
    "the name that means the organisation",
    (value) => ({ ...value, name: "organisation" }),
    'environments/staging.ts: name is taken, got "organisation", expected another name\n  --env organisation means environments/organisation.ts',
  ],
  [
    "more SPF includes than receivers follow",
    (value) => ({ ...value, spf: { alsoInclude: nineIncludes } }),
    `environments/staging.ts: spf causes 11 look-ups, got ${JSON.stringify({ alsoInclude: nineIncludes })}, expected at most 10\n  sendgrid.net and amazonses.com are in it already; remove what no longer sends`,
  ],
  [
    "no seed mailbox",
    (value) => ({ ...value, seedMailboxes: [] }),
    "environments/staging.ts: seedMailboxes is too short, got [], expected at least 1 entry\n  add an entry to the list",
  ],
  [
    "SendGrid's fields without SendGrid",
    (value) => ({ ...value, sendingProviders: { primary: "ses" }, sendgrid: { region: "global" } }),
    'environments/staging.ts: sendgrid is not used, got {"region":"global"}, expected a sending provider "sendgrid"\n  remove it, or send through SendGrid',
  ],
  [
    "the EU without a subuser",
    (value) => ({ ...value, ...enoughMail, sendgrid: { region: "eu" } }),
    'environments/staging.ts: sendgrid.subuser is missing, got nothing, expected an EU subuser\n  make a subuser with the region EU under Settings, Subuser Management (a Pro plan or above), or write region "global"',
  ],
  [
    "a subuser on shared addresses",
    (value) => ({ ...value, ...enoughMail, sendgrid: { subuser: "market-edge-staging", ip: "shared" } }),
    'environments/staging.ts: sendgrid.ip stands beside a subuser, got "shared", expected "dedicated"\n  plans with subusers send from dedicated addresses: leave it out, or do without the subuser',
  ],
  ...[{ ip: "dedicated" }, { subuser: "market-edge-staging" }, { region: "eu", subuser: "market-edge-eu" }].map(
    (sendgrid): (typeof wrong)[number] => [
      `too little mail for the dedicated address of ${JSON.stringify(sendgrid)}`,
      (value) => ({ ...value, sendgrid }),
      "environments/staging.ts: sendgrid.coldIpBecause is missing, though 10000 messages a month leave a dedicated IP address cold, got nothing, expected a reason, or 100000 or more in capacity.perMonth\n  receivers mistrust an address that they rarely see: send from shared ones, or say what keeps it warm (docs/decisions/0014)",
    ],
  ),
  ...Object.entries({
    em: "the label of SendGrid's return path",
    bounce: "the label of SES's return path",
    unused: "a name that never sends",
    mx: "a mail server",
    app: "the host of frontendUrl",
  }).map(([subdomain, use]): (typeof wrong)[number] => [
    `a label for tracked links that is ${use}`,
    (value) => ({ ...value, ...namesInUse, sendgrid: { linkBranding: { subdomain } } }),
    `environments/staging.ts: sendgrid.linkBranding.subdomain is ${use} too, got "${subdomain}", expected a label that nothing else uses\n  write another one, such as "links"`,
  ]),
];

test.each([
  ["enough mail", { ...staging, ...enoughMailOf(100_000), sendgrid: { ip: "dedicated" } }],
  ["a reason", { ...staging, sendgrid: { subuser: "market-edge-staging", coldIpBecause: "Marketing keeps the address warm." } }],
  ["no address of its own", { ...staging, sendgrid: { region: "global", ip: "shared" } }],
])("a SendGrid environment may have %s", (_, value) => {
  expect(checkEnvironment("environments/staging.ts", value)).toHaveProperty("environment");
});

test("a reply-to in the sending domain is right where mail servers are declared", () => {
  const replyTo = "support@mail.staging.example.net" as const;
  const value = { ...staging, sender: { ...staging.sender, replyTo }, mx: [{ host: "mx.example.net", priority: 10 }] };
  expect(checkEnvironment("environments/staging.ts", value)).toHaveProperty("environment");
});

test.each(wrong)("tells %s, with its place, value, what is allowed and the remedy", (_name, change, expected) => {
  const checked = checkEnvironment("environments/staging.ts", change(structuredClone(staging) as Parameters<Change>[0]));
  expect("faults" in checked ? checked.faults.map(faultText) : []).toEqual([expected]);
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
    'the id of "example.org": this one is that of "example.net"',
  ],
])("refuses %s", (_, dns, expected) => {
  const other = { ...staging, name: "other", sendingDomain: `mail.other.${dns.zone}`, dns: { host: "cloudflare" as const, ...dns } };
  const sender = { ...staging.sender, address: `invitations@mail.other.${dns.zone}` };
  expect(() => loadEnvironments({ staging, other: { ...other, sender } })).toThrow(
    `environments/other.ts: dns.zoneId is not that of its zone, got "${dns.zoneId}", expected ${expected}`,
  );
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
