/**
 * What an SPF record concludes about a host that nobody named (RFC 7208 4.6.2, 5.2, 6.1): not what stands at its end, but what an evaluation comes to,
 * since an include or a redirect may have decided before.
 */
import { valuesOf } from "../dns/answer";
import type { Qualifier, SpfMechanism } from "./record";
import { type ClientKind, isVoidTerm, type SpfTree, type SpfTreeTerm } from "./tree";

export interface StrangerResult {
  /** "+" passes, "?" is neutral, which is as if there were no record; undefined is an error. */
  qualifier: Qualifier | undefined;
  /** The term that decides, where it stands; none when nothing in the record did. */
  decides?: { text: string; domain: string; place: number };
}

export function judgeStrangers({ domain, record, terms }: SpfTree, kind: ClientKind): StrangerResult {
  if (!record || record.errors.length > 0) return { qualifier: undefined };
  const termAt = new Map(terms.map((term) => [term.place, term]));
  for (const mechanism of record.mechanisms) {
    const term = termAt.get(mechanism.place);
    const { text, place, qualifier } = mechanism;
    const inner = mechanism.kind === "include" && term?.inner ? judgeStrangers(term.inner, kind) : undefined;
    if (inner?.qualifier === "+") return { qualifier, decides: (qualifier === "+" && inner.decides) || { text, domain, place } };
    if (matchesEverybody(mechanism, term, kind)) return { qualifier, decides: { text, domain, place } };
  }
  const redirected = terms.find((term) => term.kind === "redirect")?.inner;
  return redirected ? judgeStrangers(redirected, kind) : { qualifier: record.redirect ? undefined : "?" };
}

/** A network that is larger than any organisation's counts as everybody where it lets pass; where it refuses, it must be all there is. */
function matchesEverybody(mechanism: SpfMechanism, term: SpfTreeTerm | undefined, kind: ClientKind): boolean {
  const isWide = (prefix: number): boolean => (mechanism.qualifier === "+" ? prefix < 8 : prefix === 0);
  switch (mechanism.kind) {
    case "all":
      return true;
    case "ip4":
      return kind === "A" && isWide(mechanism.prefix);
    case "ip6":
      return kind === "AAAA" && isWide(mechanism.prefix);
    case "a":
    case "mx":
      return isWide(kind === "A" ? mechanism.prefix4 : mechanism.prefix6) && (term === undefined || !isVoidTerm(term));
    // RFC 7208 5.7: an address of the name, whatever it is.
    case "exists":
      return term?.answer !== undefined && valuesOf(term.answer).length > 0;
    case "include":
    case "ptr":
      return false;
  }
}
