/**
 * Verifies an environment or the organisation: reads the applied records, verifies them, scores their forecast, and saves the outcome as
 * evidence.
 */
import { knownOrganisationalDomains, knownSendingDomain } from "../declaration/known-domains";
import { OperatorError } from "../declaration/operator-error";
import type { Target } from "../declaration/target";
import type { Result } from "../evidence/evidence";
import type { DomainUnderCheck } from "../findings/domain/check-domain";
import { type Finding, inEnvironment } from "../findings/finding";
import type { Resolve } from "../mail/dns/resolve";
import type { MailRecord } from "../mail/records/mail-record";
import { type ForecastScore, withScore } from "./score-forecast";
import { isSettled, type Verification, type VerifyEffects, verify } from "./verify";

export interface VerifyAppliedRequest extends Pick<DomainUnderCheck, "addresses" | "blocklists"> {
  target: Target;
  /** Milliseconds after which waiting ends. */
  timeoutMs: number;
}

export interface VerifyAppliedEffects {
  /** @throws OperatorError when nothing is applied. */
  applied(): Promise<{ records: MailRecord[] }>;
  /** The effects of verification, made once there are records. */
  connect(): Promise<VerifyEffects>;
  /** Shows how records propagate meanwhile. */
  watch(records: readonly MailRecord[]): Watch;
  /** @returns undefined if there is no forecast of the last apply. */
  score(records: readonly MailRecord[], resolve: Resolve): Promise<ForecastScore | undefined>;
  /** Does not fail: what was found is told, whether or not it can be saved. */
  keep(result: Result<"verification">): Promise<void>;
}

export interface Watch extends Required<Pick<VerifyEffects, "observe">> {
  end(): void;
}

interface Verified {
  /** Of the environment, or all those of the organisation. */
  sendingDomain: string;
  result: Verification;
}

/** @throws OperatorError for an account, which has no records. */
export async function verifyApplied(request: VerifyAppliedRequest, use: VerifyAppliedEffects): Promise<Verified> {
  const { target, timeoutMs, ...blocklists } = request;
  const { sendingDomain, domainsOf } = subjectOf(target);
  const { records } = await use.applied();
  const domains = domainsOf(records).map((domain) => ({ ...domain, ...blocklists }));
  const asks = await use.connect();
  const { observe, end } = use.watch(records);
  const verified = await verify({ sendingDomain, records, domains, timeoutMs }, { ...asks, observe }).finally(end);
  // A record that is still propagating would be reported twice: as itself, and as a missed forecast.
  const scored = withScore(verified, isSettled(verified) ? await use.score(records, asks.dns.resolve) : undefined);
  const result = { ...scored, findings: inEnvironment(target.name, scored.findings) };
  await use.keep(evidenceOf(result));
  return { sendingDomain, result };
}

interface Subject {
  sendingDomain: string;
  domainsOf(records: readonly MailRecord[]): DomainUnderCheck[];
}

function subjectOf(target: Target): Subject {
  if (target.kind === "environment") {
    const { environment } = target;
    return { sendingDomain: environment.sendingDomain, domainsOf: (records) => [knownSendingDomain(environment, records)] };
  }
  if (target.kind === "organisation") {
    const domains = knownOrganisationalDomains(target.organisation);
    return { sendingDomain: domains.map(({ domain }) => domain).join(", "), domainsOf: () => domains };
  }
  throw new OperatorError(`"${target.name}" has no records to verify`, "pass an environment or the organisation with --env", {
    exitCode: 2,
  });
}

function evidenceOf({ findings }: Pick<Verification, "findings">): Result<"verification"> {
  const count = (wanted: Finding["severity"]): number => findings.filter(({ severity }) => severity === wanted).length;
  const found = findings.map(({ id, severity, where }) => ({ id, severity, where }));
  return { errors: count("error"), warnings: count("warning"), findings: found };
}
