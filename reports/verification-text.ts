/** What verification found, for a terminal: every record, the sending providers, then each finding with its remedy. */
import type { Finding } from "../mail/finding";
import { type ProviderName, sendingProviders } from "../mail/providers/sending-providers";
import type { MailRecord } from "../mail/records/mail-record";
import { findingText } from "./finding-text";
import { terminalTable } from "./terminal-table";

export interface VerificationView {
  records: { record: MailRecord; published: boolean; visible: boolean }[];
  providers: { provider: ProviderName; ready: boolean; reasons: string[] }[];
  findings: Finding[];
}

export function verificationText({ records, providers, findings }: VerificationView): string {
  const yesNo = (holds: boolean): string => (holds ? "yes" : "NO");
  const rows = records.map(({ record, published, visible }) => [record.type, record.name, yesNo(published), yesNo(visible)]);
  return [
    terminalTable(["type", "name", "published", "visible"], rows),
    ...providers.map(({ provider, ready, reasons }) => `${provider}: ${ready ? accepts(provider) : `not ready, ${reasons.join("; ")}`}\n`),
    ...findings.map(findingText),
    findings.length === 0 ? "verified\n" : "",
  ].join("\n");
}

const accepts = (provider: ProviderName): string =>
  sendingProviders[provider].delivers ? "accepts the domain" : "takes mail over TLS, and delivers none";
