/** Each report with data as long as real data is: names below names, tokens of DKIM, several environments, findings with commands. */
import { knownAfterApply } from "../../../mail/dns/record";
import { rehearsalText } from "../../../rehearsal/report/text";
import { adoptionText } from "../../../reports/adoption/text";
import { appliedText, notAppliedText } from "../../../reports/apply/text";
import { bucketText, githubText } from "../../../reports/bootstrap/text";
import { credentialsText } from "../../../reports/credentials/text";
import { deliveriesText } from "../../../reports/deliveries/text";
import { destroyedText, destructionText, notDestroyedText } from "../../../reports/destruction/text";
import { doctorText } from "../../../reports/doctor/text";
import { driftText } from "../../../reports/drift/text";
import { exerciseText, failOverText, pauseText } from "../../../reports/fail-over/text";
import { findingText } from "../../../reports/findings/text";
import { forecastText } from "../../../reports/forecast/text";
import { planNext, planText } from "../../../reports/plan/text";
import { promotionText } from "../../../reports/promotion/text";
import { recordsText } from "../../../reports/records/text";
import { rollBackText } from "../../../reports/roll-back/text";
import { notRotatedText, rotateText } from "../../../reports/rotate/text";
import { faultyText, statusText } from "../../../reports/status/text";
import { verificationText } from "../../../reports/verification/text";
import { changes, credentials, delivery, failed, report, step } from "../../rehearsal/report/report";
import { supportSamples } from "./support-samples";

const domain = "mail.corp-eu.example";
const token = "abcdefghijklmnopqrstuvwxyz234567";
const now = new Date("2026-11-28T12:00:00Z");
const finding = {
  id: "doctor/sendgrid-settings",
  severity: "warning",
  where: "the SendGrid account",
  what: "SendGrid would send to receivers without TLS; would send over TLS 1.1, expected 1.2 or later; rewrites the links of every message",
  remedy:
    "run `npx twinpost plan --env account-111122223333`, then `npx twinpost apply --env account-111122223333 --apply`, as an administrator",
} as const;
const error = { ...finding, id: "dns/record-missing", severity: "error", where: `${token}._domainkey.${domain} CNAME` } as const;
const findings = [error, finding];

const spf = {
  name: domain,
  type: "TXT",
  ttl: 300,
  value: "v=spf1 include:sendgrid.net include:amazonses.com include:_spf.google.com ~all",
};
const dkim = { name: `${token}._domainkey.${domain}`, type: "CNAME", ttl: 300, value: `${token}.dkim.amazonses.com` };
const planned = (record: object) => ({ proxied: false, role: undefined, ...record });
const change = { address: "cloudflare_dns_record.dns_ses-dkim-1", type: "cloudflare_dns_record", action: "create" };
const path = (isSetUp: boolean) => ({
  provider: "sendgrid",
  authorDomain: domain,
  isSetUp,
  undecided: isSetUp ? [`em.${domain} CNAME is known only after the apply`] : [],
  verdicts: ["gmail", "outlook", "yahoo"].map((receiver) => ({ receiver, outcome: "undecided", volume: "ordinary", reading: "RFC 7489" })),
});
const forecast = {
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
const plan = {
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
const environment = (name: string) => ({
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
const key = { id: "AKIAIOSFODNN7EXAMPLE", createdAt: new Date("2026-05-01T12:00:00Z"), sends: true, lastUsed: now };
const row = { record: spf, published: false, visible: true };
const verification = { records: [row, { record: dkim, published: true, visible: true }], findings };
const wholeDomain = {
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
const propagation = {
  environment: "prod-eu",
  stage: "published",
  seconds: 12.5,
  last: "ada.ns.cloudflare.com",
  records: 11,
  why: "no-such-name, serial 3 of 14",
};

// biome-ignore lint/suspicious/noExplicitAny: samples have what is shown, not all that the types have.
const as = (value: unknown): any => value;

/** By the file that makes the text. */
export const samples: Record<string, string[]> = {
  "reports/adoption/text": [
    adoptionText(
      "prod-eu",
      as({
        resources: [{ address: change.address, importId: `zone/${token}` }],
        imports: [{ ...spf, live: spf.value, declared: `${spf.value} ` }],
        file: "imports/prod-eu.tf",
        findings,
        unknown: [1],
        compared: 11,
        published: undefined,
      }),
    ),
  ],
  "reports/apply/text": [
    appliedText(as({ kind: "environment", name: "prod-eu" }), as(plan), [
      "npx twinpost records --env prod-eu --zone corp-eu.example --format bind",
    ]),
    notAppliedText("prod-eu"),
  ],
  "reports/bootstrap/text": [
    bucketText(as({ bucket: "twinpost-state-111122223333-eu-central-1", region: "eu-central-1", applied: false, exists: false })),
    githubText(
      as({
        repository: "corp-example-holding/transactional-email",
        applied: false,
        blocked: true,
        approval: { possible: "environment", because: "plan" },
        environments: [
          {
            name: "prod-eu",
            changes: [{ kind: "variable", name: "AWS_ROLE_ARN", value: "arn:aws:iam::111122223333:role/twinpost-prod-eu-apply" }],
          },
        ],
        findings,
      }),
    ),
  ],
  "reports/credentials/text": [
    credentialsText(
      as({
        providers: [{ provider: "ses", keyId: key.id, status: "replaced", deleted: [key.id] }],
        application: "outdated",
        changed: ["FRONTEND_URL", "EMAIL_SENDER_NAME"],
        login: { provider: "ses", status: "replaced" },
        active: "ses",
      }),
    ),
  ],
  "reports/deliveries/text": [
    deliveriesText(
      as([
        {
          provider: "sendgrid",
          recipient: "seed-mailbox-of-corp@outlook.com",
          shortcomings: ["did not arrive within 60 s", "DKIM is not aligned"],
        },
      ]),
    ),
  ],
  "reports/destruction/text": [
    destructionText(
      "prod-eu",
      as({
        ...plan,
        destroyed: true,
        keys: [{ kind: "SES SMTP access key", name: key.id }],
        stays: [{ what: 'secret "twinpost/prod-eu/application"', until: "2026-12-28" }],
      }),
    ),
    destroyedText(
      "prod-eu",
      as({
        ...plan,
        destroyed: true,
        keys: [{ kind: "SES SMTP access key", name: key.id }],
        stays: [{ what: 'secret "twinpost/prod-eu/application"', until: "2026-12-28" }],
      }),
    ),
    notDestroyedText(
      as({
        ...plan,
        destroyed: true,
        keys: [{ kind: "SES SMTP access key", name: key.id }],
        stays: [{ what: 'secret "twinpost/prod-eu/application"', until: "2026-12-28" }],
      }),
    ),
  ],
  "reports/doctor/text": [
    doctorText(
      as({
        environment: "prod-eu",
        checks: [
          { title: "zone is delegated to Cloudflare", outcome: "wrong", saw: "ada.ns.cloudflare.com, bob.ns.cloudflare.com" },
          { title: "SendGrid API key", outcome: "ok", saw: "29 scopes, including all that are needed" },
        ],
        findings,
        leadTimes: [{ what: "the domain's reputation (warming)", takes: "2 to 4 weeks of slowly rising volume, per provider" }],
        cost: { lines: [{ what: "AWS Secrets Manager", how: "7 secrets", usd: 2.8 }], totalUsd: 2.8, asOf: "November 2026" },
      }),
    ),
  ],
  "reports/drift/text": [
    driftText(
      "prod-eu",
      as({
        state: "found",
        drifted: [
          {
            address: change.address,
            action: "update",
            attributes: [{ path: "content", before: spf.value, after: `${spf.value} ` }],
            declare: [`spf.alsoInclude: ["_spf.google.com"] in environments/prod-eu.ts`],
          },
        ],
      }),
    ),
    driftText("prod-eu", as({ state: "unknown", why: "somebody applies now", remedy: "look again once it has ended, in some minutes" })),
  ],
  "reports/fail-over/text": [
    failOverText(
      as({
        status: "refused",
        from: "sendgrid",
        to: "ses",
        refusals: ["SES is in its sandbox, and sends to verified addresses only"],
        warnings: ["the standby sent 12 messages in 30 days"],
      }),
    ),
    exerciseText(as({ status: "waits", until: now, why: "the standby has carried mail for a day by then" })),
    pauseText(
      as({ status: "paused", providers: [{ provider: "ses", stopped: ["configuration set twinpost-prod-eu", "identity"] }], warnings: [] }),
    ),
  ],
  "reports/findings/text": findings.map((each) => findingText(as(each))),
  "reports/forecast/text": [forecastText("prod-eu", as(forecast))],
  "reports/plan/text": [
    planText("prod-eu", as(plan)),
    planText("prod-eu", as(plan), {
      where: "prod-eu, AWS account 111122223333, eu-central-1, LIVE",
      shown: [
        {
          address: "aws_kms_key.secrets_key",
          attributes: [
            { path: "deletion_window_in_days", before: "30", after: "7" },
            {
              path: 'policy "Readers"',
              before: "allow AWS:arn:aws:iam::111122223333:root to kms:* on *",
              after:
                "allow AWS:arn:aws:iam::111122223333:role/twinpost-prod-eu-apply, AWS:arn:aws:iam::111122223333:root to kms:Decrypt, kms:Encrypt on * if StringEquals kms:ViaService secretsmanager.eu-central-1.amazonaws.com",
            },
            { path: "tags.team", after: '"platform"' },
            { path: "tags.owner", before: '"ada"' },
          ],
        },
      ],
    }),
    planNext("prod-eu", as(plan)),
  ],
  "reports/promotion/text": [
    promotionText(
      as({
        from: "staging",
        to: "prod-eu",
        commit: "0123456789abcdef0123456789abcdef01234567",
        release: { since: now },
        refusals: [
          {
            id: "promotion/not-soaked",
            what: "it was applied 2 hours ago, expected 24 hours",
            remedy: "wait until tomorrow, or use --emergency",
          },
        ],
        skipped: [],
        differences: [{ what: "sending providers", from: ["sendgrid"], to: ["sendgrid", "ses"] }],
      }),
    ),
  ],
  "reports/records/text": [
    recordsText("table", as([spf, dkim].map((each) => ({ ...each, publisher: "Terraform at Cloudflare", byHand: false })))),
  ],
  "reports/roll-back/text": [
    rollBackText(
      as({ environment: "prod-eu", release: { commit: "0123456789ab", at: now }, irreversible: [error], isHeldBack: false, applied: true }),
      "",
    ),
  ],
  "reports/rotate/text": [
    rotateText(
      "ses",
      as({
        taken: [{ step: "intent", why: "every 90 days", notes: {} }],
        next: { waitUntil: now, why: "the old key was used an hour ago, and has to rest for a day" },
        seen: { keys: [key] },
        unexplained: [key],
      }),
      true,
    ),
    notRotatedText(
      as({ provider: "capture", why: "its password is the same for everybody", remedy: "change it in compose.yaml, and start it again" }),
    ),
  ],
  "reports/status/text": [
    statusText(as(["development", "staging", "prod-eu"].map(environment)), now),
    faultyText({
      environment: "prod-us",
      faults: [
        { file: "environments/prod-us.ts", problem: "is missing: there is no /srv/corp/environments/prod-us.ts", remedy: "restore it" },
      ],
    }),
  ],
  ...supportSamples,
  "reports/verification/text": [
    verificationText(as({ ...verification, providers: [{ provider: "ses", ready: false, reasons: ["DKIM is pending since 2 hours"] }] })),
    verificationText(as({ ...wholeDomain, providers: [] })),
  ],
  "rehearsal/report/text": [
    rehearsalText(
      report({
        environment: "all",
        stacks: [
          { name: "account-111122223333", resources: 22, secondPlanChanges: 0 },
          { name: "prod-eu", resources: 53 },
        ],
        deliveries: [
          delivery({ environment: "prod-eu" }),
          delivery({ environment: "prod-eu", by: "python", provider: "sendgrid", reason: "junk" }),
        ],
        changes: changes(),
        credentials,
        steps: [step({ stack: "prod-eu" })],
        propagation: [as(propagation)],
      }),
      ".twinpost/rehearsals/2026-11-28T12-00-00-prod-eu",
    ),
    rehearsalText(failed, ".twinpost/rehearsals/x"),
  ],
};
