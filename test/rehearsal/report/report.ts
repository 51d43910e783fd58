/** A rehearsal that passed, for reports to show; tests change what they are about. */
import type { ChangeRow, DeliveryRow, MessageOutcome, RehearsalReport, StepRow } from "../../../rehearsal/report/report";

const check = (domain: string, result = "pass") => ({ result, domain, aligned: true });

export const delivery = (changes: Partial<DeliveryRow> = {}): DeliveryRow => ({
  environment: "staging",
  by: "twinpost",
  provider: "ses",
  receiver: "gmail.com",
  recipient: "seed@gmail.com",
  arrived: true,
  placement: "inbox",
  spf: check("bounce.mail.example.com"),
  dkim: [{ ...check("mail.example.com"), selector: "s1" }],
  dmarc: check("mail.example.com"),
  submissionTls: "TLSv1.3",
  receiverTls: "TLSv1.3",
  seconds: 0.5,
  ...changes,
});

export const step = (changes: Partial<StepRow> = {}): StepRow => ({
  id: "deliver",
  title: "invitations to each receiver",
  status: "done",
  startedAtMs: 0,
  ms: 1000,
  log: "seed-test.log",
  ...changes,
});

export const report = (changes: Partial<RehearsalReport> = {}): RehearsalReport => ({
  environment: "staging",
  sendingDomains: ["mail.example.com"],
  evidence: "sandbox",
  startedAt: "2026-11-23T08:00:00.000Z",
  seconds: 2,
  outcome: "passed",
  trouble: { mode: "on", seed: "twinpost", injected: [{ operation: "sendgrid AUTH", code: 454, count: 2 }] },
  versions: [{ name: "Terraform", version: "1.11.4" }],
  steps: [step()],
  propagation: [],
  deliveries: [delivery(), delivery({ by: "python", provider: "sendgrid" })],
  records: [{ environment: "staging", type: "TXT", name: "mail.example.com", value: "v=spf1 ~all", published: true, visible: true }],
  stacks: [{ name: "staging", resources: 22, secondPlanChanges: 0 }],
  findings: [],
  ...changes,
});

const outcome = (provider: "sendgrid" | "ses", volume: "ordinary" | "bulk", said: MessageOutcome["outcome"]): MessageOutcome => ({
  ...{ provider, receiver: "gmail", volume },
  outcome: said,
});

const junk = [
  outcome("sendgrid", "ordinary", "junk"),
  outcome("sendgrid", "bulk", "deferred"),
  outcome("ses", "ordinary", "inbox"),
  outcome("ses", "bulk", "inbox"),
];

/** Prepared changes: one that breaks mail, one that is harmless; tests change what receivers did in the first, nothing if it was not made. */
export const changes = (real: MessageOutcome[] = junk): NonNullable<RehearsalReport["changes"]> => {
  const inbox = junk.map((each) => ({ ...each, outcome: "inbox" as const }));
  const breaking: ChangeRow = {
    what: "SendGrid's return path is deleted",
    breaksMail: true,
    heldBack: true,
    findings: ["forecast/mail-would-fail"],
    forecast: junk,
    ...(real.length > 0 ? { real } : {}),
  };
  const harmless = { what: "DMARC is raised", breaksMail: false, heldBack: false, findings: [], forecast: inbox, real: inbox };
  return { environment: "staging", rows: [breaking, harmless], leftOut: [{ what: "SES loses a key", why: "ses does not send here" }] };
};

/** What goes wrong in a rehearsal whose message did not arrive. */
export const failed = report({
  outcome: "failed",
  deliveries: [delivery({ arrived: false, reason: "did not arrive within 60 s" })],
  steps: [step({ status: "failed", problem: { message: "ses to seed@gmail.com: did not arrive", remedy: "run again with --keep" } })],
});

export const credentials: NonNullable<RehearsalReport["credentials"]> = {
  rotations: [{ environment: "staging", provider: "ses", keysBefore: ["A"], keysAfter: ["B"], refusedAfterSeconds: 2, runs: 1 }],
  switches: [{ environment: "staging", from: "sendgrid", to: "ses", seconds: 0.52, warnings: ["a short quota"] }],
  compressed: "3 logins",
};
