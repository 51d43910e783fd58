/** Where mail to a domain goes (RFC 5321 5.1): without it, replies to the From address bounce, and some receivers distrust the domain. */
import { defaultTtl, type MailRecord } from "./mail-record";

export interface MailExchanger {
  host: string;
  /** The lowest is tried first. */
  priority: number;
}

export function mxRecords(domain: string, exchangers: readonly MailExchanger[]): MailRecord[] {
  return exchangers.map(({ host, priority }) => ({
    id: `mx-${host.replaceAll(".", "-")}`,
    type: "MX",
    name: domain,
    value: host,
    priority,
    ttl: defaultTtl,
  }));
}
