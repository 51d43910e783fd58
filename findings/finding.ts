/** Something that was found out about the world, worth saying: a value, not an exception. Only `findingOf` makes one. */
import { catalogue, type FindingId } from "./catalogue";
import type { Severity } from "./kind";

export interface Finding {
  /** Stable, such as "dns/record-missing": tests, filters and documentation refer to it. */
  id: FindingId;
  severity: Severity;
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

/** A remedy of the catalogue writes "<env>" for the environment, or other stack, that a command is for: with its name, it can be pasted. */
export const inEnvironment = (name: string, findings: readonly Finding[]): Finding[] =>
  findings.map((finding) => ({ ...finding, remedy: finding.remedy.replaceAll("<env>", name) }));

export interface Observation {
  what: string;
  /** Name and type of a record, the address of a resource, a file and field. */
  where: string;
  /** Characters from the beginning of the record's text. */
  place?: number | undefined;
  /** Other than the catalogue's, where the same thing matters less, or more. */
  severity?: Severity | undefined;
  /** More precise than the catalogue's. */
  remedy?: string | undefined;
  evidence?: readonly Evidence[];
}

export function findingOf(id: FindingId, { what, where, place, severity, remedy, evidence = [] }: Observation): Finding {
  return {
    id,
    severity: severity ?? catalogue[id].severity,
    what,
    where: place === undefined ? where : `${where}, character ${place + 1}`,
    remedy: remedy ?? catalogue[id].remedy,
    ...(evidence.length > 0 ? { evidence } : {}),
  };
}
