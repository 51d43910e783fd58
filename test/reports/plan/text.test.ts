import type { PlannedRecord } from "../../../changes/dns-changes";
import { findingOf } from "../../../findings/finding";
import { knownAfterApply } from "../../../mail/dns/record";
import { plain } from "../../../reports/layout";
import { planText as markedText } from "../../../reports/plan/text";

const planText = (...words: Parameters<typeof markedText>): string => plain(markedText(...words));

const finding = findingOf("spf/sender-dropped", {
  where: "cloudflare_dns_record.dns_spf",
  what: 'SPF of "mail.example.com" would no longer let SES send: include:amazonses.com is gone',
  remedy: "keep it for as long as SES is a sending provider, primary or standby",
});
const changes = [
  { address: "aws_kms_key.a", type: "aws_kms_key", action: "create" as const },
  { address: "cloudflare_dns_record.dns_spf", type: "cloudflare_dns_record", action: "update" as const },
];
const spf = { name: "mail.example.com", type: "TXT", proxied: false, role: "SPF" as const };
const records = [
  {
    address: "cloudflare_dns_record.dns_spf",
    action: "update" as const,
    before: { ...spf, value: "v=spf1 include:sendgrid.net include:amazonses.com ~all" },
    after: { ...spf, value: "v=spf1 include:sendgrid.net ~all" },
  },
];
const way = "this plan will not be applied; to apply it anyway, give a reason for each, or one for all:\n";
const key = `${finding.id}@${finding.where}`;
const changed = `prod: 1 to create, 1 to update, 0 to replace, 0 to delete

DNS records (1 to update)
  ~ cloudflare_dns_record.dns_spf
    - mail.example.com TXT "v=spf1 include:sendgrid.net include:amazonses.com ~all"
    + mail.example.com TXT "v=spf1 include:sendgrid.net ~all"

Secrets and their keys (1 to create)
  + aws_kms_key.a
`;
const found = `  ! spf/sender-dropped cloudflare_dns_record.dns_spf
    SPF of "mail.example.com" would no longer let SES send: include:amazonses.com is gone
    keep it for as long as SES is a sending provider, primary or standby
`;

test("shows what would change", () => {
  expect(planText("prod", { changes, outputs: [], records, findings: [] })).toBe(changed);
  expect(planText("prod", { changes: [], outputs: [], records: [], findings: [] })).toBe("prod: nothing to change\n");
});

test("shows a record that appears or goes, and says what only the apply decides", () => {
  const address = "cloudflare_dns_record.dns_ses-dkim-1";
  const lines = (action: "create" | "delete", sides: object): string[] =>
    planText("prod", {
      changes: [{ address, type: "cloudflare_dns_record", action }],
      outputs: [],
      records: [{ address, action, ...sides }],
      findings: [],
    }).split("\n");
  const unknown = { name: knownAfterApply, type: "CNAME", value: knownAfterApply, proxied: false, role: undefined };
  expect(lines("create", { after: unknown })).toContain("      (known after apply) CNAME (known after apply)");
  const target = { ...unknown, name: "t1._domainkey.mail.example.com", value: "t1.dkim.amazonses.com", proxied: true };
  expect(lines("delete", { before: target })).toContain("      t1._domainkey.mail.example.com CNAME t1.dkim.amazonses.com (proxied)");
});

test("shows an MX with its priority, a TTL that changes, and of a long key the ends", () => {
  const address = "cloudflare_dns_record.x";
  const lines = (before: Partial<PlannedRecord>, after: Partial<PlannedRecord>): string[] =>
    planText("prod", {
      changes: [{ address, type: "cloudflare_dns_record", action: "update" }],
      outputs: [],
      records: [{ address, action: "update", before: { ...spf, value: "", ...before }, after: { ...spf, value: "", ...after } }],
      findings: [],
    }).split("\n");
  const mx = { type: "MX", role: "MX" as const, value: "mx.example.com", priority: 10, ttl: 300 };
  expect(lines(mx, { ...mx, priority: 20, ttl: 60 })).toEqual(
    expect.arrayContaining([
      "    - mail.example.com MX 10 mx.example.com for 300 s",
      "    + mail.example.com MX 20 mx.example.com for 60 s",
    ]),
  );
  const key = { role: "DKIM" as const, value: `v=DKIM1; p=${"A".repeat(380)}IDAQAB`, ttl: 300 };
  const [, , , , was, willBe] = lines(key, { ...key, value: "v=DKIM1; p=" });
  expect([was?.length, was?.endsWith('AAIDAQAB"'), willBe]).toEqual([125, true, '    + mail.example.com TXT "v=DKIM1; p="']);
});

test("shows what the gate holds back, and the way through", () => {
  expect(planText("prod", { changes, outputs: [], records, findings: [finding] })).toBe(
    `${changed}\nheld back by the safety gate:\n${found}${way}  npx twinpost plan --env prod --waive '${key}=<reason>'\n  npx twinpost plan --env prod --force "<reason>"\n`,
  );
});

test("shows what passes by a reason of its own, and asks for the others only", () => {
  const waived = [{ id: finding.id, where: finding.where, reason: "SES is given up" }];
  const passed = `${changed}\npassed by --waive, despite:\n${found}    reason: SES is given up\n`;
  expect(planText("prod", { changes, outputs: [], records, findings: [finding], waived })).toBe(passed);
  const other = findingOf("mx/null-added", { where: "cloudflare_dns_record.dns_mx", what: "no mail" });
  const text = planText("prod", { changes, outputs: [], records, findings: [finding, other], waived });
  expect(text).toContain(`--waive '${key}=SES is given up' --waive 'mx/null-added@cloudflare_dns_record.dns_mx=<reason>'`);
});

test("shows what Terraform forgets or puts off, and what the provider sets", () => {
  const actions = (["forget", "defer"] as const).map((action) => ({ address: `aws_kms_key.${action}`, type: "aws_kms_key", action }));
  const defaults = [{ address: "aws_kms_key.a", attribute: "rotation_period_in_days", value: "365" }];
  const lines = planText("prod", { changes: actions, outputs: [], records: [], findings: [], defaults }).split("\n");
  expect(lines).toEqual(
    expect.arrayContaining([
      "prod: 0 to create, 0 to update, 0 to replace, 0 to delete, 1 to forget, 1 to defer",
      "  ! aws_kms_key.forget",
      "  ? aws_kms_key.defer",
      "    aws_kms_key.a rotation_period_in_days: 365",
    ]),
  );
});

test("shows the reason for which it was let through", () => {
  expect(planText("prod", { changes, outputs: [], records, findings: [finding], forcedBecause: "SES is given up" })).toBe(
    `${changed}\npassed by --force, despite:\n${found}reason: SES is given up\n`,
  );
});

test("many statements of a new policy are counted, and few are shown", () => {
  const address = "aws_iam_role_policy.staging_apply";
  const lines = (statements: number): string[] => {
    const attributes = Array.from({ length: statements }, (_, index) => ({
      path: `policy "s${index}"`,
      after: index === 0 ? "deny to x on *" : "allow to y on *",
    }));
    const changed = [{ address, type: "aws_iam_role_policy", action: "create" as const }];
    return planText("a", { changes: changed, outputs: [], records: [], findings: [] }, { shown: [{ address, attributes }] }).split("\n");
  };
  expect(lines(5)).toContain("      policy: 5 statements (4 allow, 1 deny); --full shows each");
  expect(lines(2)).toContain('      policy "s1": allow to y on *');
});
