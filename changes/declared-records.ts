/**
 * The DNS records that a synthesised stack declares, with the addresses that Terraform knows them by. What only applying fills in is shown
 * as such. https://developer.hashicorp.com/terraform/language/syntax/json
 */
import { z } from "zod";
import type { DnsHostName } from "../declaration/dns-hosts/dns-hosts";
import { recordsOutput } from "../declaration/names/terraform-state";
import { knownAfterApply } from "../mail/dns/record";
import type { MailRecord } from "../mail/records/mail-record";
import { parseTxt } from "../mail/records/txt";

export interface DeclaredRecord extends Omit<MailRecord, "id"> {
  /** Such as "cloudflare_dns_record.dns_spf"; "records.spf" of one that a person publishes, which is no resource. */
  address: string;
  host: DnsHostName;
  /** As its DNS host knows the zone; left out where it has no ids of zones. */
  zoneId?: string;
  /** The name or the value is known only after apply. */
  pending: boolean;
}

const resourceType = "cloudflare_dns_record";
const recordSchema = z.object({
  zone_id: z.string(),
  type: z.enum(["TXT", "CNAME", "MX"]),
  name: z.string(),
  content: z.string(),
  ttl: z.number(),
  priority: z.number().optional(),
});
const outputSchema = z.object({
  id: z.string(),
  type: z.enum(["TXT", "CNAME", "MX"]),
  name: z.string(),
  value: z.string(),
  ttl: z.number(),
  priority: z.number().optional(),
  byHand: z.literal(true).optional(),
});
const stackSchema = z.object({
  output: z.object({ [recordsOutput]: z.object({ value: z.array(outputSchema) }).optional() }).optional(),
  resource: z.object({ [resourceType]: z.record(z.string(), recordSchema).default({}) }).default({ [resourceType]: {} }),
});

/** @param stack the parsed cdk.tf.json. @throws ZodError when it is none. */
export function readDeclaredRecords(stack: unknown): DeclaredRecord[] {
  return [...madeByTerraform(stack), ...leftToAPerson(stack)];
}

function madeByTerraform(stack: unknown): DeclaredRecord[] {
  return Object.entries(stackSchema.parse(stack).resource[resourceType]).map(([id, { zone_id, type, name, content, ttl, priority }]) => {
    const value = type === "TXT" ? parseTxt(readText(content)) : readText(content);
    return {
      address: `${resourceType}.${id}`,
      host: "cloudflare" as const,
      zoneId: zone_id,
      type,
      name: readText(name),
      value,
      ttl,
      ...(priority === undefined ? {} : { priority }),
      pending: [readText(name), value].some((text) => text.includes(knownAfterApply)),
    };
  });
}

function leftToAPerson(stack: unknown): DeclaredRecord[] {
  const records = stackSchema.parse(stack).output?.[recordsOutput]?.value ?? [];
  return records
    .filter(({ byHand }) => byHand)
    .map(({ id, name, value, priority, ...record }) => ({
      ...record,
      address: `${recordsOutput}.${id}`,
      host: "by-hand" as const,
      name: readText(name),
      value: readText(value),
      ...(priority === undefined ? {} : { priority }),
      byHand: true,
      pending: [name, value].some((text) => readText(text).includes(knownAfterApply)),
    }));
}

/** An expression is `${…}`; "%%{" is what Terraform reads as "%{", with which SPF's macros begin. */
const readText = (text: string): string => text.replace(/\$\{[^}]*\}/g, knownAfterApply).replaceAll("%%{", "%{");
