/** What a verification shows, and what all its forms say of it in the same words. */
import type { Evidence, Finding } from "../../findings/finding";
import { type ProviderName, sendingProviders } from "../../mail/providers/sending-providers";
import type { ForecastScore } from "../../workflows/score-forecast";
import type { Verification } from "../../workflows/verify";
import type { DomainVerification } from "../../workflows/verify-domain";

/** Of the environment's own records, or of any domain's. */
export interface VerificationView extends Pick<Verification, "findings"> {
  records: (Omit<DomainVerification["records"][number], "answers" | "values"> & { values?: string[] })[];
  providers: Pick<Verification["providers"][number], "provider" | "ready" | "reasons">[];
  /** Verdicts of receivers that were forecast before the last apply. */
  forecast?: Pick<ForecastScore, "held" | "missed" | "decided" | "open">;
}

/** Of another's domain the values are the news; of what was declared they are known. */
export const hasValues = ({ records }: Pick<VerificationView, "records">): boolean => records.some(({ values }) => values !== undefined);

export const valueText = (values: readonly string[] = []): string => shorten(values.join(" and ") || "none");

export function providerText({ provider, ready, reasons }: VerificationView["providers"][number]): string {
  return `${provider}: ${ready ? accepts(provider) : `not ready (${reasons.join("; ")})`}`;
}

const accepts = (provider: ProviderName): string =>
  sendingProviders[provider].delivers ? "accepts the domain" : "takes mail over TLS, and delivers none";

export function scoreText({ held, missed, decided, open }: NonNullable<VerificationView["forecast"]>): string {
  const told = [
    held + missed > 0 ? `${held} of ${held + missed} verdicts came true` : "",
    decided > 0 ? `${decided} were decided only now` : "",
    open > 0 ? `${open} cannot be decided yet` : "",
  ];
  return `forecast: ${told.filter(Boolean).join(", ")}`;
}

/** How many findings there are of each kind, errors first; also that there is no error. */
export function countsOf(findings: readonly Finding[]): { severity: Finding["severity"] | "none"; text: string }[] {
  const count = (severity: Finding["severity"]): number => findings.filter((finding) => finding.severity === severity).length;
  const words = { error: "errors", warning: "warnings", info: "notes" } as const;
  const counted = (["error", "warning", "info"] as const).filter((severity) => count(severity) > 0);
  const told = counted.map((severity) => ({ severity, text: `${words[severity]}: ${count(severity)}` }));
  return count("error") > 0 ? told : [{ severity: "none", text: "no errors" }, ...told];
}

export const evidenceText = ({ server, question, answer, ttl }: Evidence): string =>
  `${server} says of ${question}: ${answer}${ttl === undefined ? "" : `, kept for ${ttl} s`}`;

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);
