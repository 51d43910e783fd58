/** Something that was found out about mail, worth saying: a value, not an exception. */
export interface Finding {
  /** Stable, such as "dns/record-missing": tests, filters and documentation refer to it. */
  id: string;
  severity: "error" | "warning" | "info";
  what: string;
  where: string;
  remedy: string;
}
