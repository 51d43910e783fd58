/** What a verification shows, and the words that its text, Markdown and HTML share. */
import type { Evidence, Finding } from "../../findings/finding";
import { type ProviderName, sendingProviders } from "../../mail/providers/sending-providers";
import { spfLimits } from "../../mail/spf/trace";
import type { ForecastScore } from "../../workflows/score-forecast";
import type { Verification } from "../../workflows/verify";
import type { DomainVerification } from "../../workflows/verify-domain";
import { findingCounts } from "../counts";
import { good, wrong } from "../ink";

/** Of the environment's own records, or of any domain's. */
export interface VerificationView extends Pick<Verification, "findings"> {
  records: (Omit<DomainVerification["records"][number], "answers" | "values"> & {
    values?: string[];
    answers?: Record<"published" | "visible", readonly { outcome: string; right?: boolean }[]>;
  })[];
  providers: Pick<Verification["providers"][number], "provider" | "ready" | "reasons">[];
  spf?: NonNullable<DomainVerification["spf"]>;
  triedSelectors?: NonNullable<DomainVerification["triedSelectors"]>;
  notLookedAt?: string[];
  /** How receivers' verdicts compare with the forecast before the last apply. */
  forecast?: Pick<ForecastScore, "held" | "missed" | "believed" | "decided" | "open">;
}

/** Only for a domain that is not declared: values of declared records are known. */
export const hasValues = ({ records }: Pick<VerificationView, "records">): boolean => records.some(({ values }) => values !== undefined);

/** Whole, but for keys: of those the two ends tell which it is. */
export const valueText = (values: readonly string[] = []): string =>
  values.map((value) => value.replace(/[A-Za-z0-9+/=]{60,}/g, (key) => `${key.slice(0, 12)}…${key.slice(-12)}`)).join(" and ") || "none";

export function providerText({ provider, ready, reasons }: VerificationView["providers"][number]): string {
  return `${provider}: ${ready ? accepts(provider) : `not ready (${reasons.join("; ")})`}`;
}

const accepts = (provider: ProviderName): string =>
  sendingProviders[provider].delivers ? "accepts the domain" : "accepts mail over TLS, and delivers none";

/** The tree of an SPF record, a line for each term, with the look-ups that it and what is below cost. */
export function spfLines({ lookups, voidLookups, isWhole, tree }: NonNullable<VerificationView["spf"]>): string[] {
  const terms = (branch: typeof tree, depth: number): string[] =>
    branch.terms.flatMap(({ text, lookups: cost, isVoid, inner }) => [
      `${"  ".repeat(depth)}${text}  ${cost}${isVoid ? ", finds nothing" : ""}`,
      ...(inner ? terms(inner, depth + 1) : []),
    ]);
  const total = `SPF of ${tree.domain}: ${isWhole ? "" : "at least "}${lookups} of ${spfLimits.lookups} look-ups, ${voidLookups} of ${spfLimits.voidLookups} find nothing`;
  return [total, ...terms(tree, 1)];
}

export function selectorsText({ found, count, unknown }: NonNullable<VerificationView["triedSelectors"]>): string {
  const silent = unknown > 0 ? `; ${unknown} could not be looked up` : "";
  return found.length > 0
    ? `DKIM: no selector was named; of ${count} usual ones these are there: ${found.join(", ")}${silent}`
    : `DKIM: no selector was named, and none of ${count} usual ones is there${silent}`;
}

export const notLookedAtText = (parts: readonly string[]): string => `not looked at: ${parts.join("; ")}`;

export function scoreText({ held, missed, believed, decided, open }: NonNullable<VerificationView["forecast"]>): string {
  const told = [
    held + missed > 0 ? `${held} of ${held + missed} verdicts came true` : "",
    believed > 0 ? `${believed} more rest on a belief` : "",
    decided > 0 ? `${decided} could be decided only now` : "",
    open > 0 ? `${open} cannot be decided yet` : "",
  ];
  return `forecast: ${told.filter(Boolean).join(", ")}`;
}

export type Sight = "yes" | "no" | "absent" | "not known";

/** What no server told is not known, rather than wrong; of a domain that is not declared nothing has to be there. */
export function sightOf(
  { published, visible, values, answers }: VerificationView["records"][number],
  from: "published" | "visible",
): Sight {
  const said = answers?.[from];
  const isTold = said === undefined || said.some(({ outcome }) => outcome !== "failed");
  if (!isTold && (said.length > 0 || values !== undefined)) return "not known";
  if (values?.length === 0) return "absent";
  return (from === "published" ? published : visible) ? "yes" : "no";
}

/** The last line for a terminal: "verified: 11 of 11 records are right, no errors, 1 warning". */
export function closingText({ records, findings }: Pick<VerificationView, "records" | "findings">): string {
  const right = records.filter((record) => sightOf(record, "published") === "yes" && sightOf(record, "visible") === "yes").length;
  const isWell = findings.every(({ severity }) => severity !== "error");
  const counts = [
    `${right} of ${records.length} records are ${records.some(({ values }) => values) ? "there" : "right"}`,
    findingCounts(findings),
  ].join(", ");
  return isWell ? `${good("verified")}: ${counts}` : `${wrong("NOT verified")}: ${counts}`;
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
