/** What a verification found, for a terminal: every record, the sending providers, then each finding with its remedy. */
import { findingText } from "../findings/text";
import { terminalTable } from "../terminal-table";
import { hasValues, providerText, scoreText, type VerificationView, valueText } from "./facts";

export function verificationText(view: VerificationView): string {
  const { records, providers, findings, forecast } = view;
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
    ...findings.map(findingText),
    findings.some(({ severity }) => severity === "error") ? "" : "verified\n",
  ].join("\n");
}
