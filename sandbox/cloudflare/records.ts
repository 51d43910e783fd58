/**
 * What makes a DNS record acceptable to Cloudflare, and what Cloudflare turns it into. Codes and texts as users report them, since no
 * page lists them all (favonia/cloudflare-ddns#897); the causes come unwrapped, without "DNS Validation Error" (1004), since October 2024:
 * https://developers.cloudflare.com/fundamentals/api/reference/deprecations/
 * Does not imitate other record types than these, size limits, CNAME flattening, Punycode, or NS conflicts (81056).
 */
import { isIPv4, isIPv6 } from "node:net";
import type { ZoneRecord } from "../dns/zones";
import { normaliseTxt, parseTxt } from "./txt";

export const recordTypes = ["A", "AAAA", "CNAME", "MX", "NS", "PTR", "TXT"] as const;
export type RecordType = (typeof recordTypes)[number];

/** A record as a client describes it: what it may set. */
export interface RecordInput {
  type: string;
  name: string;
  content: string;
  ttl: number;
  proxied: boolean;
  priority?: number;
  comment: string | null;
  tags: string[];
}

export interface DnsRecord extends RecordInput {
  id: string;
  type: RecordType;
  createdOn: string;
  modifiedOn: string;
  commentModifiedOn?: string;
}

export interface Fault {
  code: number;
  message: string;
  error_chain?: Fault[];
}

const proxiable = new Set<string>(["A", "AAAA", "CNAME"]);
export const isProxiable = (type: string): boolean => proxiable.has(type);
/** What a proxied name answers with: an address of Cloudflare's, whatever the record says. */
const proxyAddress = "127.0.53.80";
const automaticTtl = 300;

/** Cloudflare's own form: a full name in lower case. A name that does not end in the zone's is taken as relative to it. */
export function normaliseRecord(input: RecordInput, zone: string): RecordInput {
  const type = input.type.toUpperCase();
  return {
    ...input,
    type,
    name: fullName(input.name, zone),
    content: normaliseContent(type, input.content),
    ttl: input.proxied ? 1 : input.ttl,
  };
}

function fullName(given: string, zone: string): string {
  const name = withoutDot(given.trim()).toLowerCase();
  if (name === "@") return zone;
  return name === "" || name === zone || name.endsWith(`.${zone}`) ? name : `${name}.${zone}`;
}

function normaliseContent(type: string, content: string): string {
  if (type === "TXT") return normaliseTxt(content);
  return type === "A" || type === "AAAA" ? content.trim() : withoutDot(content.trim());
}

/** The root, which a null MX names (RFC 7505), stays ".": so octodns-cloudflare reads it back. */
const withoutDot = (name: string): string => name.replace(/(?<=.)\.$/, "");

/** @param record in Cloudflare's form. */
export function findFaults(record: RecordInput): Fault[] {
  const { type, name, content, ttl, proxied, priority } = record;
  const faults: Fault[] = [];
  if (!isName(name)) faults.push({ code: 9000, message: "DNS name is invalid." });
  if (ttl !== 1 && !(ttl >= 60 && ttl <= 86400)) {
    faults.push({ code: 9021, message: "Invalid TTL. Must be between 60 and 86400 seconds, or 1 for Automatic." });
  }
  if (proxied && !isProxiable(type)) faults.push({ code: 9004, message: "This record type cannot be proxied." });
  if (type === "MX" && priority === undefined) faults.push({ code: 9100, message: "priority is a required field." });
  const fault = contentFault(type, content);
  return fault ? [...faults, fault] : faults;
}

function contentFault(type: string, content: string): Fault | undefined {
  // Unsure: the code for empty content.
  if (content === "") return { code: 9100, message: "content is a required field." };
  if (type === "A") return isIPv4(content) ? undefined : { code: 9005, message: "Content for A record must be a valid IPv4 address." };
  if (type === "AAAA")
    return isIPv6(content) ? undefined : { code: 9006, message: "Content for AAAA record must be a valid IPv6 address." };
  if (type === "TXT" || (isName(content) && !isIPv4(content)) || (type === "MX" && content === ".")) return undefined;
  if (type === "MX") return { code: 9009, message: "Change the content of your MX record to be a hostname (and not an IP address)." };
  // Unsure: the codes for NS and PTR.
  return { code: 9007, message: `Content for ${type} record is invalid.` };
}

const isName = (name: string): boolean => name.length <= 253 && name.split(".").every((label) => /^(\*|[a-z0-9_-]{1,63})$/i.test(label));

/** https://developers.cloudflare.com/dns/manage-dns-records/troubleshooting/records-with-same-name/ */
export function findConflict(record: RecordInput, others: DnsRecord[]): Fault | undefined {
  const here = others.filter((other) => other.name === record.name);
  if (here.some((other) => other.type === record.type && sameContent(record, other))) {
    return { code: 81058, message: "An identical record already exists." };
  }
  if (record.type === "CNAME" && here.some((other) => isProxiable(other.type))) {
    return { code: 81053, message: "An A, AAAA, or CNAME record with that host already exists." };
  }
  if (isProxiable(record.type) && here.some((other) => other.type === "CNAME")) {
    return { code: 81054, message: "A CNAME record with that host already exists." };
  }
  return undefined;
}

function sameContent(left: RecordInput, right: RecordInput): boolean {
  if (left.type === "TXT") return parseTxt(left.content).join("") === parseTxt(right.content).join("");
  return left.content.toLowerCase() === right.content.toLowerCase();
}

/** What the zone's name servers answer. A proxied CNAME is served as an address, which breaks DKIM and return paths as in reality. */
export function toZoneRecord({ name, type, content, ttl, proxied, priority }: DnsRecord): ZoneRecord {
  const served = { name, ttl: ttl === 1 ? automaticTtl : ttl };
  if (proxied) return { ...served, type: "A", target: proxyAddress };
  if (type === "TXT") return { ...served, type, strings: parseTxt(content) };
  if (type === "MX") return { ...served, type, priority: priority ?? 0, target: content };
  return { ...served, type, target: content };
}
