/**
 * Builds the one SPF record of a name (RFC 7208 3.2: more than one is an error). The record at the From domain is what administrators and
 * scanners look at; a message's own SPF verdict comes from its return path, which each sending provider has its own record for.
 */
import { causesLookup, formatSpf, parseSpf } from "./record";
import { spfLimits } from "./trace";

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
    ...[...new Set(twice)].map((mechanism) => ({ problem: `repeats ${mechanism}`, expected: "each sender once" })),
    ...(lookups > spfLimits.lookups ? [{ problem: `causes ${lookups} look-ups`, expected: `at most ${spfLimits.lookups}` }] : []),
    ...(bytes >= spfLimits.bytes ? [{ problem: `is ${bytes} bytes long`, expected: `fewer than ${spfLimits.bytes}` }] : []),
  ];
}

/** Look-ups by the record's own terms; nested ones count too, but only resolving can count them. @param terms in any case, with or without qualifier. */
export function countLookups(terms: readonly string[]): number {
  const { mechanisms, redirect } = parseSpf(formatSpf(terms));
  return mechanisms.filter(causesLookup).length + (redirect ? 1 : 0);
}

const mechanismsOf = ({ include, allow = [] }: SpfTerms): string[] => [...include.map((domain) => `include:${domain}`), ...allow];

const recordOf = (terms: SpfTerms): string => formatSpf([...mechanismsOf(terms), terms.all]);
