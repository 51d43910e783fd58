/**
 * Ten organisations as they are common, each as the flags of the `twinpost init` that declares it, one line an environment: nothing is edited by hand.
 * A line says what it differs in; the rest is the same for all.
 */

/** Of one `twinpost init`, without dashes. */
export type InitFlags = Readonly<Record<string, string>>;

export interface SetUp {
  name: string;
  /** What is common about it. */
  about: string;
  environments: readonly [InitFlags, ...InitFlags[]];
}

const first = "555566667777";
const second = "888899990000";

const github = {
  "github-owner": "corp",
  "github-owner-id": "777",
  "github-repository": "corp-mail",
  "github-repository-id": "888",
  "github-branch": "main",
};

const usual = {
  region: "eu-central-1",
  "sender-name": "Corp Accounts",
  standby: "none",
  alerts: "operations@corp.example",
  "report-to": "dmarc@corp.example",
  "per-month": "20000",
  "at-once": "500",
  "sends-per-day": "5000",
  "seed-mailboxes": "seed@gmail.com",
  reviewers: "@grace",
  "promote-from": "none",
};

const atCloudflare = { "dns-host": "cloudflare", zone: "corp.example", "zone-id": "5a1b9c2d3e4f5061728394a5b6c7d8e9" };
const elsewhere = { "dns-host": "by-hand", zone: "corp-eu.example" };
const sendgrid = { primary: "sendgrid", "sendgrid-username": "corp" };

/** @param flags the name, and what else is not as usual. An account that is there already is not described again. */
function environment({ name = "live", account = first, ...flags }: InitFlags, isNew = true): InitFlags {
  const dns = flags["dns-host"] === "by-hand" ? {} : atCloudflare;
  const zone = flags.zone ?? atCloudflare.zone;
  const place = isNew ? { ...github, administrators: `arn:aws:iam::${account}:user/grace` } : {};
  const addresses = { "reply-to": `help@${zone}`, "frontend-url": `https://app.${zone}`, domain: `mail.${name}.${zone}` };
  return { name, account, ...usual, ...dns, primary: "ses", ...addresses, ...place, ...flags };
}
/** Another one in an account that is declared by now; so is the domain above it. */
const further = (flags: InitFlags): InitFlags => environment(flags, false);

const officeSenders = "_spf.google.com,spf.protection.outlook.com,servers.mcsv.net,mail.zendesk.com,_spf.salesforce.com";

export const setUpTable: readonly SetUp[] = [
  {
    name: "office-senders",
    about: "Google Workspace, Microsoft 365, Mailchimp, Zendesk and Salesforce send from the domain above",
    environments: [environment({ "also-include": officeSenders })],
  },
  {
    name: "two-dns-hosts",
    about: "one domain at Cloudflare, one elsewhere, whose records a person publishes",
    environments: [
      environment({ name: "americas", "also-include": "_spf.google.com" }),
      further({ name: "europe", ...elsewhere, ...sendgrid, "also-include": "spf.protection.outlook.com" }),
    ],
  },
  { name: "ses-only", about: "Amazon SES and nothing else", environments: [environment({ name: "pilot" })] },
  { name: "sendgrid-only", about: "SendGrid and nothing else", environments: [environment({ name: "pilot", ...sendgrid })] },
  {
    name: "one-account",
    about: "one AWS account and one SendGrid account for a test server and two that deliver",
    environments: [
      environment({ name: "test", primary: "capture", "seed-mailboxes": "seed@corp.example" }),
      further({ name: "qa" }),
      further({ name: "live", primary: "ses", standby: "sendgrid", "sendgrid-username": "corp" }),
    ],
  },
  {
    name: "account-each",
    about: "an AWS account for each environment, in regions of their own",
    environments: [environment({ name: "qa" }), environment({ name: "live", account: second, region: "eu-west-3", ...sendgrid })],
  },
  {
    name: "eu-subuser",
    about: "SendGrid by a subuser in the EU, SES as its standby",
    environments: [
      environment({ ...sendgrid, standby: "ses", "sendgrid-subuser": "corp-eu", "sendgrid-region": "eu", "per-month": "150000" }),
    ],
  },
  {
    name: "all-by-hand",
    about: "no DNS at Cloudflare: a person publishes everything, for both providers",
    environments: [environment({ ...elsewhere, ...sendgrid, standby: "ses", "also-include": "_spf.google.com" })],
  },
  {
    name: "apex",
    about: "mail is sent from the organisational domain itself, one that is for nothing else",
    environments: [
      environment({
        "dns-host": "by-hand",
        zone: "corp-mail.example",
        domain: "corp-mail.example",
        "reply-to": "help@corp.example",
        "also-include": "servers.mcsv.net",
      }),
    ],
  },
  {
    name: "dmarc-stages",
    about: "three environments under one organisational domain, each at another stage of DMARC",
    environments: [
      environment({ name: "first-look", "dmarc-policy": "none" }),
      further({ name: "second-look", "dmarc-policy": "quarantine" }),
      further({ name: "for-real", "dmarc-policy": "reject" }),
    ],
  },
];
