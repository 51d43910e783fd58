/** Something wrong in the text of a record, and where: what parsers give back in place of throwing. */
export interface RecordError {
  /** Characters from the beginning of the record. */
  place: number;
  /** The term or tag that it is in. */
  text: string;
  /** In words that follow the text: `"p=rejekt" names no policy`. */
  problem: string;
  expected: string;
}

export const describeRecordError = ({ text, problem, expected }: RecordError): string =>
  `"${shorten(text)}" ${problem}, expected ${expected}`;

/** Enough to recognise it: a record can have 64 KB. */
const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 77)}...` : text);
