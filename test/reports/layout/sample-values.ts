/** Values of every kind that reports show, with long names in them. */
import { knownAfterApply } from "../../../mail/dns/record";

const domain = "mail.corp-eu.example";
export const token = "abcdefghijklmnopqrstuvwxyz234567";
export const now = new Date("2026-11-28T12:00:00Z");
const finding = {
  id: "doctor/sendgrid-settings",
  severity: "warning",
  where: "the SendGrid account",
  what: "SendGrid would send to receivers without TLS; would send over TLS 1.1, expected 1.2 or later; rewrites the links of every message",
  remedy:
    "run `npx twinpost plan --env account-111122223333`, then `npx twinpost apply --env account-111122223333 --apply`, as an administrator",
} as const;
export const error = { ...finding, id: "dns/record-missing", severity: "error", where: `${token}._domainkey.${domain} CNAME` } as const;
export const findings = [error, finding];

export const spf = {
  name: domain,
  type: "TXT",
  ttl: 300,
  value: "v=spf1 include:sendgrid.net include:amazonses.com include:_spf.google.com ~all",
};
export const dkim = { name: `${token}._domainkey.${domain}`, type: "CNAME", ttl: 300, value: `${token}.dkim.amazonses.com` };
const planned = (record: object) => ({ proxied: false, role: undefined, ...record });
export const change = { address: "cloudflare_dns_record.dns_ses-dkim-1", type: "cloudflare_dns_record", action: "create" };
const path = (isSetUp: boolean) => ({
  provider: "sendgrid",
  authorDomain: domain,
  isSetUp,
  undecided: isSetUp ? [`em.${domain} CNAME is known only after the apply`] : [],
  verdicts: ["gmail", "outlook", "yahoo"].map((receiver) => ({ receiver, outcome: "undecided", volume: "ordinary", reading: "RFC 7489" })),
});
export const forecast = {
  paths: [{ before: path(false), after: path(true) }],
  spf: [
    {
      name: domain,
      before: { lookups: 0, voidLookups: 0 },
      after: { lookups: 4, voidLookups: 1 },
      added: ["include:sendgrid.net"],
      removed: ["~all"],
    },
  ],
  dmarc: [],
  selectors: { added: [dkim.name, knownAfterApply], removed: [], changed: [] },
  returnPaths: { added: [`em.${domain}`], removed: [], changed: [] },
  newNames: { free: 7, unknown: 3 },
  timeToSafe: { seconds: 1800, because: `caches may still answer that _dmarc.${domain} TXT does not exist` },
  findings: [finding],
};
export const plan = {
  changes: [change, { address: "aws_kms_key.secrets_key", type: "aws_kms_key", action: "replace" }],
  outputs: [],
  records: [{ ...change, after: planned(dkim) }],
  byHand: [{ ...change, before: planned(spf), after: planned({ ...spf, value: `${spf.value} include:mail.zendesk.com` }) }],
  findings: [error],
  forecast,
};

const providerStatus = (role: string, provider: string) => ({
  role,
  provider,
  state: { value: { ready: false, reasons: ["the domain is not authenticated there", "its account is under review since yesterday"] } },
  issuedAt: { value: new Date("2026-05-01T12:00:00Z") },
  replaceAfterDays: 90,
});
export const environment = (name: string) => ({
  environment: name,
  sendingDomain: `mail.${name}.corp-eu.example`,
  applied: { value: { writtenAt: new Date("2026-11-28T10:00:00Z"), resources: 53, records: [] } },
  records: { value: { right: 10, total: 11 } },
  providers: [providerStatus("primary", "sendgrid"), providerStatus("standby", "ses")],
  warmth: { value: { shortcomings: ["sent 12 messages in 30 days, expected 300"], unknown: ["whether it reached Google"] } },
  active: { unknown: "logged in to AWS account 111122223333 (arn:aws:sts::111122223333:user/moto), expected 444455556666" },
  lastVerification: { value: { at: new Date("2026-11-28T09:00:00Z"), source: "sandbox", by: "local:alice", errors: 2 } },
  release: { value: { reviewsDue: [] } },
  switches: { value: {} },
  tokens: { value: [{ name: "admin/cloudflare", storedAt: new Date("2026-05-01T12:00:00Z") }] },
});
export const key = { id: "AKIAIOSFODNN7EXAMPLE", createdAt: new Date("2026-05-01T12:00:00Z"), sends: true, lastUsed: now };
const row = { record: spf, published: false, visible: true };
export const verification = { records: [row, { record: dkim, published: true, visible: true }], findings };
export const wholeDomain = {
  records: [{ ...row, values: [spf.value] }],
  findings: [error],
  spf: {
    lookups: 4,
    voidLookups: 1,
    isWhole: true,
    tree: { domain, terms: [{ text: "include:_spf.google.com", place: 7, lookups: 4, isVoid: true }] },
  },
  triedSelectors: { found: ["google", "selector1"], count: 38, unknown: 2 },
  notLookedAt: ["what receivers conclude of a real message", "the reputation of the addresses that send", "aggregate reports"],
};
export const propagation = {
  environment: "prod-eu",
  stage: "published",
  seconds: 12.5,
  last: "ada.ns.cloudflare.com",
  records: 11,
  why: "no-such-name, serial 3 of 14",
};

// biome-ignore lint/suspicious/noExplicitAny: samples have what is shown, not all that the types have.
export const as = (value: unknown): any => value;
