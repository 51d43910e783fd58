import { Testing } from "cdktf";
import { readDeclaredRecords } from "../../changes/declared-records";
import { importBlocks, recordImport } from "../../changes/import-blocks";
import { EmailStack } from "../../stacks/email-stack";
import { cloudflareOf } from "../declaration/cloudflare-of";
import { staging } from "../fixtures/environments/staging";
import { testingApp } from "../stacks/testing-app";

const macro = "exists:%{i}._spf.example.org";
const long = Array.from({ length: 9 }, (_, index) => `ip4:192.0.2.${index}`).concat(`exists:${"x".repeat(120)}.example.org`, macro);
const environment = { ...staging, sendgrid: { linkBranding: { subdomain: "links" } }, spf: { alsoInclude: [], alsoAllow: long } };
const stack = JSON.parse(Testing.synth(new EmailStack(testingApp(), environment), false)) as {
  output: { records: { value: { value: string }[] } };
};
const records = readDeclaredRecords(stack);
const at = (address: string) => records.find((record) => record.address === `cloudflare_dns_record.dns_${address}`);

test("a record has its address, its zone, and its meaning instead of its quotes", () => {
  expect(at("ses-mail-from-mx")).toEqual({
    address: "cloudflare_dns_record.dns_ses-mail-from-mx",
    host: "cloudflare",
    zoneId: cloudflareOf(staging).zoneId,
    type: "MX",
    name: "bounce.mail.staging.example.net",
    value: "feedback-smtp.eu-west-1.amazonses.com",
    priority: 10,
    ttl: 300,
  });
});

test("a text of more than 255 bytes is whole, and SPF's macros survive Terraform's directives", () => {
  expect(at("spf")).toMatchObject({ value: `v=spf1 include:sendgrid.net include:amazonses.com ${long.join(" ")} ~all` });
  expect(JSON.stringify(stack)).toContain("exists:%%{i}._spf");
  expect(JSON.stringify(stack)).not.toContain("exists:%{");
});

test("what only applying fills in is shown as such", () => {
  expect(at("sendgrid-dkim-1")).toMatchObject({
    name: "s1._domainkey.mail.staging.example.net",
    value: { knownAfterApply: "(known after apply)" },
  });
  expect(at("ses-dkim-1")).toMatchObject({
    name: { knownAfterApply: "(known after apply)._domainkey.mail.staging.example.net" },
    value: { knownAfterApply: "(known after apply).dkim.amazonses.com" },
  });
  expect(at("sendgrid-links")).toMatchObject({ name: "links.mail.staging.example.net", value: { knownAfterApply: "(known after apply)" } });
  expect(at("sendgrid-links-owner")).toMatchObject({
    name: { knownAfterApply: "(known after apply)" },
    value: { knownAfterApply: "(known after apply)" },
  });
});

test("a stack without records has none; anything else is refused", () => {
  expect(readDeclaredRecords({ resource: { aws_kms_key: {} } })).toEqual([]);
  expect(readDeclaredRecords({})).toEqual([]);
  expect(() => readDeclaredRecords({ resource: { cloudflare_dns_record: { dns_x: { name: 7 } } } })).toThrow();
});

test("import blocks name the resource and the record, the id as a string whatever is in it", () => {
  const imports = [
    { address: "cloudflare_dns_record.dns_spf", host: "cloudflare" as const, zoneId: "z1", recordId: "r1" },
    { address: "cloudflare_dns_record.dns_dmarc", host: "cloudflare" as const, zoneId: "z1", recordId: 'r"2' },
  ];
  expect(importBlocks(imports.map(recordImport))).toBe(
    'import {\n  to = cloudflare_dns_record.dns_spf\n  id = "z1/r1"\n}\n\nimport {\n  to = cloudflare_dns_record.dns_dmarc\n  id = "z1/r\\"2"\n}\n',
  );
});
