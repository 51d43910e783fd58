/**
 * Mail records at Cloudflare, in the form that keeps the next plan empty: TXT quoted and split at 255 bytes, names in full without a
 * final dot, an explicit TTL, and never proxied, since a proxied name answers with Cloudflare's addresses instead of the record.
 */
import { DnsRecord } from "@cdktf/provider-cloudflare/lib/dns-record";
import { Construct } from "constructs";
import type { MailRecord } from "../../mail/records/mail-record";
import { quoteTxt } from "../../mail/records/txt";

export interface MailDnsProps {
  zoneId: string;
  records: readonly MailRecord[];
}

export class MailDns extends Construct {
  constructor(scope: Construct, id: string, { zoneId, records }: MailDnsProps) {
    super(scope, id);
    for (const record of records) {
      new DnsRecord(this, record.id, {
        zoneId,
        type: record.type,
        name: record.name,
        content: record.type === "TXT" ? literalText(quoteTxt(record.value)) : record.value,
        ttl: record.ttl,
        proxied: false,
        ...(record.priority === undefined ? {} : { priority: record.priority }),
        comment: "twinpost",
      });
    }
  }
}

/** The records as an output, for whoever asks what was applied. @param byHand whether a person publishes them. */
export const recordsAsOutput = (records: readonly MailRecord[], { byHand }: { byHand: boolean }): MailRecord[] =>
  records.map((record) => ({
    ...record,
    ...(record.type === "TXT" ? { value: literalText(record.value) } : {}),
    ...(byHand ? { byHand: true as const } : {}),
  }));

/**
 * To Terraform "${" begins an expression and "%{", with which SPF's macros begin too (RFC 7208 7), a directive, unless doubled. What other
 * records hold may be an expression: a provider's answer.
 */
const literalText = (text: string): string => text.replaceAll(/[$%]\{/g, (sign) => `${sign.charAt(0)}${sign}`);
