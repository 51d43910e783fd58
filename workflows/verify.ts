/**
 * Verifies that DNS and the sending providers agree with what was declared. Asks DNS until every record is published and visible, then judges the
 * domains as receivers would, and asks the providers until they accept the domain or the deadline has passed.
 */
import { OperatorError } from "../declaration/operator-error";
import type { ProviderName } from "../declaration/schema/environment";
import type { DomainUnderCheck } from "../findings/domain/check-domain";
import { type Finding, findingOf } from "../findings/finding";
import { bySeverity } from "../findings/list";
import type { Resolve } from "../mail/dns/resolve";
import type { MailRecord } from "../mail/records/mail-record";
import { checkRecord, type DnsEffects, type RecordCheck } from "./verify/check-record";
import { History, type RecordHistory } from "./verify/history";
import { judgeDomains } from "./verify/judge-domains";
import { recordFindings } from "./verify/record-findings";

export interface ProviderState {
  ready: boolean;
  /** Why it is not ready, in the provider's words. */
  reasons: string[];
  /** Faults that do not stop the domain from sending, such as settings that several environments share. */
  warnings?: Finding[];
  /** What to do if waiting does not help. */
  remedy?: string;
  /** It could not be asked. */
  isSilent?: true;
}

export interface VerifyRequest {
  sendingDomain: string;
  records: MailRecord[];
  /** Ours, with what is known of them. */
  domains?: readonly DomainUnderCheck[];
  /** Milliseconds after which waiting ends. */
  timeoutMs: number;
}

export interface VerifyEffects {
  dns: DnsEffects & {
    /** As receivers look things up. */
    resolve: Resolve;
  };
  /** For each sending provider in use. May make it check DNS again; called only once DNS is right. */
  validate: Partial<Record<ProviderName, () => Promise<ProviderState>>>;
  clock: { now(): number; sleep(ms: number): Promise<void> };
  /** Called after each look at a record, to show progress. */
  observe?(check: RecordCheck): void;
}

export interface Verification {
  records: RecordCheck[];
  /** How long each record took to be right everywhere. */
  history: RecordHistory[];
  providers: ({ provider: ProviderName } & ProviderState)[];
  findings: Finding[];
}

export async function verify(
  { sendingDomain, records, domains = [], timeoutMs }: VerifyRequest,
  use: VerifyEffects,
): Promise<Verification> {
  const startedAt = use.clock.now();
  const deadline = startedAt + timeoutMs;
  const history = new History();
  const checks = await Promise.all(
    records.map((record) =>
      poll(
        async () => {
          const check = await checkRecord(record, records, use.dns);
          history.add(check, Math.round(use.clock.now() - startedAt));
          use.observe?.(check);
          return check;
        },
        ({ published, visible }) => published && visible,
        deadline,
        use.clock,
      ),
    ),
  );
  const dnsIsRight = isSettled({ records: checks });
  const [judged, providers] = await Promise.all([judgeDomains(domains, checks, use.dns.resolve), askProviders(dnsIsRight, deadline, use)]);
  const told = checks.flatMap((check) => recordFindings(check, records));
  return {
    records: checks,
    history: history.records(),
    providers,
    findings: [...told, ...providerFindings(providers, sendingDomain, dnsIsRight), ...judged].sort(bySeverity),
  };
}

function askProviders(dnsIsRight: boolean, deadline: number, use: VerifyEffects): Promise<Verification["providers"]> {
  const validations = Object.entries(use.validate) as [ProviderName, () => Promise<ProviderState>][];
  return Promise.all(
    validations.map(async ([provider, validate]) => {
      // A provider that checks too early gets the old answer until its resolver's cache expires.
      if (!dnsIsRight) return { provider, ready: false, reasons: ["not asked, since DNS is not right yet"] };
      return {
        provider,
        ...(await poll(
          () => validate().catch(notAsked),
          ({ ready, remedy }) => ready || remedy !== undefined,
          deadline,
          use.clock,
        )),
      };
    }),
  );
}

/** Every record is published and visible, so waiting would not remove other findings. */
export const isSettled = ({ records }: Pick<Verification, "records">): boolean =>
  records.every(({ published, visible }) => published && visible);

/** Repeats with growing pauses until the result is good or the deadline has passed; the last result counts. */
async function poll<T>(ask: () => Promise<T>, isGood: (result: T) => boolean, deadline: number, clock: VerifyEffects["clock"]): Promise<T> {
  for (let pause = 250; ; pause = Math.min(pause * 2, 10_000)) {
    const result = await ask();
    if (isGood(result) || clock.now() + pause > deadline) return result;
    await clock.sleep(pause);
  }
}

/** A provider that is down or refuses our token must not hide the other results. */
function notAsked(error: unknown): ProviderState {
  if (!(error instanceof OperatorError)) throw error;
  return { ready: false, reasons: [error.message], remedy: error.remedy ?? "mend that, then verify again", isSilent: true };
}

function providerFindings(providers: Verification["providers"], where: string, asked: boolean): Finding[] {
  const refusals = providers.filter(({ ready }) => asked && !ready);
  return [
    ...refusals.map(({ provider, reasons, remedy, isSilent }) =>
      findingOf(`${provider}/${isSilent ? "not-asked" : "not-verified"}`, {
        what: `${provider} ${isSilent ? "could not be asked" : "does not accept the domain yet"}: ${reasons.join("; ")}`,
        where,
        remedy: remedy ?? "DNS is right, so wait and verify again; it may take up to 72 hours",
      }),
    ),
    ...providers.flatMap(({ warnings = [] }) => warnings),
  ];
}
