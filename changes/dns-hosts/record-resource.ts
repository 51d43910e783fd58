/** How Terraform's resource for one DNS record is read, in a plan and in a synthesised stack. Each DNS host's file fills this in. */
import type { MailRecord } from "../../mail/records/mail-record";
import type { Values } from "../values";

export interface RecordResource {
  /** Of the resource, such as "cloudflare_dns_record". */
  type: string;
  /** Paths of the attributes that a plan's record is read from; no other is looked at. */
  attributes: readonly string[];
  readPlanned(values: Values): PlannedValues;
  /** @param attributes of the resource in cdk.tf.json, texts as Terraform has them. @throws ZodError when they are none. */
  readDeclared(attributes: unknown): DeclaredValues;
  /** @param recordId as the DNS host lists it. @returns what Terraform's import knows the record by. */
  importId(record: { zoneId: string; recordId: string }): string;
}

/** Of a record in a plan; one whose text is no string is known only after the apply. TXT is quoted, as in a zone file. */
export type PlannedValues = Values & Partial<Record<"name" | "type" | "content" | "ttl" | "priority" | "proxied", unknown>>;

interface DeclaredValues extends Pick<MailRecord, "type" | "name" | "ttl" | "priority"> {
  zoneId: string;
  /** TXT is quoted, as in a zone file. */
  content: string;
}
