import { planText } from "../../reports/plan-text";

const finding = {
  id: "spf/sender-dropped",
  severity: "error" as const,
  where: "cloudflare_dns_record.dns_spf",
  what: 'SPF of "mail.example.com" would no longer let SES send: include:amazonses.com is gone',
  remedy: "keep it for as long as SES is a sending provider, primary or standby",
};
const changes = [
  { address: "aws_kms_key.a", type: "aws_kms_key", action: "create" as const },
  { address: "cloudflare_dns_record.dns_spf", type: "cloudflare_dns_record", action: "update" as const },
];
const changed = `prod: 1 to create, 1 to update, 0 to replace, 0 to delete
  ~ cloudflare_dns_record.dns_spf
  + aws_kms_key.a
`;
const found = `  ! spf/sender-dropped cloudflare_dns_record.dns_spf
    SPF of "mail.example.com" would no longer let SES send: include:amazonses.com is gone
    keep it for as long as SES is a sending provider, primary or standby
`;

test("shows what would change", () => {
  expect(planText("prod", { changes, outputs: [], findings: [] })).toBe(changed);
  expect(planText("prod", { changes: [], outputs: [], findings: [] })).toBe("prod: nothing to change\n");
});

test("shows what the gate holds back, and the way through", () => {
  expect(planText("prod", { changes, outputs: [], findings: [finding] })).toBe(
    `${changed}\nheld back by the safety gate:\n${found}nothing of this plan will be applied; if it must be, say why: twinpost plan --env prod --force "<reason>"\n`,
  );
});

test("shows the reason for which it was let through", () => {
  expect(planText("prod", { changes, outputs: [], findings: [finding], forcedBecause: "SES is given up" })).toBe(
    `${changed}\nlet through by force, although:\n${found}reason: SES is given up\n`,
  );
});
