/** One DNS record that mail needs, as it is declared. */
import type { DnsRecord } from "../dns/record";

export interface MailRecord extends DnsRecord {
  /** Stable within an environment; the record's resource address is made of it, so renaming one replaces the record. */
  id: string;
  type: "TXT" | "CNAME" | "MX";
  /** Seconds. */
  ttl: number;
  /** A person publishes it, since the zone's DNS host is not changed by Terraform. */
  byHand?: true;
}

/** Authentication records change rarely, and a mistake in one should not stay cached for long. */
export const defaultTtl = 300;
