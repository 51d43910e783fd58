/** An error in the text of a record, and its place. Parsers return these; they throw nothing. */
export interface ParseError {
  /** Characters from the beginning of the record. */
  place: number;
  /** The term or tag with the error. */
  text: string;
  /** Continues after the text: `"p=rejekt" names no policy`. */
  problem: string;
  expected: string;
}

export const parseErrorText = ({ text, problem, expected }: ParseError): string => `"${shorten(text)}" ${problem}, expected ${expected}`;

/** Enough to recognise it: a record can have 64 KB. */
const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 77)}...` : text);
