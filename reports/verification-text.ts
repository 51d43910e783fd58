/** What verification found, for a terminal: every record, the sending providers, then each finding with its remedy. */
import type { Finding } from "../mail/finding";
import { type ProviderName, sendingProviders } from "../mail/providers/sending-providers";
import { findingText } from "./finding-text";
import { terminalTable } from "./terminal-table";

export interface VerificationView {
  records: { record: { type: string; name: string }; published: boolean; visible: boolean; values?: string[] }[];
  providers: { provider: ProviderName; ready: boolean; reasons: string[] }[];
  findings: Finding[];
  /** Verdicts of receivers that were forecast before the last apply. */
  forecast?: { held: number; missed: number; decided: number; open: number };
}

export function verificationText({ records, providers, findings, forecast }: VerificationView): string {
  const yesNo = (holds: boolean): string => (holds ? "yes" : "NO");
  // Of what was declared the value is known; of another's domain it is the news.
  const hasValues = records.some(({ values }) => values !== undefined);
  const rows = records.map(({ record, published, visible, values = [] }) => [
    record.type,
    record.name,
    yesNo(published),
    yesNo(visible),
    ...(hasValues ? [shorten(values.join(" and ") || "none")] : []),
  ]);
  return [
    terminalTable(["type", "name", "published", "visible", ...(hasValues ? ["value"] : [])], rows),
    ...providers.map(({ provider, ready, reasons }) => `${provider}: ${ready ? accepts(provider) : `not ready, ${reasons.join("; ")}`}\n`),
    ...(forecast ? [`${scoreLine(forecast)}\n`] : []),
    ...findings.map(findingText),
    findings.some(({ severity }) => severity === "error") ? "" : "verified\n",
  ].join("\n");
}

const accepts = (provider: ProviderName): string =>
  sendingProviders[provider].delivers ? "accepts the domain" : "takes mail over TLS, and delivers none";

function scoreLine({ held, missed, decided, open }: NonNullable<VerificationView["forecast"]>): string {
  const told = [
    held + missed > 0 ? `${held} of ${held + missed} verdicts came true` : "",
    decided > 0 ? `${decided} were decided only now` : "",
    open > 0 ? `${open} cannot be decided yet` : "",
  ];
  return `forecast: ${told.filter(Boolean).join(", ")}`;
}

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);
