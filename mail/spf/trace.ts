/** What an SPF evaluation concluded and why: a tree, one level for each record, one entry for each term that was looked at. */
import type { DnsAnswer } from "../dns/answer";
import type { DnsType } from "../dns/record";

/** RFC 7208 2.6. */
export type SpfResult = "none" | "neutral" | "pass" | "fail" | "softfail" | "temperror" | "permerror";

/** RFC 7208 4.6.4; and 3.4: an answer should fit 512 bytes with its name and header, so the text stays below these bytes. */
export const spfLimits = { lookups: 10, voidLookups: 2, names: 10, bytes: 450 } as const;

/** Why the result is "permerror" or "temperror". */
export interface SpfError {
  id:
    | "spf/syntax"
    | "spf/several-records"
    | "spf/too-many-lookups"
    | "spf/too-many-void-lookups"
    | "spf/too-many-exchangers"
    | "spf/include-without-record"
    | "spf/redirect-without-record"
    | "spf/dns-failure";
  what: string;
  /** The domain of the record with the error. */
  domain: string;
  /** Characters from the beginning of that record. */
  place?: number | undefined;
  /** The question whose answer is the error. */
  question?: SpfQuestion | undefined;
}

export interface SpfQuestion {
  name: string;
  type: DnsType;
  response: DnsAnswer;
}

export interface SpfTermTrace {
  text: string;
  /** Characters from the beginning of the record. */
  place: number;
  /** In order; not those for an included record, which has a trace of its own. */
  asked: SpfQuestion[];
  matched: boolean;
  /** Of the whole evaluation, after this term. */
  lookups: number;
  voidLookups: number;
  /** The record that an include or a redirect leads to. */
  inner?: SpfTrace;
}

export interface SpfTrace {
  domain: string;
  record?: string;
  result: SpfResult;
  terms: SpfTermTrace[];
}
