/**
 * Builds the one SPF record of a name (RFC 7208 3.2: more than one is an error). The record at the From domain is what administrators and
 * scanners look at; a message's own SPF verdict comes from its return path, which each sending provider has its own record for.
 */

/** RFC 7208 4.6.4: terms that cause DNS look-ups, nested ones included; counted by resolving in a later check. */
export const spfLookupLimit = 10;

export interface SpfTerms {
  /** Domains to include, most used first; repeated ones count once. */
  include: readonly string[];
  /** What to conclude about everybody else. "~all" leaves the decision to DMARC. */
  all: "~all" | "-all";
}

/** @throws RangeError when the includes alone break the look-up limit. */
export function buildSpf({ include, all }: SpfTerms): string {
  const domains = [...new Set(include)];
  if (domains.length > spfLookupLimit) {
    throw new RangeError(`an SPF record may cause ${spfLookupLimit} look-ups, got ${domains.length} includes`);
  }
  return ["v=spf1", ...domains.map((domain) => `include:${domain}`), all].join(" ");
}
