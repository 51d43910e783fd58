/** Tells SPF, DMARC and TLS-RPT texts apart. A name may have one TXT record of each, so a second one conflicts with the first. */
import { isDmarc } from "../dmarc/record";
import { isSpf } from "../spf/record";
import { isTlsRpt } from "../tls-rpt/record";

const readers = { spf: isSpf, dmarc: isDmarc, "tls-rpt": isTlsRpt };
export type Subject = keyof typeof readers;

export const subjectOf = (text: string): Subject | undefined =>
  (Object.keys(readers) as Subject[]).find((subject) => readers[subject](text));

/** The same subject; of other texts the same one, or as much of it as a form kept. */
export const areRivals = (one: string, other: string): boolean => {
  const subject = subjectOf(one);
  return subject === undefined ? other !== "" && one.startsWith(other) : subject === subjectOf(other);
};
