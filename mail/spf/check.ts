/**
 * One SPF evaluation under way: what it was asked, what it has cost (RFC 7208 4.6.4), and how it ends early. Every question goes through `ask`, so
 * that the trace has it.
 */

import { isVoid } from "../dns/answer";
import type { Resolve } from "../dns/resolve";
import type { ClientAddress } from "./client-address";
import { type SpfError, type SpfQuestion, type SpfTermTrace, spfLimits } from "./trace";

export interface SpfQuery {
  /** The SMTP client's address. */
  ip: string;
  /** The return path; empty for a bounce, which is judged by the HELO name. */
  mailFrom: string;
  helo: string;
  /** For explanations: the receiving host, and seconds since 1970. */
  receiver?: string;
  timestamp?: number;
}

export interface Check {
  query: SpfQuery;
  client: ClientAddress;
  sender: { local: string; domain: string };
  resolve: Resolve;
  lookups: number;
  voidLookups: number;
  /** Names of the client's address, asked for once. */
  pointers?: Promise<readonly string[]>;
}

/** Ends the evaluation with an error; only check-host.ts catches it. */
export class Stop extends Error {
  constructor(
    readonly result: "temperror" | "permerror",
    readonly fault: SpfError,
  ) {
    super(fault.what);
  }
}

export async function ask(name: string, type: SpfQuestion["type"], check: Check, term?: SpfTermTrace): Promise<SpfQuestion> {
  const question = { name, type, response: await check.resolve(name.toLowerCase(), type) };
  term?.asked.push(question);
  return question;
}

/** RFC 1035 2.3.4, whatever the characters. */
export const isDomainName = (name: string): boolean =>
  name.length <= 253 && name.split(".").every((label) => label.length > 0 && label.length <= 63);

export function countLookup(check: Check, domain: string, { text, place }: SpfTermTrace): void {
  check.lookups++;
  if (check.lookups <= spfLimits.lookups) return;
  const what = `"${text}" causes look-up ${check.lookups}, expected at most ${spfLimits.lookups}`;
  throw new Stop("permerror", { id: "spf/too-many-lookups", what, domain, place });
}

/** A term's own question counts; the addresses of exchangers and of the client's names do not. */
export function countVoid(question: SpfQuestion, check: Check, domain: string, { text, place }: SpfTermTrace): void {
  if (!isVoid(question.response)) return;
  check.voidLookups++;
  if (check.voidLookups <= spfLimits.voidLookups) return;
  const what = `"${text}" causes void look-up ${check.voidLookups}, expected at most ${spfLimits.voidLookups}`;
  throw new Stop("permerror", { id: "spf/too-many-void-lookups", what, domain, place, question });
}

export function dnsFailure(question: SpfQuestion, domain: string, term?: SpfTermTrace): Stop {
  const what = `${question.name} ${question.type} could not be looked up: ${question.response.failure}`;
  return new Stop("temperror", { id: "spf/dns-failure", what, domain, place: term?.place, question });
}

export function missingRecord(id: "spf/include-without-record" | "spf/redirect-without-record", domain: string, term: SpfTermTrace): Stop {
  return new Stop("permerror", {
    id,
    what: `"${term.text}" leads to ${term.inner?.domain}, which has no SPF record`,
    domain,
    place: term.place,
  });
}
