/** One kind of finding, as the catalogue and docs/findings.md explain it. */

export type Severity = "error" | "warning" | "info";

/** Which verb tells of it; the gate is that of `plan`, `apply`, `forecast` and `destroy`. */
export type Source = "verify" | "forecast" | "gate" | "doctor" | "plan" | "adopt" | "bootstrap" | "validate" | "records";

export interface FindingKind {
  /** The first one is where docs/findings.md explains it. */
  sources: readonly [Source, ...Source[]];
  /** A finding may have another one. */
  severity: Severity;
  /** What is the matter, in a few words. */
  title: string;
  /** What it does to mail, and which standard says so. */
  explanation: string;
  /** What to do; "<env>" stands for the environment (`inEnvironment`). A finding may say it more precisely. */
  remedy: string;
}

type OwnKind = Omit<FindingKind, "sources"> & Partial<Pick<FindingKind, "sources">>;

/** Keeps the ids as a type. @param sources of each that names none of its own. */
export function kinds<Id extends string>(sources: FindingKind["sources"], all: Record<Id, OwnKind>): Record<Id, FindingKind> {
  const told = Object.entries<OwnKind>(all).map(([id, kind]): [string, FindingKind] => [id, { sources, ...kind }]);
  return Object.fromEntries(told) as Record<Id, FindingKind>;
}
