/** Which record of mail a TXT text is: of each of these a name may have one, so two texts of one subject stand in each other's way. */
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
