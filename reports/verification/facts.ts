/** What a verification shows, and the words that its text, Markdown and HTML share. */
import type { Evidence, Finding } from "../../findings/finding";
import { type ProviderName, sendingProviders } from "../../mail/providers/sending-providers";
import type { ForecastScore } from "../../workflows/score-forecast";
import type { Verification } from "../../workflows/verify";
import type { DomainVerification } from "../../workflows/verify-domain";

/** Of the environment's own records, or of any domain's. */
export interface VerificationView extends Pick<Verification, "findings"> {
  records: (Omit<DomainVerification["records"][number], "answers" | "values"> & { values?: string[] })[];
  providers: Pick<Verification["providers"][number], "provider" | "ready" | "reasons">[];
  /** How receivers' verdicts compare with the forecast before the last apply. */
  forecast?: Pick<ForecastScore, "held" | "missed" | "believed" | "decided" | "open">;
}

/** Only for a domain that is not declared: values of declared records are known. */
export const hasValues = ({ records }: Pick<VerificationView, "records">): boolean => records.some(({ values }) => values !== undefined);

export const valueText = (values: readonly string[] = []): string => shorten(values.join(" and ") || "none");

export function providerText({ provider, ready, reasons }: VerificationView["providers"][number]): string {
  return `${provider}: ${ready ? accepts(provider) : `not ready (${reasons.join("; ")})`}`;
}

const accepts = (provider: ProviderName): string =>
  sendingProviders[provider].delivers ? "accepts the domain" : "accepts mail over TLS, and delivers none";

export function scoreText({ held, missed, believed, decided, open }: NonNullable<VerificationView["forecast"]>): string {
  const told = [
    held + missed > 0 ? `${held} of ${held + missed} verdicts came true` : "",
    believed > 0 ? `${believed} more rest on a belief` : "",
    decided > 0 ? `${decided} could be decided only now` : "",
    open > 0 ? `${open} cannot be decided yet` : "",
  ];
  return `forecast: ${told.filter(Boolean).join(", ")}`;
}

/** The number of findings by severity, errors first. Without an error, "no errors" comes first. */
export function countsOf(findings: readonly Finding[]): { severity: Finding["severity"] | "none"; text: string }[] {
  const count = (severity: Finding["severity"]): number => findings.filter((finding) => finding.severity === severity).length;
  const words = { error: "errors", warning: "warnings", info: "notes" } as const;
  const counted = (["error", "warning", "info"] as const).filter((severity) => count(severity) > 0);
  const told = counted.map((severity) => ({ severity, text: `${words[severity]}: ${count(severity)}` }));
  return count("error") > 0 ? told : [{ severity: "none", text: "no errors" }, ...told];
}

export const evidenceText = ({ server, question, answer, ttl }: Evidence): string =>
  `${server} answers ${question}: ${answer}${ttl === undefined ? "" : `, TTL ${ttl} s`}`;

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);
