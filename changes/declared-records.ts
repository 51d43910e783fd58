/**
 * The DNS records that a synthesised stack declares, with their Terraform addresses. An expression becomes "(known after apply)".
 * https://developer.hashicorp.com/terraform/language/syntax/json
 */
import { z } from "zod";
import { type DnsHostName, dnsHostNames } from "../declaration/dns-hosts/dns-hosts";
import { recordsOutput } from "../declaration/names/terraform-state";
import { isKnown, type PlannedText, unknownPart } from "../mail/dns/record";
import { type MailRecord, mailRecord } from "../mail/records/mail-record";
import { parseTxt } from "../mail/records/txt";
import { recordResources, recordTypes } from "./dns-hosts/dns-hosts";
import { planJson } from "./plan-json";
import type { Values } from "./values";

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

/**
 * The same, with the names and values that a plan knows besides: those which come from resources that exist already.
 * @param plan the output of `terraform show -json <plan file>`.
 */
export function readPlannedRecords(stack: unknown, plan: unknown): DeclaredRecord[] {
  const { resource_changes, output_changes } = planJson.parse(plan);
  const made = new Map(resource_changes.map(({ address, change }) => [address, change.after]));
  const listed = z.array(mailRecord.partial({ name: true, value: true })).safeParse(output_changes[recordsOutput]?.after).data ?? [];
  return readDeclaredRecords(stack).map((record) => {
    const { name, type, value } = record;
    const host = recordResources[record.host];
    const planned: { name?: unknown; content?: unknown } | undefined = host
      ? host.readPlanned((made.get(record.address) ?? {}) as Values)
      : listed.filter(({ id }) => record.address === `${recordsOutput}.${id}`).map((each) => ({ name: each.name, content: each.value }))[0];
    const known = (was: PlannedText, text: unknown, meaning = (each: string) => each): PlannedText =>
      isKnown(was) || typeof text !== "string" ? was : meaning(text);
    return {
      ...record,
      name: known(name, planned?.name),
      value: known(value, planned?.content, type === "TXT" && host ? parseTxt : undefined),
    };
  });
}

/** By address, the DNS hosts' ids of the records in the state that this plan began from. */
export const recordsInState = (plan: unknown): Map<string, string> =>
  new Map(
    planJson.parse(plan).resource_changes.flatMap(({ address, type, change: { before, importing } }): [string, string][] => {
      const { id } = stateIds.safeParse(before).data ?? {};
      return recordTypes.includes(type) && !importing && id !== undefined ? [[address, id]] : [];
    }),
  );

const stateIds = z.object({ id: z.string() });

/** The output with the records as it was before this plan. */
export const recordsBefore = (plan: unknown): unknown => planJson.parse(plan).output_changes[recordsOutput]?.before;

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
