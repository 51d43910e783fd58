/** What each DNS host adds to a stack. */
import type { Construct } from "constructs";
import type { DeclaredDns, DnsHome, DnsHostName } from "../../declaration/dns-hosts/dns-hosts";
import type { MailRecord } from "../../mail/records/mail-record";
import { byHand } from "./by-hand";
import { cloudflare } from "./cloudflare";
import type { StackDnsHost } from "./dns-host";

const table: { [H in DnsHostName]: StackDnsHost<DeclaredDns<H>> } = { cloudflare, "by-hand": byHand };

/** Connects what these homes need, once each. */
export function connectDnsHosts(stack: Construct, homes: readonly DnsHome[]): void {
  for (const host of new Set(homes.map(({ dns }) => dns.host))) table[host].connect?.(stack);
}

export const createRecord = (scope: Construct, dns: DeclaredDns, record: MailRecord): void =>
  (table[dns.host] as StackDnsHost<DeclaredDns>).createRecord?.(scope, dns, record);
