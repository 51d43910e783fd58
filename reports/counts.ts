/** Numbers in words, for the line that a report ends with. */
import type { Finding } from "../findings/finding";

/** "1 record", "2 records". */
export const count = (number: number, noun: string, plural = `${noun}s`): string => `${number} ${number === 1 ? noun : plural}`;

/** "2 errors, 1 warning", or "no errors". */
export function findingCounts(findings: readonly Pick<Finding, "severity">[]): string {
  const of = (severity: Finding["severity"]): number => findings.filter((finding) => finding.severity === severity).length;
  const [errors, warnings, notes] = [of("error"), of("warning"), of("info")];
  return [
    errors === 0 ? "no errors" : count(errors, "error"),
    ...(warnings > 0 ? [count(warnings, "warning")] : []),
    ...(notes > 0 ? [count(notes, "note")] : []),
  ].join(", ");
}
