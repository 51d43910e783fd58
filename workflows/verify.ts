/**
 * Does the world agree with what was declared? Asks DNS until every record is published and visible, then asks both sending providers
 * until they say that the domain may send, or until the deadline.
 */
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
  /** The answers that were not right. */
  wrong: DnsAnswer[];
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
      return { provider, ...(await poll(validate, ({ ready }) => ready, deadline, use)) };
    }),
  );
  return {
    records: checks,
    providers,
    findings: [...checks.flatMap(recordFindings), ...providerFindings(providers, sendingDomain, dnsIsRight)],
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
    wrong: [...published, ...visible].filter(isWrong),
  };
}

/**
 * Of SPF and DMARC exactly one may exist: with two, receivers ignore both (RFC 7208 4.5, RFC 7489 6.6.3). Of mail exchangers a name may
 * have several, but only declared ones.
 */
function isRight(record: MailRecord, declared: readonly MailRecord[], { values }: DnsAnswer): boolean {
  const wanted = record.type === "TXT" ? record.value : hostText(record).toLowerCase();
  const siblings = declared.filter(({ type, name }) => type === "MX" && type === record.type && name === record.name);
  const rivals =
    record.type === "TXT"
      ? values.filter((value) => versionTag(value) === versionTag(record.value))
      : values.filter((value) => value === wanted || !siblings.some((sibling) => hostText(sibling).toLowerCase() === value));
  return rivals.length === 1 && rivals[0] === wanted;
}

const hostText = ({ priority, value }: MailRecord): string => (priority === undefined ? value : `${priority} ${value}`);

const versionTag = (text: string): string => text.split(/[ ;]/, 1)[0]?.toLowerCase() ?? "";

function recordFindings({ record, published, visible, wrong }: RecordCheck): Finding[] {
  const where = `${record.name} ${record.type}`;
  if (published && visible) return [];
  const [first] = wrong;
  if (!first) {
    const what = `no ${published ? "resolver" : "authoritative name server"} was found to ask`;
    return [{ id: "dns/no-server", severity: "error", what, where, remedy: "check the zone's delegation and the resolvers' addresses" }];
  }
  const got = first.values.length > 0 ? first.values.map((value) => `"${value}"`).join(" and ") : (first.reason ?? first.outcome);
  const what = `expected "${hostText(record)}", got ${got} from ${first.server}`;
  if (published) {
    const remedy = "published, but a resolver still answers from its cache: wait for the old record's TTL, then verify again";
    return [{ id: "dns/not-visible-yet", severity: "error", what, where, remedy }];
  }
  const missing = first.values.length === 0;
  const remedy = missing
    ? "run `twinpost plan`: it shows whether the record was deleted by hand, and `twinpost apply` brings it back"
    : "run `twinpost plan`: a record that Terraform does not manage may stand beside ours; remove it at the DNS host";
  return [{ id: missing ? "dns/record-missing" : "dns/record-differs", severity: "error", what, where, remedy }];
}

function providerFindings(providers: Verification["providers"], where: string, asked: boolean): Finding[] {
  return providers
    .filter(({ ready }) => asked && !ready)
    .map(({ provider, reasons }) => ({
      id: `${provider}/not-verified`,
      severity: "error",
      what: `${provider} does not accept the domain yet: ${reasons.join("; ")}`,
      where,
      remedy: "DNS is right, so wait and verify again; SES may take up to 72 hours",
    }));
}
