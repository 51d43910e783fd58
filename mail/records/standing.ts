/**
 * How a declared record stands to what is live at its name: nothing in the way, something to adopt, something to merge with, or something
 * that must go first. Overwriting what another tool put there is never an answer.
 */
import { isDmarc, mergeDmarc, missingFromDmarc } from "../dmarc/merge";
import { mergeSpf, missingFromSpf } from "../spf/merge";
import { isSpfRecord } from "../spf/parse";
import { isTlsRpt, mergeTlsRpt, missingFromTlsRpt } from "../tls-rpt/merge";
import type { MailRecord } from "./mail-record";
import { parseTxt } from "./txt";

/** A record at the DNS host, of any type. */
export interface LiveRecord {
  id: string;
  type: string;
  name: string;
  /** As the host gives it: TXT with its quotes. */
  content: string;
  priority?: number | undefined;
}

export type WantedRecord = Pick<MailRecord, "type" | "name" | "value" | "priority"> & {
  /** The value is a reference that only applying fills in. */
  pending: boolean;
};

/** Of each of these a name may have one. */
type Subject = "spf" | "dmarc" | "tls-rpt";

export type Standing =
  | { kind: "free" }
  /** Taking the live record over loses nothing that it says. */
  | { kind: "adoptable"; live: LiveRecord }
  /** One record for both has to be declared first; `missing` is what is not declared yet. */
  | { kind: "merge"; subject: Subject; live: LiveRecord[]; merged: string; missing: string[] }
  | { kind: "blocked"; live: LiveRecord[] };

/** @param live what is at the name and not managed by us. @param siblings the other declared records at the name. */
export function standingOf(wanted: WantedRecord, live: readonly LiveRecord[], siblings: readonly WantedRecord[] = []): Standing {
  const aliases = live.filter(({ type }) => type === "CNAME");
  if (wanted.type === "CNAME") return judge([...live], (each) => each.type === "CNAME" && !wanted.pending && sameHost(each, wanted));
  // RFC 1034 3.6.2: beside a CNAME there can be nothing else.
  if (aliases.length > 0) return { kind: "blocked", live: aliases };
  if (wanted.type === "TXT") return txtStanding(wanted, live);
  const ours = (each: LiveRecord): boolean => siblings.some((sibling) => sibling.type === "MX" && sameHost(each, sibling));
  return judge(
    live.filter((each) => each.type === "MX" && !ours(each)),
    (each) => sameHost(each, wanted),
  );
}

interface Kind {
  subject: Subject;
  is(text: string): boolean;
  missing(live: string, declared: string): string[];
  merge(live: string, declared: string): string;
}

const kinds: Kind[] = [
  { subject: "spf", is: isSpfRecord, missing: missingFromSpf, merge: mergeSpf },
  { subject: "dmarc", is: isDmarc, missing: missingFromDmarc, merge: mergeDmarc },
  { subject: "tls-rpt", is: isTlsRpt, missing: missingFromTlsRpt, merge: mergeTlsRpt },
];

function txtStanding({ value, name }: WantedRecord, live: readonly LiveRecord[]): Standing {
  const kind = kinds.find(({ is }) => is(value));
  if (!kind) throw new Error(`${name} TXT is neither SPF, DMARC nor TLS-RPT: nobody has said how to merge it`);
  const rivals = live.filter(({ type, content }) => type === "TXT" && kind.is(parseTxt(content)));
  const [first] = rivals;
  if (!first) return { kind: "free" };
  const texts = rivals.map(({ content }) => parseTxt(content));
  const missing = [...new Set(texts.flatMap((text) => kind.missing(text, value)))];
  if (rivals.length === 1 && missing.length === 0) return { kind: "adoptable", live: first };
  return {
    kind: "merge",
    subject: kind.subject,
    live: rivals,
    missing,
    merged: texts.reduceRight((merged, text) => kind.merge(text, merged), value),
  };
}

function judge(rivals: LiveRecord[], isSame: (each: LiveRecord) => boolean): Standing {
  const [first] = rivals;
  if (!first) return { kind: "free" };
  return rivals.length === 1 && isSame(first) ? { kind: "adoptable", live: first } : { kind: "blocked", live: rivals };
}

const sameHost = ({ content }: LiveRecord, { value }: WantedRecord): boolean => withoutDot(content) === withoutDot(value);

const withoutDot = (host: string): string => host.toLowerCase().replace(/(?<=.)\.$/, "");
