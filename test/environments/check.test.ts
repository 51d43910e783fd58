import { checkEnvironment, faultText } from "../../environments/check";
import { loadEnvironment, loadEnvironments } from "../../environments/load";
import { prod } from "../../environments/prod";
import { staging } from "../../environments/staging";

type Change = (value: Record<string, never> & typeof staging) => unknown;

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
    'environments/staging.ts: frontentUrl is not known, got "https://app.example.net", expected only the keys of the schema (environments/schema.ts)\n  correct its spelling, or remove it',
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
    (value) => ({ ...value, cloudflare: { ...value.cloudflare, zone: "example.net." } }),
    'environments/staging.ts: cloudflare.zone is not a domain name, got "example.net.", expected a full name in lower case without a final dot\n  write it like "example.com"',
  ],
  [
    "a sending domain outside the zone",
    (value) => ({ ...value, sendingDomain: "mail.example.org", sender: { ...value.sender, address: "invitations@mail.example.org" } }),
    'environments/staging.ts: sendingDomain is not in the Cloudflare zone, got "mail.example.org", expected "example.net" or a name below it\n  write it like "mail.example.net", or change cloudflare.zone',
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
    "a web address without TLS",
    (value) => ({ ...value, frontendUrl: "http://app.staging.example.net" }),
    'environments/staging.ts: frontendUrl is not a web address, got "http://app.staging.example.net", expected https://… without a final slash\n  write it like "https://app.example.com"; links in invitations start with it',
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
    "more SPF includes than receivers follow",
    (value) => ({ ...value, spf: { alsoInclude: [...nineIncludes, "sendgrid.net"] } }),
    `environments/staging.ts: spf.alsoInclude makes 11 includes with those of the sending providers, got ${JSON.stringify([...nineIncludes, "sendgrid.net"])}, expected 10 at most in all, since receivers stop there (RFC 7208 4.6.4)\n  keep those that still send as the sending domain; give the others a domain of their own`,
  ],
  [
    "no seed mailbox",
    (value) => ({ ...value, seedMailboxes: [] }),
    "environments/staging.ts: seedMailboxes is too short, got [], expected at least 1 entry\n  add an entry to the list",
  ],
];

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

test.each([undefined, null, 7, "text", []])("survives %p in place of an environment", (value) => {
  expect(checkEnvironment("environments/dev.ts", value)).toHaveProperty("faults");
});

test("loads the environments of this repository", () => {
  expect(loadEnvironments().map(({ name }) => name)).toEqual(["dev", "staging", "prod"]);
});

test("names the environments that exist when one does not", () => {
  expect(() => loadEnvironment("stagign")).toThrow('no environment is called "stagign", expected "dev" or "staging" or "prod"');
});

test("one sending provider is enough", () => {
  expect(checkEnvironment("environments/staging.ts", { ...staging, sendingProviders: { primary: "ses" } })).toHaveProperty("environment");
});
