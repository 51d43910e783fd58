/**
 * Merges two SPF records of one name into one, because a second record makes receivers ignore both (RFC 7208 4.5). Nobody who may send
 * by either record loses it; about everybody else the stricter one's conclusion stays.
 */
import { formatSpf, type SpfRecord } from "./record";

interface Senders {
  /** Terms in order, without "all". */
  terms: string[];
  /** "all" with its qualifier; undefined is what "?all" would say. */
  all: string | undefined;
}

/** @param live the record that is there. @returns one record with every sender of both; the live one's first. */
export function mergeSpf(live: SpfRecord, declared: SpfRecord): string {
  const [theirs, ours] = [sendersOf(live), sendersOf(declared)];
  const added = ours.terms.filter((term) => !hasTerm(theirs, term));
  const all = refusal(theirs.all) > refusal(ours.all) ? theirs.all : ours.all;
  return formatSpf([...theirs.terms, ...added, ...(all === undefined ? [] : [all])]);
}

/** What the live record says and the declared one would take away: senders, and a stricter end. */
export function missingFromSpf(live: SpfRecord, declared: SpfRecord): string[] {
  const [theirs, ours] = [sendersOf(live), sendersOf(declared)];
  const isStricter = theirs.all !== undefined && refusal(theirs.all) > refusal(ours.all);
  return [...theirs.terms.filter((term) => !hasTerm(ours, term)), ...(isStricter && theirs.all ? [theirs.all] : [])];
}

/** The explanation of a refusal (RFC 7208 6.2), which is not carried over. */
export const droppedFromSpf = ({ exp }: SpfRecord, declared: SpfRecord): string[] => (exp && !declared.exp ? [exp.text] : []);

/**
 * What follows "all" is never looked at (RFC 7208 5.1), so it is left out. A redirect passes whom its target passes, which is what including that target
 * says. A term that cannot be read stays: whoever merges has to see it.
 */
function sendersOf({ terms, mechanisms, redirect }: SpfRecord): Senders {
  const all = mechanisms.find(({ kind }) => kind === "all");
  const before = terms.filter(({ place }) => all === undefined || place < all.place).map(({ text }) => text);
  const redirected = redirect && all === undefined ? [`include:${redirect.text.slice("redirect=".length)}`] : [];
  return { terms: [...before, ...redirected], all: all?.text.toLowerCase() };
}

const hasTerm = ({ terms }: Senders, term: string): boolean => terms.some((each) => canonical(each) === canonical(term));

/** "+" is what stands when nothing does; names are compared in lower case, since only macros distinguish. */
const canonical = (term: string): string => (term.includes("%") ? term : term.toLowerCase()).replace(/^\+/, "");

const refusal = (all: string | undefined): number => (all === undefined ? 1 : { "+": 0, "?": 1, "~": 2, "-": 3 }[all[0] ?? ""]) ?? 0;
