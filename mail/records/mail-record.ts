/** One DNS record that mail needs, as meaning: the text of a TXT record, not its quoting at a DNS host. */

export interface MailRecord {
  /** Stable within an environment; the record's resource address is made of it, so renaming one replaces the record. */
  id: string;
  type: "TXT" | "CNAME" | "MX";
  /** Full name in lower case without a final dot. */
  name: string;
  /** TXT: the whole text. CNAME and MX: the target without a final dot. */
  value: string;
  /** MX only. */
  priority?: number;
  /** Seconds. */
  ttl: number;
  /** A person publishes it, since the zone's DNS host is not changed by Terraform. */
  byHand?: true;
}

/** Authentication records change rarely, and a mistake in one should not stay cached for long. */
export const defaultTtl = 300;
