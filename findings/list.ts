/** Findings as a list that people read. */
import type { Finding } from "./finding";

const order: readonly Finding["severity"][] = ["error", "warning", "info"];

/** For sorting: errors first. */
export const bySeverity = (one: Finding, other: Finding): number => order.indexOf(one.severity) - order.indexOf(other.severity);

/** Two checks may put the same question, and hear the same silence. */
export const onceEach = (findings: readonly Finding[]): Finding[] => [
  ...new Map(findings.map((finding) => [`${finding.id} ${finding.where} ${finding.what}`, finding])).values(),
];
