/**
 * The DNS records of a plan by what they mean for mail. A record is known by its name and content, never by its resource's address: a
 * renamed resource is a record that disappears for a while.
 */
import { isDmarc } from "../mail/dmarc/record";
import type { EditedRecord } from "../mail/forecast/overlay";
import { roleOfTarget } from "../mail/providers/sending-providers";
import { parseTxt } from "../mail/records/txt";
import { isSpf } from "../mail/spf/record";
import type { GuardedResource, Values } from "./guarded-resources";

export type MailRole = "SPF" | "DMARC" | "DMARC report permission" | "DKIM" | "MX" | "return path" | "tracked links";

export interface PlannedRecord extends EditedRecord {
  /** Undefined when the record is not about sending mail, or when that cannot be told yet. */
  role: MailRole | undefined;
}

export interface RecordChange {
  address: string;
  action: GuardedResource["action"];
  before?: PlannedRecord;
  after?: PlannedRecord;
}

export const recordChanges = (resources: readonly GuardedResource[], names: KnownNames): RecordChange[] =>
  resources
    .filter(({ type }) => type === "cloudflare_dns_record")
    .map(({ address, action, before, after }) => ({
      address,
      action,
      ...(before ? { before: plannedRecord(before, names) } : {}),
      ...(after ? { after: plannedRecord(after, names) } : {}),
    }));

/** Names that the plan's other resources tell the meaning of. */
export interface KnownNames {
  returnPaths: Set<string>;
  trackedLinks: Set<string>;
}

export const knownNames = (resources: readonly GuardedResource[]): KnownNames => ({
  returnPaths: returnPathNames(resources),
  trackedLinks: trackedLinkNames(resources),
});

/** Names that sending providers use in return paths. */
function returnPathNames(resources: readonly GuardedResource[]): Set<string> {
  const names = resources.flatMap(({ type, before, after }) =>
    [before, after].flatMap((values) => {
      if (type === "sendgrid_link_branding") return [];
      const { domain, subdomain, mail_from_domain: mailFrom } = values ?? {};
      const sendgrid = typeof domain === "string" && typeof subdomain === "string" ? [`${subdomain}.${domain}`] : [];
      return typeof mailFrom === "string" ? [...sendgrid, mailFrom] : sendgrid;
    }),
  );
  return new Set(names.map(canonical));
}

/** Of the two names of a branded link that which does not begin with the user's id. */
function trackedLinkNames(resources: readonly GuardedResource[]): Set<string> {
  const links = resources.filter(({ type }) => type === "sendgrid_link_branding");
  const names = links.flatMap(({ before, after }) =>
    [before, after].flatMap((values) => {
      const { domain, subdomain } = values ?? {};
      return typeof domain === "string" && typeof subdomain === "string" ? [`${subdomain}.${domain}`] : [];
    }),
  );
  return new Set(names.map(canonical));
}

export function plannedRecord({ name, type, content, ttl, priority, proxied }: Values, known: KnownNames): PlannedRecord {
  const record = {
    name: typeof name === "string" ? canonical(name) : undefined,
    type: typeof type === "string" ? type.toUpperCase() : "",
    value: typeof content === "string" ? content : undefined,
    ...(typeof ttl === "number" ? { ttl } : {}),
    ...(typeof priority === "number" ? { priority } : {}),
    proxied: proxied === true,
  };
  if (record.value !== undefined) record.value = record.type === "TXT" ? parseTxt(record.value) : canonical(record.value);
  return { ...record, role: roleOf(record, known) };
}

function roleOf({ name, type, value }: Omit<PlannedRecord, "role">, { returnPaths, trackedLinks }: KnownNames): MailRole | undefined {
  if (type === "MX") return "MX";
  if (type === "TXT" && isSpf(value ?? "")) return "SPF";
  if (name?.includes("._domainkey.")) return "DKIM";
  // RFC 7489 7.1: a domain that takes another domain's reports says so there.
  if (name?.includes("._report._dmarc.")) return "DMARC report permission";
  if (name?.startsWith("_dmarc.") && (type === "CNAME" || isDmarc(value ?? ""))) return "DMARC";
  if (type !== "CNAME") return undefined;
  if (trackedLinks.has(name ?? "")) return "tracked links";
  const role = roleOfTarget(value ?? "");
  return role !== "tracked links" && returnPaths.has(name ?? "") ? "return path" : role;
}

const canonical = (name: string): string => name.toLowerCase().replace(/\.$/, "");
