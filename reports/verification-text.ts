/** What verification found, for a terminal: every record, the sending providers, then each finding with its remedy. */
import type { Finding } from "../mail/finding";
import type { ProviderName } from "../mail/providers/sending-providers";
import { findingText } from "./finding-text";
import { terminalTable } from "./terminal-table";
import { hasValues, providerText, scoreText, valueText } from "./verification-facts";

export interface VerificationView {
  records: { record: { type: string; name: string }; published: boolean; visible: boolean; values?: string[] }[];
  providers: { provider: ProviderName; ready: boolean; reasons: string[] }[];
  findings: Finding[];
  /** Verdicts of receivers that were forecast before the last apply. */
  forecast?: { held: number; missed: number; decided: number; open: number };
}

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
