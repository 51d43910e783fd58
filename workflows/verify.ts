/**
 * Does the world agree with what was declared? Asks DNS until every record is published and visible, then asks the sending providers
 * until they say that the domain may send, or until the deadline.
 */
import { OperatorError } from "../environments/operator-error";
import type { ProviderName } from "../environments/schema";
import type { Finding } from "../mail/finding";
import type { MailRecord } from "../mail/records/mail-record";

export interface DnsAnswer {
  /** The server that answered. */
  server: string;
  outcome: "answer" | "no-such-name" | "no-data" | "failed";
  /** TXT strings joined, CNAME in lower case without a final dot, MX as "10 host". */
  values: string[];
  reason?: string;
}

export interface ProviderState {
  ready: boolean;
  /** Why it is not ready, in the provider's words. */
  reasons: string[];
  /** Set when the provider could not be asked: what to do, since waiting does not help. */
  remedy?: string;
}

export interface VerifyRequest {
  sendingDomain: string;
  records: MailRecord[];
  /** Milliseconds after which waiting ends. */
  timeoutMs: number;
}

export interface VerifyEffects {
  /** One answer per authoritative server. */
  published(name: string, type: MailRecord["type"]): Promise<DnsAnswer[]>;
  /** One answer per recursive resolver. */
  visible(name: string, type: MailRecord["type"]): Promise<DnsAnswer[]>;
  /** For each sending provider in use. May make it look again; called only once DNS is right. */
  validate: Partial<Record<ProviderName, () => Promise<ProviderState>>>;
  now(): number;
  sleep(ms: number): Promise<void>;
}

interface RecordCheck {
  record: MailRecord;
  published: boolean;
  visible: boolean;
  /** The answers that were not right, by whom. */
  wrong: Record<"published" | "visible", DnsAnswer[]>;
}

export interface Verification {
  records: RecordCheck[];
  providers: ({ provider: ProviderName } & ProviderState)[];
  findings: Finding[];
}

export async function verify({ sendingDomain, records, timeoutMs }: VerifyRequest, use: VerifyEffects): Promise<Verification> {
  const deadline = use.now() + timeoutMs;
  const checks = await Promise.all(
    records.map((record) =>
      poll(
        () => checkRecord(record, records, use),
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
    providers,
    findings: [...checks.flatMap((check) => recordFindings(check, records)), ...providerFindings(providers, sendingDomain, dnsIsRight)],
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

/** Looks once. @param declared all records: a name may have several mail exchangers, but only declared ones. */
export async function checkRecord(
  record: MailRecord,
  declared: readonly MailRecord[],
  use: Pick<VerifyEffects, "published" | "visible">,
): Promise<RecordCheck> {
  const [published, visible] = await Promise.all([use.published(record.name, record.type), use.visible(record.name, record.type)]);
  const isWrong = (answer: DnsAnswer): boolean => !isRight(record, declared, answer);
  return {
    record,
    published: published.length > 0 && !published.some(isWrong),
    visible: visible.length > 0 && !visible.some(isWrong),
    wrong: { published: published.filter(isWrong), visible: visible.filter(isWrong) },
  };
}

/** Of SPF and DMARC exactly one may exist: with two, receivers ignore both (RFC 7208 4.5, RFC 7489 6.6.3). */
function isRight(record: MailRecord, declared: readonly MailRecord[], answer: DnsAnswer): boolean {
  const wanted = wantedText(record);
  const rivals = rivalsOf(record, declared, answer);
  return rivals.length === 1 && rivals[0] === wanted;
}

/**
 * Those of the values that stand for the record: a name may have TXT records for other purposes, and several mail exchangers, but only
 * declared ones.
 */
function rivalsOf(record: MailRecord, declared: readonly MailRecord[], { values }: DnsAnswer): string[] {
  if (record.type === "TXT") return values.filter((value) => versionTag(value) === versionTag(record.value));
  const wanted = wantedText(record);
  const siblings = declared.filter(({ type, name }) => type === "MX" && type === record.type && name === record.name).map(wantedText);
  return values.filter((value) => value === wanted || !siblings.includes(value));
}

const wantedText = (record: MailRecord): string => (record.type === "TXT" ? record.value : hostText(record).toLowerCase());

const hostText = ({ priority, value }: MailRecord): string => (priority === undefined ? value : `${priority} ${value}`);

const versionTag = (text: string): string => text.split(/[ ;]/, 1)[0]?.toLowerCase() ?? "";

function recordFindings({ record, published, visible, wrong }: RecordCheck, declared: readonly MailRecord[]): Finding[] {
  const where = `${record.name} ${record.type}`;
  const finding = (id: string, what: string, remedy: string): Finding[] => [{ id: `dns/${id}`, severity: "error", what, where, remedy }];
  if (published && visible) return [];
  const answers = published ? wrong.visible : wrong.published;
  if (answers.length === 0) {
    const what = `no ${published ? "resolver" : "authoritative name server"} was found to ask`;
    return finding("no-server", what, "check the zone's delegation and the resolvers' addresses");
  }
  // A server that said nothing knows nothing: it must not outweigh one that answered, nor pass for an answer.
  const heard = answers.find(({ outcome }) => outcome !== "failed");
  if (!heard) {
    const silent = answers.map(({ server, reason = "no reason given" }) => `${server} (${reason})`).join(", ");
    const remedy =
      "whether the record is there is not known: check that this network lets DNS through to these servers (UDP and TCP port 53), and TWINPOST_DNS_RESOLVERS if it is set, then verify again";
    return finding("no-answer", `no usable answer from ${silent}`, remedy);
  }
  const got = heard.values.length > 0 ? heard.values.map((value) => `"${value}"`).join(" and ") : heard.outcome;
  const what = `expected "${hostText(record)}", got ${got} from ${heard.server}`;
  if (published) {
    return finding(
      "not-visible-yet",
      what,
      "published, but a resolver still answers from its cache: wait for the old record's TTL, then verify again",
    );
  }
  if (heard.values.length === 0) {
    return finding(
      "record-missing",
      what,
      "run `twinpost plan`: it shows whether the record was deleted by hand, and `twinpost apply` brings it back",
    );
  }
  const remedy =
    rivalsOf(record, declared, heard).length > 1
      ? "a record that Terraform does not manage stands beside ours: remove it at the DNS host"
      : "it was changed outside Terraform, or a newer plan was not applied: `twinpost plan` shows it, `twinpost apply` puts it right";
  return finding("record-differs", what, remedy);
}

function providerFindings(providers: Verification["providers"], where: string, asked: boolean): Finding[] {
  return providers
    .filter(({ ready }) => asked && !ready)
    .map(({ provider, reasons, remedy }) => ({
      id: `${provider}/${remedy ? "not-asked" : "not-verified"}`,
      severity: "error",
      what: `${provider} ${remedy ? "could not be asked" : "does not accept the domain yet"}: ${reasons.join("; ")}`,
      where,
      remedy: remedy ?? "DNS is right, so wait and verify again; SES may take up to 72 hours",
    }));
}
