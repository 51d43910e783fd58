/** What verification found as Markdown: for a ticket, a pull request or a page of a wiki. */
import type { VerificationView } from "./verification-text";

export function verificationMarkdown(title: string, { records, providers, findings }: VerificationView): string {
  const yesNo = (holds: boolean): string => (holds ? "yes" : "**no**");
  const rows = records.map(
    ({ record, published, visible }) => `| ${record.type} | ${code(record.name)} | ${yesNo(published)} | ${yesNo(visible)} |`,
  );
  const told = findings.map(
    ({ id, severity, what, where, remedy }) => `- **${severity}** ${code(id)} at ${code(where)}: ${plain(what)}\n  To do: ${plain(remedy)}`,
  );
  return [
    `# ${plain(title)}`,
    ["| type | name | published | visible |", "| --- | --- | --- | --- |", ...rows].join("\n"),
    ...providers.map(
      ({ provider, ready, reasons }) => `${provider}: ${ready ? "accepts the domain" : `not ready, ${plain(reasons.join("; "))}`}`,
    ),
    findings.length > 0 ? told.join("\n") : "Nothing to be done.",
    "",
  ].join("\n\n");
}

/** Texts from DNS are strangers' texts: they shall be shown, not rendered. */
const plain = (text: string): string => text.replace(/[\\`*_[\]<>|#]/g, "\\$&").replace(/\s+/g, " ");
const code = (text: string): string => `\`${text.replace(/[`|\s]+/g, " ")}\``;
