/** The first lines are for somebody who knows no DNS: none of our words, whatever changes; and what changes, whatever our words are. */
import { catalogue, type FindingId } from "../../../findings/catalogue";
import { findingOf } from "../../../findings/finding";
import { headline } from "../../../reports/pull-request/headline";
import { plainFinding } from "../../../reports/pull-request/plain-words";
import { type PlannedTarget, planOf } from "../../../reports/pull-request/view";
import { rows } from "../../changes/harmful-plans";
import { type Edit, recordedPlan, remove, text } from "../../changes/recorded-plan";
import { partsOfPlans } from "../../changes/red-team/parts-of-plans";
import { records } from "../../changes/red-team/records";
import { resourcePolicies } from "../../changes/red-team/resource-policies";
import { rolePolicies } from "../../changes/red-team/role-policies";
import { settings } from "../../changes/red-team/settings";
import { plannedTarget } from "./planned-targets";
import { realPlan } from "./real-plans";

/** What only somebody who runs mail, DNS, AWS or Terraform knows. Domain names, and names of environments, stand in code. */
const jargon =
  /\b(DNS|SPF|DKIM|DMARC|BIMI|MTA|STS|TLS|SMTP|CNAME|TXT|MX|NS|SOA|TTL|IAM|KMS|ARN|SNS|S3|OIDC|SID|(?<!Amazon )SES|AWS|Terraform|Cloudflare|CloudTrail|selectors?|records?|zones?|resolvers?|look-?ups?|polic(?:y|ies)|principals?|resources?|attributes?|include|state|provisioner)\b|[a-z]+_[a-z]|_(?:dmarc|domainkey)/i;
/** The sandbox of names that people chose. */
const withoutNames = (lines: readonly string[]): string => lines.join("\n").replace(/`(?:[a-z0-9-]+|[a-z0-9.-]+\.[a-z]+)`/g, "`it`");
const first = (...targets: PlannedTarget[]): string => headline(targets).join("\n");

const dmarc = "cloudflare_dns_record.dns_dmarc";
const tightened: Edit = text(dmarc, (was) => was.replace("p=none", "p=quarantine"));

/** One of each kind: what the gate finds is what the first lines tell. */
const kinds = new Map(
  [...rows, ...records, ...resourcePolicies, ...rolePolicies, ...settings, ...partsOfPlans].map((row) => [
    JSON.stringify([row.stack, row.found]),
    row,
  ]),
);
test.each([...kinds.values()])("no jargon: $row", async ({ stack, edit }) => {
  expect(withoutNames(headline([await realPlan(stack, { edits: edit })]))).not.toMatch(jargon);
});

test("no jargon: what is deleted, one of each type, in every stack", async () => {
  for (const stack of ["prod", "account", "organisation"] as const) {
    const all = recordedPlan(stack).resource_changes;
    for (const type of new Set(all.map((each) => each.type))) {
      const address = all.find((each) => each.type === type)?.address ?? "";
      expect(withoutNames(headline([await realPlan(stack, { edits: [remove(address)] })]))).not.toMatch(jargon);
    }
  }
});

test("no jargon: a first plan, no change, no plan, records by hand, reasons that were given", async () => {
  const [byHand] = planOf(await realPlan("prod", { edits: [tightened] })).records;
  const removed = [remove("cloudflare_dns_record.dns_ses-dkim-1")];
  const waivers = [{ id: "dkim/deleted", where: "cloudflare_dns_record.dns_ses-dkim-1", reason: "the DKIM key rests" }];
  const shown = [
    ...(await Promise.all((["prod", "account", "organisation"] as const).map((stack) => realPlan(stack, { isNew: true })))),
    await realPlan("prod"),
    await realPlan("prod", { more: { byHand: byHand ? [byHand] : [] } }),
    await realPlan("prod", { edits: removed, waivers }),
  ];
  for (const each of shown) expect(withoutNames(headline([each]))).not.toMatch(jargon);
  expect(withoutNames(headline([{ target: "staging", applied: { by: "merge" }, problem: "its job failed" }, ...shown]))).not.toMatch(
    jargon,
  );
});

test("every kind that holds a plan back has words of its own", () => {
  const held = (Object.keys(catalogue) as FindingId[]).filter(
    (id) => catalogue[id].severity === "error" && catalogue[id].sources.some((source) => source === "gate" || source === "forecast"),
  );
  for (const id of held.filter((each) => !ofRecords.test(each))) {
    expect(plainFinding(id)).not.toMatch(/^a part of the set-up would|as it should be$/);
    expect(plainFinding(id)).not.toMatch(jargon);
  }
  for (const id of ["constructor/toString", "toString", "", "new/kind"])
    expect(plainFinding(id)).toMatch(/^a part of the set-up would not/);
});
/** A fault of one record is told as mail that would fail. */
const ofRecords = /^(spf|dkim|dmarc)\/(several-records|syntax|too-many|include-without|redirect-without|testing)/;

test("what receivers do otherwise is said, though all mail still arrives", async () => {
  const told = first(await realPlan("prod", { edits: [tightened] }));
  expect(told).toContain("still reaches the inbox at Gmail, Outlook and Yahoo");
  expect(told).toContain("mail that cannot prove it is from `mail.example.com` goes to junk (today it is delivered)");
  expect(told).toContain("5 minutes later");
});

test("mail that would fail is said first, and what is held back in words", async () => {
  const told = first(await realPlan("prod", { edits: [remove("cloudflare_dns_record.dns_ses-dkim-1")] }));
  expect(told).toMatch(/^## ⛔ `prod`: 1 deleted/);
  expect(told).toContain("through Amazon SES would no longer be sent to Gmail, Outlook and Yahoo; today it reaches the inbox");
  expect(told).toContain("a public key by which receivers recognise our mail would be deleted (`prod`)");
});

test("who may send as well, and who may not any more, is named", async () => {
  const zone = { "spf.example.org TXT": ["v=spf1 ip4:192.0.2.1 -all"] };
  const [more, fewer] = [
    text("cloudflare_dns_record.dns_spf", (was) => was.replace("~all", "include:spf.example.org ~all")),
    text("cloudflare_dns_record.dns_spf", (was) => was.replace("include:amazonses.com ", "")),
  ];
  expect(first(await realPlan("prod", { edits: [more], zone }))).toContain("`spf.example.org` may send for `mail.example.com`, too");
  expect(first(await realPlan("prod", { edits: [fewer] }))).toContain("`amazonses.com` may not send for `mail.example.com` any more");
});

test("a login that would be gone is not told as if nothing happened", async () => {
  const told = first(await realPlan("prod", { edits: [remove("aws_iam_user.ses-smtp_user")] }));
  expect(told).not.toContain("as before");
  expect(told).toContain("the login that mail is sent with would be deleted");
});

test("thousands of a kind are one thing to decide", () => {
  const findings = Array.from({ length: 1_001 }, (_, each) => findingOf("dns/other-record", { what: "x", where: `r${each}` }));
  const told = first(plannedTarget("prod", [], { plan: { findings } }));
  expect(told).toContain("1,001 things are held back");
  expect(told.length).toBeLessThan(1_000);
});
