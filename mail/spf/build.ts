/**
 * Builds the one SPF record of a name (RFC 7208 3.2: more than one is an error). The record at the From domain is what administrators and
 * scanners look at; a message's own SPF verdict comes from its return path, which each sending provider has its own record for.
 */

/** RFC 7208 4.6.4: terms that cause DNS look-ups. Nested ones count too, but only resolving can count them. */
const lookupLimit = 10;
/** RFC 7208 3.4: an answer should fit 512 bytes with its name and header. */
export const spfByteLimit = 450;

export interface SpfTerms {
  /** Domains to include, most used first. */
  include: readonly string[];
  /** Other mechanisms, such as "ip4:192.0.2.1" or "a:relay.example.com". */
  allow?: readonly string[] | undefined;
  /** What to conclude about everybody else. "~all" leaves the decision to DMARC. */
  all: "~all" | "-all";
}

export interface SpfProblem {
  problem: string;
  expected: string;
}

/** @throws RangeError when the record would break a limit or names a sender twice. */
export function buildSpf(terms: SpfTerms): string {
  const [first] = findSpfProblems(terms);
  if (first) throw new RangeError(`SPF ${first.problem}, expected ${first.expected}`);
  return recordOf(terms);
}

export function findSpfProblems(terms: SpfTerms): SpfProblem[] {
  const mechanisms = mechanismsOf(terms).map((mechanism) => mechanism.toLowerCase());
  const twice = mechanisms.filter((mechanism, index) => mechanisms.indexOf(mechanism) < index);
  const lookups = countLookups(mechanisms);
  const bytes = Buffer.byteLength(recordOf(terms));
  return [
    ...[...new Set(twice)].map((mechanism) => ({ problem: `names ${mechanism} twice`, expected: "each sender once" })),
    ...(lookups > lookupLimit ? [{ problem: `causes ${lookups} look-ups`, expected: `at most ${lookupLimit}` }] : []),
    ...(bytes >= spfByteLimit ? [{ problem: `is ${bytes} bytes long`, expected: `fewer than ${spfByteLimit}` }] : []),
  ];
}

/** @param terms of one record, in any case, with or without qualifier. */
export const countLookups = (terms: readonly string[]): number => terms.filter((term) => causesLookup.test(term)).length;

const causesLookup = /^[+?~-]?(include:|exists:|redirect=|(a|mx|ptr)([:/]|$))/i;

const mechanismsOf = ({ include, allow = [] }: SpfTerms): string[] => [...include.map((domain) => `include:${domain}`), ...allow];

const recordOf = (terms: SpfTerms): string => ["v=spf1", ...mechanismsOf(terms), terms.all].join(" ");
