/** Each report with data as long as real data is: names below names, tokens of DKIM, several environments, findings with commands. */
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
import {
  as,
  change,
  dkim,
  environment,
  error,
  findings,
  forecast,
  key,
  now,
  plan,
  propagation,
  spf,
  token,
  verification,
  wholeDomain,
} from "./sample-values";
import { supportSamples } from "./support-samples";

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
