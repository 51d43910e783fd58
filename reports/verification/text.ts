/** What a verification found, for a terminal: every record, the sending providers, then each finding with its remedy. */
import { findingText } from "../findings/text";
import { good, wrong } from "../ink";
import { printable } from "../printable";
import { terminalTable } from "../terminal-table";
import {
  closingText,
  hasValues,
  notLookedAtText,
  providerText,
  scoreText,
  selectorsText,
  spfLines,
  type VerificationView,
  valueText,
} from "./facts";

export function verificationText(view: VerificationView): string {
  const { records, providers, findings, forecast, spf, triedSelectors, notLookedAt } = view;
  const yesNo = (holds: boolean): string => (holds ? good("yes") : wrong("NO"));
  const rows = records.map(({ record, published, visible, values }) => [
    record.type,
    record.name,
    yesNo(published),
    yesNo(visible),
    ...(hasValues(view) ? [valueText(values)] : []),
  ]);
  return [
    terminalTable(
      [
        { title: "type", heading: true },
        { title: "name", names: true, heading: true },
        "published",
        "visible",
        ...(hasValues(view) ? ["value"] : []),
      ],
      rows,
    ),
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
    ...(notLookedAt ? [`${notLookedAtText(notLookedAt)}\n`] : []),
    `${closingText(view)}\n`,
  ].join("\n");
}
