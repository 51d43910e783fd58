/** Reads a DNS host's Terraform resource for one record, from a plan and from a synthesised stack. Each DNS host's file fills this in. */
import type { MailRecord } from "../../mail/records/mail-record";
import type { Plugin, TypeRules } from "../types/type-rules";
import type { Values } from "../values";

export interface RecordResource {
  /** Of the resource, such as "cloudflare_dns_record". */
  type: string;
  rules: TypeRules;
  plugin: Plugin;
  readPlanned(values: Values): PlannedValues;
  /** @param attributes of the resource in cdk.tf.json, texts as Terraform has them. @throws ZodError when they are none. */
  readDeclared(attributes: unknown): DeclaredValues;
  /** @param recordId as the DNS host lists it. @returns the id for Terraform's import. */
  importId(record: { zoneId: string; recordId: string }): string;
}

/** A name or content that is no string is known only after the apply. TXT is quoted, as in a zone file. */
export type PlannedValues = Values & Partial<Record<"name" | "type" | "content" | "ttl" | "priority" | "proxied", unknown>>;

interface DeclaredValues extends Pick<MailRecord, "type" | "name" | "ttl" | "priority"> {
  zoneId: string;
  /** TXT is quoted, as in a zone file. */
  content: string;
}
