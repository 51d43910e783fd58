/**
 * The DNS records of a plan, each with its role for mail. Records are compared by name and content, not by the resource's address: renaming a
 * resource deletes its record and makes it again.
 */
import { isDmarc } from "../mail/dmarc/record";
import { isKnown, isUnknown, knownAfterApply } from "../mail/dns/record";
import type { EditedRecord } from "../mail/forecast/overlay";
import { isMtaSts } from "../mail/mta-sts/record";
import { roleOfTarget } from "../mail/providers/sending-providers";
import { parseTxt } from "../mail/records/txt";
import { isSpf } from "../mail/spf/record";
import { isTlsRpt } from "../mail/tls-rpt/record";
import { recordResourceOf } from "./dns-hosts/dns-hosts";
import type { PlannedValues } from "./dns-hosts/record-resource";
import type { GuardedResource } from "./guarded-resource";
import { namesIn } from "./providers/providers";

export type MailRole =
  | "SPF"
  | "DMARC"
  | "DMARC report permission"
  | "DKIM"
  | "MX"
  | "return path"
  | "tracked links"
  | "TLS-RPT"
  | "MTA-STS";

export interface PlannedRecord extends EditedRecord {
  /** Undefined if the record is not about mail, or if its name or value is not known yet. */
  role: MailRole | undefined;
}

export interface RecordChange {
  address: string;
  action: GuardedResource["action"];
  before?: PlannedRecord;
  after?: PlannedRecord;
}

export const recordChanges = (resources: readonly GuardedResource[], names: KnownNames): RecordChange[] =>
  resources.flatMap(({ address, type, action, before, after }) => {
    const host = recordResourceOf(type);
    if (!host) return [];
    return {
      address,
      action,
      ...(before ? { before: plannedRecord(host.readPlanned(before), names) } : {}),
      ...(after ? { after: plannedRecord(host.readPlanned(after), names) } : {}),
    };
  });

/** Names whose role only the plan's other resources show. */
export interface KnownNames {
  returnPaths: Set<string>;
  trackedLinks: Set<string>;
}

export const knownNames = (resources: readonly GuardedResource[]): KnownNames => ({
  returnPaths: namesOf("returnPaths", resources),
  trackedLinks: namesOf("trackedLinks", resources),
});

const namesOf = (kind: keyof KnownNames, resources: readonly GuardedResource[]): Set<string> =>
  new Set(
    resources
      .flatMap(({ type, before, after }) => [before, after].flatMap((values) => (values ? namesIn(type, values, kind) : [])))
      .map(canonical),
  );

export function plannedRecord({ name, type, content, ttl, priority, proxied }: PlannedValues, known: KnownNames): PlannedRecord {
  const kind = typeof type === "string" ? type.toUpperCase() : "";
  const meaning = kind === "TXT" ? parseTxt : canonical;
  const record = {
    name: typeof name === "string" ? canonical(name) : knownAfterApply,
    type: kind,
    value: typeof content === "string" ? meaning(content) : knownAfterApply,
    ...(typeof ttl === "number" ? { ttl } : {}),
    ...(typeof priority === "number" ? { priority } : {}),
    // Not known yet, it may be.
    proxied: proxied === true || isUnknown(proxied),
  };
  return { ...record, role: roleOf(record, known) };
}

function roleOf(record: Omit<PlannedRecord, "role">, { returnPaths, trackedLinks }: KnownNames): MailRole | undefined {
  const { type } = record;
  const name = isKnown(record.name) ? record.name : "";
  const value = isKnown(record.value) ? record.value : "";
  if (type === "MX") return "MX";
  if (type === "TXT" && isSpf(value)) return "SPF";
  if (name.includes("._domainkey.")) return "DKIM";
  // RFC 7489 7.1: where a domain consents to another domain's reports.
  if (name.includes("._report._dmarc.")) return "DMARC report permission";
  if (name.startsWith("_dmarc.") && (type === "CNAME" || isDmarc(value))) return "DMARC";
  if (name.startsWith("_smtp._tls.") && (type === "CNAME" || isTlsRpt(value))) return "TLS-RPT";
  if (name.startsWith("_mta-sts.") && (type === "CNAME" || isMtaSts(value))) return "MTA-STS";
  if (type !== "CNAME") return undefined;
  if (name.startsWith("mta-sts.")) return "MTA-STS";
  if (trackedLinks.has(name)) return "tracked links";
  const role = roleOfTarget(value);
  return role !== "tracked links" && returnPaths.has(name) ? "return path" : role;
}

const canonical = (name: string): string => name.toLowerCase().replace(/\.$/, "");
