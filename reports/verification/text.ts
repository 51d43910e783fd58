/** What a verification found, for a terminal: every record, the sending providers, then each finding with its remedy. */
import { findingText } from "../findings/text";
import { printable } from "../printable";
import { terminalTable } from "../terminal-table";
import { hasValues, notLookedAtText, providerText, scoreText, selectorsText, spfLines, type VerificationView, valueText } from "./facts";

export function verificationText(view: VerificationView): string {
  const { records, providers, findings, forecast, spf, triedSelectors, notLookedAt } = view;
  const yesNo = (holds: boolean): string => (holds ? "yes" : "NO");
  const rows = records.map(({ record, published, visible, values }) => [
    record.type,
    record.name,
    yesNo(published),
    yesNo(visible),
    ...(hasValues(view) ? [valueText(values)] : []),
  ]);
  return [
    terminalTable(["type", "name", "published", "visible", ...(hasValues(view) ? ["value"] : [])], rows),
    ...providers.map((each) => `${providerText(each)}\n`),
    ...(forecast ? [`${scoreText(forecast)}\n`] : []),
    ...(spf
      ? [
          `${spfLines(spf)
            .map((line) => printable(line))
            .join("\n")}\n`,
        ]
      : []),
    ...(triedSelectors ? [`${selectorsText(triedSelectors)}\n`] : []),
    ...findings.map(findingText),
    findings.some(({ severity }) => severity === "error") ? "" : "verified\n",
    ...(notLookedAt ? [`${notLookedAtText(notLookedAt)}\n`] : []),
  ].join("\n");
}
