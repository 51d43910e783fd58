/**
 * Shapes of the Cloudflare API v4: https://developers.cloudflare.com/api/resources/dns/subresources/records/ and .../zones/.
 * `zone_id` and `zone_name` are not in a record's answer: Cloudflare announced their removal for November 2024 (unsure whether all
 * endpoints have dropped them), so nobody may depend on them.
 */
import { type DnsRecord, isProxiable, type RecordInput } from "./records";
import { CloudflareError, type CloudflareZone } from "./state";

export interface Page {
  page: number;
  perPage: number;
}

export const success = (result: unknown, extra: object = {}): object => ({ result, success: true, errors: [], messages: [], ...extra });

export const failure = (errors: object[]): object => ({ result: null, success: false, errors, messages: [] });

/** One page of a list with the `result_info` that clients page by. */
export function listAnswer(results: unknown[], { page, perPage }: Page): object {
  const shown = results.slice((page - 1) * perPage, page * perPage);
  const total_pages = Math.ceil(results.length / perPage);
  return success(shown, { result_info: { page, per_page: perPage, count: shown.length, total_count: results.length, total_pages } });
}

export const recordAnswer = (record: DnsRecord): object => ({
  id: record.id,
  name: record.name,
  type: record.type,
  content: record.content,
  ...(record.priority === undefined ? {} : { priority: record.priority }),
  proxiable: isProxiable(record.type),
  proxied: record.proxied,
  ttl: record.ttl,
  settings: record.type === "CNAME" ? { flatten_cname: false } : {},
  meta: {},
  comment: record.comment,
  tags: record.tags,
  created_on: record.createdOn,
  modified_on: record.modifiedOn,
  ...(record.commentModifiedOn ? { comment_modified_on: record.commentModifiedOn } : {}),
});

export const zoneAnswer = ({ id, name, status, createdOn, nameServers }: CloudflareZone): object => ({
  id,
  name,
  status,
  paused: false,
  type: "full",
  development_mode: 0,
  name_servers: nameServers,
  original_name_servers: null,
  original_registrar: null,
  original_dnshost: null,
  created_on: createdOn,
  modified_on: createdOn,
  activated_on: status === "active" ? createdOn : null,
  meta: { step: 2, custom_certificate_quota: 0, page_rule_quota: 3, phishing_detected: false },
  owner: { id: null, type: "user", email: null },
  account: { id: "0".repeat(32), name: "Sandbox" },
  tenant: { id: null, name: null },
  tenant_unit: { id: null },
  permissions: ["#dns_records:edit", "#dns_records:read", "#zone:read"],
  plan: { id: "0".repeat(32), name: "Free Website", price: 0, currency: "USD", frequency: "", is_subscribed: false },
});

const fieldTypes = { type: "string", name: "string", content: "string", ttl: "number", proxied: "boolean", priority: "number" } as const;

/**
 * A record from a request's body, completed by what it leaves out: the old record with PATCH, Cloudflare's defaults otherwise.
 * @throws CloudflareError 9207 when a field has the wrong type.
 */
export function readRecord(body: unknown, base: Partial<RecordInput> = {}): RecordInput {
  const invalid = new CloudflareError(400, [{ code: 9207, message: "Request body is invalid." }]);
  if (typeof body !== "object" || body === null || Array.isArray(body)) throw invalid;
  const given = Object.entries(body).filter(([name, value]) => value !== null || name === "comment");
  const fields: Record<string, unknown> = { ...base, ...Object.fromEntries(given) };
  for (const [name, type] of Object.entries(fieldTypes)) {
    if (fields[name] !== undefined && typeof fields[name] !== type) throw invalid;
  }
  const { type = "", name = "", content = "", ttl = 1, proxied = false, priority, comment, tags = [] } = fields as Partial<RecordInput>;
  return { type, name, content, ttl, proxied, comment: comment || null, tags, ...(priority === undefined ? {} : { priority }) };
}

export function readPage(query: Record<string, string>, usual: number): Page {
  const number = (name: string, fallback: number): number => Math.max(1, Number(query[name] ?? fallback) || fallback);
  return { page: number("page", 1), perPage: number("per_page", usual) };
}
