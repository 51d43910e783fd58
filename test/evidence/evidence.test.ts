import { type Evidence, type EvidenceKind, evidenceKinds, parseEvidence, type Result, writeEvidence } from "../../evidence/evidence";
import { findingOf } from "../../findings/finding";
import { knownAfterApply } from "../../mail/dns/record";

const finding = findingOf("spf/syntax", { what: "a term is not understood", where: "mail.example.com TXT" });
const state: Result<"forecast">["paths"][number]["after"] = {
  ...{ provider: "ses", authorDomain: "mail.example.com", isSetUp: true, because: [], undecided: [], isProven: true },
  spf: { result: "pass", domain: "bounce.mail.example.com" },
  dkim: { result: "undecided", domain: "mail.example.com", why: "nobody answered" },
  verdicts: [{ receiver: "gmail", volume: "bulk", reading: "RFC 9989", outcome: "inbox" }],
};
const pointers = { added: ["a._domainkey.mail.example.com", knownAfterApply], removed: [], changed: [] };
const forecast: Result<"forecast"> = {
  paths: [{ before: state, after: state, isFresh: false, isEdited: true }],
  spf: [
    {
      name: "mail.example.com",
      before: undefined,
      after: { records: ["v=spf1 -all"], lookups: 0, voidLookups: 0, faults: [] },
      added: ["-all"],
      removed: [],
    },
  ],
  dmarc: [
    {
      domain: "mail.example.com",
      reading: "RFC 7489",
      before: undefined,
      after: { policy: undefined, from: "x", ownRecords: [], faults: [] },
    },
  ],
  ...{ selectors: pointers, returnPaths: pointers, newNames: { free: 1, unknown: 0 }, findings: [finding] },
  timeToSafe: { seconds: 300, because: "caches may still answer what it says now" },
};
const record = { type: "TXT", name: "mail.example.com", value: "v=spf1 -all", ttl: 300, proxied: false, role: "SPF" };

const judged: Result<"kept-plan">["plan"] = {
  ...{ changes: [{ address: "aws_iam_user.smtp", type: "aws_iam_user", action: "delete" }], outputs: [], records: [], findings: [finding] },
  waived: [{ id: "spf/syntax", where: "mail.example.com TXT", reason: "of a partner" }],
};

const results: { [Kind in EvidenceKind]: Result<Kind> } = {
  "kept-plan": {
    plan: {
      changes: [{ address: "cloudflare_dns_record.spf", type: "cloudflare_dns_record", action: "create" }],
      outputs: ["records"],
      records: [
        { address: "cloudflare_dns_record.spf", action: "create", after: record },
        { address: "cloudflare_dns_record.dkim", action: "create", after: { ...record, name: knownAfterApply, value: knownAfterApply } },
      ],
      findings: [finding],
      forecast,
      forcedBecause: "the domain is retired",
      refreshed: false,
    },
    actsOn: { awsAccount: "480312345678", endpoints: { AWS_ENDPOINT_URL: "http://127.0.0.1:1" } },
    digest: "0".repeat(64),
  },
  planned: {
    ...{ plan: judged, stack: "email-staging", terraform: "1.14.9", plugins: "1".repeat(64), digest: "2".repeat(64) },
    actsOn: { awsAccount: "480312345678", region: "eu-central-1", endpoints: {} },
    canonical: {
      key: "3".repeat(64),
      digest: "4".repeat(64),
      parts: [{ name: "aws_iam_user.smtp", action: "delete", digest: "5".repeat(64) }],
    },
    state: { lineage: "2f5c", serial: 7 },
    shown: [{ address: "aws_iam_user.smtp", attributes: [{ path: "name", before: '"twinpost-staging"' }] }],
  },
  forecast,
  verification: { errors: 1, warnings: 0, findings: [{ id: "spf/syntax", severity: "error", where: "mail.example.com TXT" }] },
  "seed-test": { deliveries: [{ provider: "ses", receiver: "gmail.com", placement: "inbox", seconds: 4.2, shortcomings: [] }] },
  rehearsal: { outcome: "passed", seconds: 31, calm: true, steps: [{ id: "staging/plan", status: "done" }] },
  applied: {
    ...{ how: "merge", outcome: "done", digest: "0".repeat(64), changes: [{ address: "cloudflare_dns_record.spf", action: "create" }] },
    actsOn: { awsAccount: "480312345678", endpoints: {} },
  },
  promotion: {
    ...{ what: "promoted", from: "staging", commit: "a".repeat(40), appliedSince: new Date("2026-11-27T09:00:00Z") },
    ...{ verifiedAt: new Date("2026-11-28T08:00:00Z"), differs: [{ what: "SPF", from: ["include:sendgrid.net"], to: [] }] },
  },
  drift: { state: "unknown", addresses: ["cloudflare_dns_record.spf"], why: "DNS was down" },
  hold: { state: "held", why: "bounces", dataOf: "b".repeat(40) },
};

const about = (kind: EvidenceKind) => ({ kind, target: "staging" });
const evidence = (kind: EvidenceKind): Evidence => ({
  ...about(kind),
  ...{ source: "live", commit: { id: "a".repeat(40), dirty: true }, at: new Date("2026-11-28T09:00:00Z"), by: "github:octocat" },
  ...(kind === "planned" ? { run: { id: "17", attempt: 2, workflow: "apply.yml" } } : {}),
  result: results[kind],
});
const text = (kind: EvidenceKind, change: object) =>
  JSON.stringify({ ...(JSON.parse(writeEvidence(evidence(kind))) as object), ...change });

test.each(evidenceKinds)("%s is read as it was written", (kind) => {
  expect(parseEvidence(writeEvidence(evidence(kind)), about(kind))).toEqual(evidence(kind));
});

test.each(evidenceKinds)("%s is none wherever its text is cut off", (kind) => {
  const whole = writeEvidence(evidence(kind)).trimEnd();
  for (let length = 0; length < whole.length; length += 7)
    expect(parseEvidence(whole.slice(0, length), about(kind))).toEqual({ unreadable: expect.stringContaining("cut off") });
});

test.each([
  ["null", "null", /cut off/],
  ["a list", "[]", /no version/],
  ["the record of an older Twinpost", '{"at":"2026-11-28T09:00:00.000Z","errors":0}', /no version/],
  ["a newer version", text("verification", { version: 2 }), /version 2, expected 1/],
  ["of another environment", text("verification", { target: "prod" }), /target/],
  ["of another kind", text("verification", { kind: "forecast" }), /kind/],
  ["with a time that nobody can read", text("verification", { at: "yesterday" }), /at:/],
  ["from nowhere", text("verification", { source: "hearsay" }), /source/],
  ["with another result", text("verification", { result: results["seed-test"] }), /result/],
])("%s is none, and why is told", (_, written, why) => {
  expect(parseEvidence(written, about("verification"))).toEqual({ unreadable: expect.stringMatching(why) });
});

test("a plan whose target has the shape of an older Twinpost is none", () => {
  const older = { ...results["kept-plan"], actsOn: { "the AWS account": "480312345678" } };
  expect(parseEvidence(text("kept-plan", { result: older }), about("kept-plan"))).toEqual({
    unreadable: expect.stringContaining("actsOn"),
  });
});

test.each(["kept-plan", "forecast"] as const)(
  "%s of an older Twinpost, which left out what is known only after the apply, is none",
  (kind) => {
    expect(parseEvidence(text(kind, { version: 1 }), about(kind))).toEqual({ unreadable: "it has version 1, expected 2" });
  },
);

test("what is known of no commit has none", () => {
  expect(parseEvidence(text("verification", { commit: undefined }), about("verification"))).toMatchObject({ commit: undefined });
});

test("what a newer Twinpost added to a plan is kept", () => {
  const { plan } = results["kept-plan"];
  const added = text("kept-plan", { result: { ...results["kept-plan"], plan: { ...plan, reviewedBy: "two people" } } });
  expect(parseEvidence(added, about("kept-plan"))).toMatchObject({ result: { plan: { reviewedBy: "two people" } } });
});
