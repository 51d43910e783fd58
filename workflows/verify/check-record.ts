/** Whether DNS answers with a record as it was declared: at every authoritative server (published), and at every resolver (visible). */
import type { DnsAnswer } from "../../mail/dns/answer";
import { dataText } from "../../mail/dns/record";
import type { MailRecord } from "../../mail/records/mail-record";
import { areRivals } from "../../mail/records/subject";

export type JudgedAnswer = DnsAnswer & { right: boolean };

export interface RecordCheck {
  record: MailRecord;
  published: boolean;
  visible: boolean;
  /** No resolver is asked before the record is published. */
  answers: Record<"published" | "visible", JudgedAnswer[]>;
}

export interface DnsEffects {
  /** One answer per address of an authoritative server. */
  published(name: string, type: MailRecord["type"]): Promise<DnsAnswer[]>;
  /** One answer per recursive resolver. */
  visible(name: string, type: MailRecord["type"]): Promise<DnsAnswer[]>;
}

/**
 * Looks once. Asks resolvers only for what every authoritative server that answers has: one that is asked too early caches that there was nothing
 * (RFC 2308), or the old record. @param declared all records: a name may have several mail exchangers if all are declared.
 */
export async function checkRecord(record: MailRecord, declared: readonly MailRecord[], use: DnsEffects): Promise<RecordCheck> {
  const judge = (answer: DnsAnswer): JudgedAnswer => ({ ...answer, right: isRight(record, declared, answer) });
  const allRight = (judged: JudgedAnswer[]): boolean => judged.length > 0 && judged.every(({ right }) => right);
  const published = (await use.published(record.name, record.type)).map(judge);
  const isSafe = allRight(published.filter(({ outcome }) => outcome !== "failed"));
  const visible = isSafe ? (await use.visible(record.name, record.type)).map(judge) : [];
  return { record, published: allRight(published), visible: allRight(visible), answers: { published, visible } };
}

/** A name may have one SPF and one DMARC record: receivers ignore two (RFC 7208 4.5, RFC 7489 6.6.3). */
function isRight(record: MailRecord, declared: readonly MailRecord[], answer: DnsAnswer): boolean {
  const wanted = wantedText(record);
  const rivals = rivalsOf(record, declared, answer);
  return rivals.length === 1 && rivals[0] === wanted;
}

/**
 * The values that count as versions of the record. Leaves out TXT records for other purposes, and other declared mail exchangers.
 */
export function rivalsOf(record: MailRecord, declared: readonly MailRecord[], { values }: DnsAnswer): string[] {
  if (record.type === "TXT") return values.filter((value) => areRivals(record.value, value));
  const wanted = wantedText(record);
  const siblings = declared.filter(({ type, name }) => type === "MX" && type === record.type && name === record.name).map(wantedText);
  return values.filter((value) => value === wanted || !siblings.includes(value));
}

const wantedText = (record: MailRecord): string => (record.type === "TXT" ? record.value : dataText(record).toLowerCase());
