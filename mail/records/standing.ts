/**
 * How a declared record stands to what is live at its name: nothing in the way, something to adopt, something to merge with, or something
 * that must go first. Overwriting what another tool put there is never an answer.
 */
import { droppedFromDmarc, mergeDmarc, missingFromDmarc } from "../dmarc/merge";
import { parseDmarc } from "../dmarc/record";
import { type DnsRecord, isKnown, type PlannedText, shownText } from "../dns/record";
import { droppedFromSpf, mergeSpf, missingFromSpf } from "../spf/merge";
import { parseSpf } from "../spf/record";
import { mergeTlsRpt, missingFromTlsRpt } from "../tls-rpt/merge";
import { parseTlsRpt } from "../tls-rpt/record";
import { type Subject, subjectOf } from "./subject";

/** A record at the DNS host, of any type. */
export interface LiveRecord extends DnsRecord {
  id: string;
}

/** Its name is known: it was looked up there. */
export type WantedRecord = DnsRecord<PlannedText> & { name: string };

export type Standing =
  | { kind: "free" }
  /** Taking the live record over loses nothing that it says. */
  | { kind: "adoptable"; live: LiveRecord }
  /** One record for both has to be declared first; `missing` is what is not declared yet, `dropped` what one record for both no longer says. */
  | { kind: "merge"; subject: Subject; live: LiveRecord[]; merged: string; missing: string[]; dropped: string[] }
  | { kind: "blocked"; live: LiveRecord[] };

/** @param live what is at the name and not managed by us. @param siblings the other declared records at the name. */
export function standingOf(wanted: WantedRecord, live: readonly LiveRecord[], siblings: readonly WantedRecord[] = []): Standing {
  const aliases = live.filter(({ type }) => type === "CNAME");
  if (wanted.type === "CNAME") return judge([...live], (each) => each.type === "CNAME" && sameHost(each, wanted));
  // RFC 1034 3.6.2: beside a CNAME there can be nothing else.
  if (aliases.length > 0) return { kind: "blocked", live: aliases };
  if (wanted.type === "TXT") return txtStanding(wanted, live);
  const ours = (each: LiveRecord): boolean => siblings.some((sibling) => sibling.type === "MX" && sameHost(each, sibling));
  return judge(
    live.filter((each) => each.type === "MX" && !ours(each)),
    (each) => sameHost(each, wanted),
  );
}

interface Protocol<Parsed> {
  parse(text: string): Parsed;
  missing(live: Parsed, declared: Parsed): string[];
  dropped(live: Parsed, declared: Parsed): string[];
  merge(live: Parsed, declared: Parsed): string;
}

/** What live records say besides, and one record for all. */
type Compare = (live: readonly string[], declared: string) => { missing: string[]; dropped: string[]; merged: string };

const comparing =
  <Parsed>({ parse, missing, dropped, merge }: Protocol<Parsed>): Compare =>
  (live, declared) => ({
    missing: [...new Set(live.flatMap((text) => missing(parse(text), parse(declared))))],
    dropped: [...new Set(live.flatMap((text) => dropped(parse(text), parse(declared))))],
    merged: live.reduceRight((merged, text) => merge(parse(text), parse(merged)), declared),
  });

const compare: Record<Subject, Compare> = {
  spf: comparing({ parse: parseSpf, missing: missingFromSpf, dropped: droppedFromSpf, merge: mergeSpf }),
  dmarc: comparing({ parse: parseDmarc, missing: missingFromDmarc, dropped: droppedFromDmarc, merge: mergeDmarc }),
  "tls-rpt": comparing({ parse: parseTlsRpt, missing: missingFromTlsRpt, dropped: () => [], merge: mergeTlsRpt }),
};

function txtStanding({ value, name }: WantedRecord, live: readonly LiveRecord[]): Standing {
  const text = shownText(value);
  const subject = subjectOf(text);
  if (!subject) throw new Error(`cannot merge ${name} TXT: it is neither SPF, DMARC nor TLS-RPT`);
  const rivals = live.filter((each) => each.type === "TXT" && subjectOf(each.value) === subject);
  const [first] = rivals;
  if (!first) return { kind: "free" };
  const compared = compare[subject](
    rivals.map((each) => each.value),
    text,
  );
  if (rivals.length === 1 && compared.missing.length === 0 && compared.dropped.length === 0) return { kind: "adoptable", live: first };
  return { kind: "merge", subject, live: rivals, ...compared };
}

function judge(rivals: LiveRecord[], isSame: (each: LiveRecord) => boolean): Standing {
  const [first] = rivals;
  if (!first) return { kind: "free" };
  return rivals.length === 1 && isSame(first) ? { kind: "adoptable", live: first } : { kind: "blocked", live: rivals };
}

const sameHost = ({ value: live }: LiveRecord, { value: wanted }: WantedRecord): boolean =>
  isKnown(wanted) && withoutDot(live) === withoutDot(wanted);

const withoutDot = (host: string): string => host.toLowerCase().replace(/(?<=.)\.$/, "");
