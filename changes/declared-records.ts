/**
 * The DNS records that a synthesised stack declares, with their Terraform addresses. An expression becomes "(known after apply)".
 * https://developer.hashicorp.com/terraform/language/syntax/json
 */
import { z } from "zod";
import { type DnsHostName, dnsHostNames } from "../declaration/dns-hosts/dns-hosts";
import { recordsOutput } from "../declaration/names/terraform-state";
import { type PlannedText, unknownPart } from "../mail/dns/record";
import { type MailRecord, mailRecord } from "../mail/records/mail-record";
import { parseTxt } from "../mail/records/txt";
import { recordResources } from "./dns-hosts/dns-hosts";

export interface DeclaredRecord extends Omit<MailRecord<PlannedText>, "id"> {
  /** Such as "cloudflare_dns_record.dns_spf"; "records.spf" for a record that a person publishes, which is no resource. */
  address: string;
  host: DnsHostName;
  /** The zone's id at its DNS host; absent if that host has no zone ids. */
  zoneId?: string;
}

const stackSchema = z.object({
  output: z.object({ [recordsOutput]: z.object({ value: z.array(mailRecord) }).optional() }).optional(),
  /** By type, then by id. */
  resource: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});

/** @param stack the parsed cdk.tf.json. @throws ZodError when it is none. */
export function readDeclaredRecords(stack: unknown): DeclaredRecord[] {
  return [...madeByTerraform(stack), ...leftToAPerson(stack)];
}

function madeByTerraform(stack: unknown): DeclaredRecord[] {
  const { resource } = stackSchema.parse(stack);
  return dnsHostNames.flatMap((host) => {
    const made = recordResources[host];
    if (!made) return [];
    return Object.entries(resource[made.type] ?? {}).map(([id, attributes]) => {
      const { content, ...record } = made.readDeclared(attributes);
      const name = readText(record.name);
      const value = readText(content, record.type === "TXT" ? parseTxt : undefined);
      return { address: `${made.type}.${id}`, host, ...record, name, value };
    });
  });
}

function leftToAPerson(stack: unknown): DeclaredRecord[] {
  const records = stackSchema.parse(stack).output?.[recordsOutput]?.value ?? [];
  return records
    .filter(({ byHand }) => byHand)
    .map(({ id, name, value, ...record }) => ({
      ...record,
      address: `${recordsOutput}.${id}`,
      host: "by-hand" as const,
      name: readText(name),
      value: readText(value),
    }));
}

/** An expression is `${…}`; "%%{" is what Terraform reads as "%{", with which SPF's macros begin. */
function readText(written: string, meaning = (text: string) => text): PlannedText {
  const text = meaning(written.replace(/\$\{[^}]*\}/g, unknownPart).replaceAll("%%{", "%{"));
  return text.includes(unknownPart) ? { knownAfterApply: text } : text;
}
