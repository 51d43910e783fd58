/** The mail records of one zone: published at its DNS host, if Terraform changes that, and always listed in an output. */
import { Construct } from "constructs";
import { type DeclaredDns, type DnsHome, dnsHostOf } from "../../declaration/dns-hosts/dns-hosts";
import type { MailRecord } from "../../mail/records/mail-record";
import { createRecord } from "../dns-hosts/dns-hosts";
import { literalText } from "./literal-text";

export interface MailDnsProps {
  dns: DeclaredDns;
  records: readonly MailRecord[];
}

export class MailDns extends Construct {
  constructor(scope: Construct, id: string, { dns, records }: MailDnsProps) {
    super(scope, id);
    for (const record of records) createRecord(this, dns, record);
  }
}

/** The output with the records, for verbs that read what was applied and for the person who publishes them. */
export const recordsAsOutput = (records: readonly MailRecord[], home: DnsHome): MailRecord[] =>
  records.map((record) => ({
    ...record,
    ...(record.type === "TXT" ? { value: literalText(record.value) } : {}),
    ...(dnsHostOf(home).isByHand ? { byHand: true as const } : {}),
  }));
