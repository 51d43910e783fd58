/** What a verification found, as Markdown: for a ticket, a pull request or a wiki page. */
import type { Finding } from "../../findings/finding";
import {
  countsOf,
  evidenceText,
  hasValues,
  notLookedAtText,
  providerText,
  scoreText,
  selectorsText,
  spfLines,
  type VerificationView,
  valueText,
} from "./facts";

export function verificationMarkdown(title: string, view: VerificationView): string {
  const { records, providers, findings, forecast, spf, triedSelectors, notLookedAt } = view;
  const yesNo = (holds: boolean): string => (holds ? "yes" : "**no**");
  const columns = ["type", "name", "published", "visible", ...(hasValues(view) ? ["value"] : [])];
  const rows = records.map(({ record, published, visible, values }) => [
    record.type,
    code(record.name),
    yesNo(published),
    yesNo(visible),
    ...(hasValues(view) ? [code(valueText(values))] : []),
  ]);
  return [
    `# ${plain(title)}`,
    countsOf(findings)
      .map(({ text }) => text)
      .join(", "),
    [columns, columns.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n"),
    ...providers.map((each) => plain(providerText(each))),
    ...(forecast ? [scoreText(forecast)] : []),
    ...(spf
      ? [
          spfLines(spf)
            .map((line) => `    ${line.replaceAll(/[\r\n]+/g, " ")}`)
            .join("\n"),
        ]
      : []),
    ...(triedSelectors ? [plain(selectorsText(triedSelectors))] : []),
    findings.length > 0 ? findings.map(item).join("\n") : "Nothing to do.",
    ...(notLookedAt ? [plain(notLookedAtText(notLookedAt))] : []),
    "",
  ].join("\n\n");
}

const item = ({ id, severity, what, where, remedy, evidence = [] }: Finding): string =>
  [
    `- **${severity}** ${code(id)} at ${code(where)}: ${plain(what)}`,
    `  - To do: ${withCode(remedy)}`,
    ...evidence.map((each) => `  - ${plain(evidenceText(each))}`),
  ].join("\n");

/** Escapes text from DNS, which anybody may have written: Markdown must show it, not render it. */
const plain = (text: string): string => text.replace(/[\\`*_[\]<>|#]/g, "\\$&").replace(/\s+/g, " ");
const code = (text: string): string => `\`${text.replace(/[`|\s]+/g, " ")}\``;
/** Remedies name commands between backticks. */
const withCode = (text: string): string =>
  text
    .split("`")
    .map((part, index) => (index % 2 === 1 ? code(part) : plain(part)))
    .join("");
