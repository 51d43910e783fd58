/** Something that was found out about mail, worth saying: a value, not an exception. */
export interface Finding {
  /** Stable, such as "dns/record-missing": tests, filters and documentation refer to it. */
  id: string;
  severity: "error" | "warning" | "info";
  what: string;
  where: string;
  remedy: string;
  /** What was heard, by whom, where it was heard in DNS. */
  evidence?: readonly Evidence[];
}

export interface Evidence {
  /** Who answered. */
  server: string;
  /** Such as "example.com TXT". */
  question: string;
  /** Values, or why there are none. */
  answer: string;
  /** Seconds that the answer may still be cached for. */
  ttl?: number;
}
