/**
 * How strong an SPF record is (RFC 7208): what it says about hosts that it does not name, and whom it includes. Read from its text alone:
 * nothing is looked up, so what an include or a redirect leads to is not known here.
 */

export interface SpfStrength {
  /** "+all" also when a network of the record covers everybody; without an "all" the result is neutral, as with "?all" (4.7). */
  others: "-all" | "~all" | "?all" | "+all" | `redirect=${string}`;
  /** Domains whose hosts may send, in lower case. What stands behind "all" is never looked at (5.1). */
  includes: string[];
}

/** @param text the whole text of a TXT record. @returns undefined when it is no SPF record. */
export function spfStrength(text: string): SpfStrength | undefined {
  const [version, ...terms] = text.trim().toLowerCase().split(/ +/);
  if (version !== "v=spf1") return undefined;
  const end = terms.findIndex((term) => /^[-~?+]?all$/.test(term));
  const looked = end < 0 ? terms : terms.slice(0, end);
  const includes = looked.flatMap((term) => /^\+?include:(.+)$/.exec(term)?.[1] ?? []);
  return { others: looked.some(coversEverybody) ? "+all" : saidOfOthers(terms[end], terms), includes };
}

function saidOfOthers(all: string | undefined, terms: string[]): SpfStrength["others"] {
  if (all) return (all === "all" ? "+all" : all) as SpfStrength["others"];
  // A redirect counts only where there is no "all" (6.1).
  return (terms.find((term) => term.startsWith("redirect=")) as `redirect=${string}` | undefined) ?? "?all";
}

/** A network larger than any that one organisation holds, be it around an address or around a host's. */
function coversEverybody(term: string): boolean {
  const [, ...prefixes] = /^\+?(?:ip[46]:[0-9a-f.:]+|(?:a|mx)(?::[^/]+)?)(?:\/(\d+))?(?:\/\/(\d+))?$/.exec(term) ?? [];
  return prefixes.some((prefix) => prefix !== undefined && Number(prefix) < 8);
}
