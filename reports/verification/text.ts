/** What a verification found, for a terminal: every record, the sending providers, then each finding with its remedy. */
import { findingText } from "../findings/text";
import { good, quiet, warning, wrong } from "../ink";
import { printable } from "../printable";
import { terminalTable } from "../terminal-table";
import {
  closingText,
  hasValues,
  notLookedAtText,
  providerText,
  type Sight,
  scoreText,
  selectorsText,
  sightOf,
  spfLines,
  type VerificationView,
  valueText,
} from "./facts";

const sights: Record<Sight, string> = { yes: good("yes"), no: wrong("NO"), absent: quiet("absent"), "not known": warning("not known") };

export function verificationText(view: VerificationView): string {
  const { records, providers, findings, forecast, spf, triedSelectors, notLookedAt } = view;
  const rows = records.map((each) => [
    each.record.type,
    each.record.name,
    sights[sightOf(each, "published")],
    sights[sightOf(each, "visible")],
    ...(hasValues(view) ? [valueText(each.values)] : []),
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
