/** One kind of finding, as the catalogue and docs/findings.md explain it. */
import type { Finding } from "./finding";

export interface FindingKind {
  severity: Finding["severity"];
  /** What is the matter, in a few words. */
  title: string;
  /** What it does to mail, and which standard says so. */
  explanation: string;
  /** What to do. A finding may say it more precisely. */
  remedy: string;
}

/** Keeps the ids as a type. */
export const kinds = <Id extends string>(all: Record<Id, FindingKind>): Record<Id, FindingKind> => all;
