/**
 * Asking DNS, as an effect: what evaluation, propagation and an overlay of planned records have in common. Implementations follow CNAMEs, as a
 * recursive resolver does, and never throw: not getting an answer is a response too.
 */

export type DnsType = "A" | "AAAA" | "CNAME" | "MX" | "NS" | "PTR" | "SOA" | "TXT" | "DS" | "CAA";

/** @param name in lower case without a final dot. */
export type Resolve = (name: string, type: DnsType) => Promise<DnsResponse>;

/** A CNAME that was followed. */
export interface Alias {
  name: string;
  target: string;
  /** Seconds. */
  ttl: number;
}

interface Heard {
  /** Who answered: an address, a server's name, or "plan" for a record that is not published yet. */
  server: string;
  /** The CNAMEs that led to the answer, in order; also when nothing is at their end. */
  aliases: readonly Alias[];
  /** The resolver validated DNSSEC (the AD bit); left out when it does not say. */
  authenticated?: boolean | undefined;
}

export type DnsResponse =
  /**
   * `values`: TXT strings joined, names in lower case without a final dot ("." for the root), MX as "10 host", addresses as usual. `ttl`: seconds
   * that the answer may still be cached for, the smallest of the set.
   */
  | (Heard & { outcome: "answer"; values: readonly string[]; ttl: number })
  /** NXDOMAIN and NODATA; `ttl` is how long that may be cached (RFC 2308 5), where known. */
  | (Heard & { outcome: "nxdomain" | "nodata"; ttl?: number | undefined })
  /** No usable answer: any other RCODE counts as SERVFAIL. */
  | (Heard & { outcome: "servfail" | "timeout"; reason?: string | undefined });

/** The name does not exist, or has nothing of that type: a "void lookup" (RFC 7208 4.6.4). */
export const isVoid = ({ outcome }: DnsResponse): boolean => outcome === "nxdomain" || outcome === "nodata";

export const isFailure = ({ outcome }: DnsResponse): boolean => outcome === "servfail" || outcome === "timeout";

export const valuesOf = (response: DnsResponse): readonly string[] => (response.outcome === "answer" ? response.values : []);

/** Asks each question once, however often it is put: what is looked at together should not change meanwhile, nor cost more. */
export function remembering(resolve: Resolve): Resolve {
  const asked = new Map<string, Promise<DnsResponse>>();
  return (name, type) => {
    const key = `${type} ${name}`;
    const known = asked.get(key) ?? resolve(name, type);
    asked.set(key, known);
    return known;
  };
}
