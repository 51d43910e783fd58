import { randomBytes } from "node:crypto";
import { canonicalDifference, canonicalPlan } from "../../changes/canonical-plan";
import { type Edit, find, type RecordedPlan, recordedPlan, remove, set, setByProvider, text } from "./recorded-plan";

const key = "0123456789abcdef".repeat(4);
const [commit, other] = ["a1b2c3d4e5f60718293a4b5c6d7e8f9012345678", "ffffffffffffffffffffffffffffffffffffffff"];
const dmarc = "cloudflare_dns_record.dns_dmarc";
const identity = "aws_sesv2_email_identity.ses_identity";
const change: Edit = text(dmarc, (record) => record.replace("p=none", "p=quarantine"));

const of = (plan: RecordedPlan, options: { key?: string; commit?: string } = {}) => canonicalPlan(plan, { key, ...options });
const digestOf = (...edits: Edit[]): string => of(recordedPlan("prod", change, ...edits)).digest;

/** Terraform leaves the order of keys to Go, which sorts them; another version may not. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, inner]) => [name, reversed(inner)]),
  );
}

const touched: Edit = setByProvider(dmarc, { modified_on: "2026-11-28T15:00:00Z", meta: '{"auto_added":false}' });
const importing: Edit = (plan) => {
  Object.assign(find(plan, "cloudflare_dns_record.dns_spf").change, { importing: { id: "zone/record" } });
};

test.each<[string, Edit]>([
  ["another time", (plan) => Object.assign(plan, { timestamp: "2026-11-28T15:00:00Z" })],
  ["a warning", (plan) => Object.assign(plan, { diagnostics: [{ severity: "warning", summary: "deprecated" }] })],
  ["a check's result", (plan) => Object.assign(plan, { checks: [{ status: "unknown" }] })],
  ["drift that changes nothing", (plan) => Object.assign(plan, { resource_drift: [find(plan, identity)] })],
  ["another order of resources", (plan) => void plan.resource_changes.reverse()],
  ["another order of keys", (plan) => Object.assign(plan, reversed(plan), { resource_changes: plan.resource_changes.map(reversed) })],
  ["when a record was touched", touched],
  ["an attribute of a resource that stays", (plan) => Object.assign(find(plan, identity).change.before as object, { arn: "other" })],
  ["an attribute left out in the place of null", (plan) => Object.assign(find(plan, dmarc).change.after as object, { data: undefined })],
])("%s is the same change", (_, edit) => {
  expect(digestOf(edit)).toBe(digestOf());
});

test.each<[string, Edit]>([
  ["another value", text(dmarc, (record) => record.replace("p=none", "p=reject"))],
  ["another earlier value: somebody edited the record", (plan) => Object.assign(find(plan, dmarc).change.before as object, { ttl: 60 })],
  ["another resource", remove("cloudflare_dns_record.dns_spf")],
  ["the other order of a replacement", (plan) => Object.assign(find(plan, dmarc).change, { actions: ["create", "delete"] })],
  ["a value that is known after the apply", (plan) => Object.assign(find(plan, dmarc).change, { after_unknown: { content: true } })],
  ["another plugin for it", (plan) => Object.assign(find(plan, dmarc), { provider_name: "registry.example.com/x/cloudflare" })],
  ["an import", importing],
  ["a move", (plan) => Object.assign(find(plan, identity), { previous_address: "aws_sesv2_email_identity.other" })],
  ["a deposed object", (plan) => Object.assign(find(plan, dmarc), { deposed: "1b2c3d4e" })],
  ["an output", (plan) => Object.assign(plan.output_changes, { other: { actions: ["create"], before: null, after: "x" } })],
  [
    "a sensitive output",
    (plan) => Object.assign(plan.output_changes, { other: { actions: ["update"], before: "x", after_sensitive: true } }),
  ],
  ["what is deferred", (plan) => Object.assign(plan, { deferred_changes: [{ reason: "x", resource_change: find(plan, identity) }] })],
  ["an incomplete plan", (plan) => Object.assign(plan, { complete: false })],
  ["a plan with errors", (plan) => Object.assign(plan, { errored: true })],
])("%s is another change", (_, edit) => {
  expect(digestOf(edit)).not.toBe(digestOf());
});

test("a replacement in both orders differs", () => {
  const replaced = (...actions: string[]): string => digestOf((plan) => Object.assign(find(plan, dmarc).change, { actions }));
  expect(replaced("delete", "create")).not.toBe(replaced("create", "delete"));
});

test("an import is a part of its own, and nothing to do is no part", () => {
  expect(of(recordedPlan("prod")).parts).toEqual([]);
  expect(of(recordedPlan("prod", importing)).parts).toEqual([
    { name: "cloudflare_dns_record.dns_spf", action: "import", digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ]);
});

test("the commit's own id in a tag is the same change in every commit", () => {
  const tagged = (id: string, asWritten = id) =>
    of(recordedPlan("prod", set(identity, { "tags.revision": asWritten, "tags_all.revision": asWritten })), { commit: id }).digest;
  expect(tagged(commit)).toBe(tagged(other));
  expect(tagged(commit, commit.slice(0, 7))).toBe(tagged(other, other.slice(0, 12)));
  expect(tagged(commit, other)).not.toBe(tagged(commit));
  // Shorter ones are words.
  expect(tagged(commit, "a1b2c3")).not.toBe(tagged(other, "ffffff"));
});

test("the commit's id elsewhere is a value", () => {
  const inContent = (id: string): string => of(recordedPlan("prod", set(dmarc, { comment: id })), { commit: id }).digest;
  expect(inContent(commit)).not.toBe(inContent(other));
});

test("a sensitive value changes the digest, is nowhere in it, and is another one under another key", () => {
  const secret = randomBytes(24).toString("base64url");
  const withSecret = (value: string): RecordedPlan =>
    recordedPlan("prod", (plan) => {
      set(identity, { "dkim_signing_attributes.0.domain_signing_private_key": value })(plan);
      Object.assign(find(plan, identity).change, { after_sensitive: { dkim_signing_attributes: [{ domain_signing_private_key: true }] } });
    });
  const one = of(withSecret(secret));
  expect(one.digest).not.toBe(of(withSecret("another")).digest);
  expect(one.digest).not.toBe(of(withSecret(secret), { key: "f".repeat(64) }).digest);
  expect(JSON.stringify(one)).not.toContain(secret);
});

test("what differs is told by name, with both actions", () => {
  const shown = of(recordedPlan("prod", change)).parts;
  const now = of(
    recordedPlan(
      "prod",
      text(dmarc, (record) => record.replace("p=none", "p=reject")),
      remove("cloudflare_dns_record.dns_spf"),
    ),
  ).parts;
  expect(canonicalDifference(shown, now)).toEqual([
    { name: dmarc, was: "update", is: "update" },
    { name: "cloudflare_dns_record.dns_spf", is: "delete" },
  ]);
  expect(canonicalDifference(now, shown)).toContainEqual({ name: "cloudflare_dns_record.dns_spf", was: "delete" });
  expect(canonicalDifference(shown, shown)).toEqual([]);
});
