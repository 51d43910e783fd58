/**
 * What came of one question to DNS, from whichever server and for whoever asks: a resolver's answer, an authoritative server's, or a plan's. Not getting
 * an answer is an answer too.
 */

/** A CNAME that was followed. */
export interface Alias {
  name: string;
  target: string;
  /** Seconds. */
  ttl: number;
}

export interface DnsAnswer {
  /** Who answered: an address, a server's name, or "plan" for a record that is not published yet. */
  server: string;
  /** Of a server that is known by its name. */
  address?: string;
  /** "no-such-name" is NXDOMAIN, "no-data" a name without a record of that type (RFC 2308), "failed" anything from which neither can be told. */
  outcome: "answer" | "no-such-name" | "no-data" | "failed";
  /** None but of an answer. TXT strings joined, names in lower case without a final dot ("." for the root), MX as "10 host", addresses as usual. */
  values: readonly string[];
  /** The CNAMEs that led here, in order; also when nothing is at their end. */
  aliases: readonly Alias[];
  /** Seconds that this may be cached for, the smallest of the set; from a cache, those that are left. */
  ttl?: number | undefined;
  /** The resolver validated DNSSEC (the AD bit); left out when it does not say. */
  authenticated?: boolean | undefined;
  /** The zone's serial number at this server, where servers disagree. */
  serial?: number;
  /** Of "failed". Any RCODE but NOERROR and NXDOMAIN counts as "servfail". */
  failure?: DnsFault | undefined;
  /** Why it failed, in words. */
  reason?: string | undefined;
}

type DnsFault =
  | "timeout"
  | "connection-refused"
  | "unreachable"
  | "broken"
  | "truncated"
  | "not-askable"
  | "lame"
  | "servfail"
  | "dnssec"
  | "known-after-apply";

/** The name does not exist, or has nothing of that type: a "void lookup" (RFC 7208 4.6.4). */
export const isVoid = ({ outcome }: DnsAnswer): boolean => outcome === "no-such-name" || outcome === "no-data";

export const isFailure = ({ outcome }: DnsAnswer): boolean => outcome === "failed";

export const valuesOf = ({ values }: DnsAnswer): readonly string[] => values;

/** As many CNAMEs as BIND follows; mail needs two. */
export const mostAliases = 16;
