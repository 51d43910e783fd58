/**
 * Merges two SPF records of one name into one, because a second record makes receivers ignore both (RFC 7208 4.5). Nobody who may send
 * by either record loses it; about everybody else the stricter one's conclusion stays.
 */
import { isSpfRecord } from "./parse";

interface Spf {
  /** Mechanisms in order, without "all". */
  terms: string[];
  /** "all" with its qualifier; undefined is what "?all" would say. */
  all: string | undefined;
}

/**
 * What follows "all" is never looked at (RFC 7208 5.1), so it is left out; so are modifiers, which say nothing about who may send. A
 * redirect passes whom its target passes, which is what including that target says.
 * @returns undefined when it is no SPF record.
 */
export function parseSpf(text: string): Spf | undefined {
  if (!isSpfRecord(text)) return undefined;
  const words = text.split(/ +/).slice(1).filter(Boolean);
  const all = words.findIndex((word) => /^[+?~-]?all$/i.test(word));
  const redirect = all < 0 ? words.find((word) => /^redirect=/i.test(word)) : undefined;
  const mechanisms = (all < 0 ? words : words.slice(0, all)).filter((word) => !/^[a-z][\w.-]*=/i.test(word));
  return {
    terms: [...mechanisms, ...(redirect ? [redirect.replace(/^redirect=/i, "include:")] : [])],
    all: words[all]?.toLowerCase(),
  };
}

/** @param live the record that is there. @returns one record with every sender of both; the live one's first. */
export function mergeSpf(live: string, declared: string): string {
  const [theirs, ours] = parseBoth(live, declared);
  const added = ours.terms.filter((term) => !hasTerm(theirs, term));
  const all = strength(theirs.all) > strength(ours.all) ? theirs.all : ours.all;
  return ["v=spf1", ...theirs.terms, ...added, all].filter((word) => word !== undefined).join(" ");
}

/** What the live record says and the declared one would take away: senders, and a stricter end. */
export function missingFromSpf(live: string, declared: string): string[] {
  const [theirs, ours] = parseBoth(live, declared);
  const isStricter = theirs.all !== undefined && strength(theirs.all) > strength(ours.all);
  return [...theirs.terms.filter((term) => !hasTerm(ours, term)), ...(isStricter && theirs.all ? [theirs.all] : [])];
}

function parseBoth(live: string, declared: string): [Spf, Spf] {
  const [theirs, ours] = [parseSpf(live), parseSpf(declared)];
  if (!theirs || !ours) throw new Error("merging SPF needs two SPF records");
  return [theirs, ours];
}

const hasTerm = ({ terms }: Spf, term: string): boolean => terms.some((each) => canonical(each) === canonical(term));

/** "+" is what stands when nothing does; names are compared in lower case, since only macros distinguish. */
const canonical = (term: string): string => (term.includes("%") ? term : term.toLowerCase()).replace(/^\+/, "");

const strength = (all: string | undefined): number => (all === undefined ? 1 : { "+": 0, "?": 1, "~": 2, "-": 3 }[all[0] ?? ""]) ?? 0;
