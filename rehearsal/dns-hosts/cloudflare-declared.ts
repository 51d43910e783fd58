/**
 * A synthesised stack in which records at Cloudflare are declared otherwise, as an edit of the environment's file would have it: to see what a change
 * would do before anybody makes it. https://developer.hashicorp.com/terraform/language/syntax/json
 */
import type { MailRecord } from "../../mail/records/mail-record";
import { quoteTxt } from "../../mail/records/txt";
import type { DeclaredEdit } from "../changes/declared-edit";

type Json = Record<string, unknown>;

/** Under which a record is declared: construct ids are a contract (stacks/constructs/mail-dns.ts). */
const resourceOf = ({ id }: MailRecord): string => `dns_${id}`;

/** @param stack the parsed cdk.tf.json, which is left as it is. @throws Error when it does not declare a record that is to be edited. */
export function editDeclared(stack: unknown, edits: readonly DeclaredEdit[]): unknown {
  const edited = structuredClone(stack) as { resource: { cloudflare_dns_record: Record<string, Json> } };
  const records = edited.resource.cloudflare_dns_record;
  const [model] = Object.values(records);
  for (const { before, after } of edits) {
    const declared = before ? records[resourceOf(before)] : { ...model };
    if (!declared) throw new Error(`the stack does not declare ${before?.name} ${before?.type} as "${before && resourceOf(before)}"`);
    if (before) delete records[resourceOf(before)];
    if (after) records[resourceOf(after)] = withContent(declared, after, before);
  }
  return edited;
}

/** A name stays as it is declared, which may be by reference; what Terraform would take for a template is escaped. */
function withContent(declared: Json, { type, name, value, ttl }: MailRecord, before: MailRecord | undefined): Json {
  const content = (type === "TXT" ? quoteTxt(value) : value).replace(/[$%](?=\{)/g, "$&$&");
  return before ? { ...declared, content } : { ...declared, type, name, content, ttl, priority: undefined };
}
