/**
 * Does the world agree with what was declared? Asks DNS until every record is published and visible, then asks the sending providers
 * until they say that the domain may send, or until the deadline.
 */
import { OperatorError } from "../environments/operator-error";
import type { ProviderName } from "../environments/schema";
import type { Resolve } from "../mail/dns/resolve";
import type { Finding } from "../mail/finding";
import type { MailRecord } from "../mail/records/mail-record";
import { checkRecord, type DnsEffects, type RecordCheck } from "./verify/check-record";
import { History, type RecordHistory } from "./verify/history";
import { recordFindings } from "./verify/record-findings";
import { spfCostFindings } from "./verify/spf-cost";

export interface ProviderState {
  ready: boolean;
  /** Why it is not ready, in the provider's words. */
  reasons: string[];
  /** What is wrong with settings that several environments share, and what to do; the domain may send all the same. */
  shared?: Pick<Finding, "what" | "remedy">[];
  /** Set when the provider could not be asked: what to do, since waiting does not help. */
  remedy?: string;
}

export interface VerifyRequest {
  sendingDomain: string;
  records: MailRecord[];
  /** Milliseconds after which waiting ends. */
  timeoutMs: number;
}

export interface VerifyEffects extends DnsEffects {
  /** For each sending provider in use. May make it look again; called only once DNS is right. */
  validate: Partial<Record<ProviderName, () => Promise<ProviderState>>>;
  /** Follows what SPF records lead to; left out, their look-ups are not counted. */
  resolve?: Resolve;
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Told after each look at a record, for those who watch. */
  observe?(check: RecordCheck): void;
}

export interface Verification {
  records: RecordCheck[];
  /** How long each record took to be right everywhere. */
  history: RecordHistory[];
  providers: ({ provider: ProviderName } & ProviderState)[];
  findings: Finding[];
}

export async function verify({ sendingDomain, records, timeoutMs }: VerifyRequest, use: VerifyEffects): Promise<Verification> {
  const startedAt = use.now();
  const deadline = startedAt + timeoutMs;
  const history = new History();
  const checks = await Promise.all(
    records.map((record) =>
      poll(
        async () => {
          const check = await checkRecord(record, records, use);
          history.add(check, Math.round(use.now() - startedAt));
          use.observe?.(check);
          return check;
        },
        ({ published, visible }) => published && visible,
        deadline,
        use,
      ),
    ),
  );
  const dnsIsRight = checks.every(({ published, visible }) => published && visible);
  const validations = Object.entries(use.validate) as [ProviderName, () => Promise<ProviderState>][];
  const providers = await Promise.all(
    validations.map(async ([provider, validate]) => {
      // A provider that looks too early remembers the wrong answer for as long as its resolver does.
      if (!dnsIsRight) return { provider, ready: false, reasons: ["not asked, since DNS is not right yet"] };
      return {
        provider,
        ...(await poll(
          () => validate().catch(notAsked),
          ({ ready, remedy }) => ready || remedy !== undefined,
          deadline,
          use,
        )),
      };
    }),
  );
  return {
    records: checks,
    history: history.records(),
    providers,
    findings: [
      ...checks.flatMap((check) => recordFindings(check, records)),
      ...(use.resolve ? await spfCostFindings(checks, use.resolve) : []),
      ...providerFindings(providers, sendingDomain, dnsIsRight),
    ],
  };
}

/** Repeats with growing pauses until it is good or the deadline has passed; the last result counts. */
async function poll<T>(ask: () => Promise<T>, isGood: (result: T) => boolean, deadline: number, use: VerifyEffects): Promise<T> {
  for (let pause = 250; ; pause = Math.min(pause * 2, 10_000)) {
    const result = await ask();
    if (isGood(result) || use.now() + pause > deadline) return result;
    await use.sleep(pause);
  }
}

/** One provider that is down or refuses our token must not hide what DNS and the other one said. */
function notAsked(error: unknown): ProviderState {
  if (!(error instanceof OperatorError)) throw error;
  return { ready: false, reasons: [error.message], remedy: error.remedy ?? "mend that, then verify again" };
}

function providerFindings(providers: Verification["providers"], where: string, asked: boolean): Finding[] {
  const shared = providers.flatMap(({ provider, shared = [] }) =>
    shared.map((each): Finding => ({ id: `${provider}/account-settings`, severity: "warning", where: `the ${provider} account`, ...each })),
  );
  return providers
    .filter(({ ready }) => asked && !ready)
    .map(
      ({ provider, reasons, remedy }): Finding => ({
        id: `${provider}/${remedy ? "not-asked" : "not-verified"}`,
        severity: "error",
        what: `${provider} ${remedy ? "could not be asked" : "does not accept the domain yet"}: ${reasons.join("; ")}`,
        where,
        remedy: remedy ?? "DNS is right, so wait and verify again; SES may take up to 72 hours",
      }),
    )
    .concat(shared);
}
