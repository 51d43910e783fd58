/**
 * cloudflare_dns_record of provider 5.14.0. After a create or an update it keeps what was planned and asks the API only for the rest; a
 * refresh takes everything from the API. Hence the next plan shows a change wherever Cloudflare normalises what was declared: a final
 * dot (#7286), a long TXT string (#6238). Names: "@" and "sub" are taken for the full name, and since 5.14 compares only the beginning,
 * a rename from "a.b" to "a" goes unnoticed (#7086).
 */
import { isDeepStrictEqual } from "node:util";
import { type ApiClient, ApiError, type Json } from "../api-client";
import { unknown, type Value, type Values } from "../codec";
import { settle } from "../plan";
import type { Resource } from "../provider";

const sent = ["name", "type", "content", "priority", "comment", "proxied", "ttl", "tags", "settings"];

export const dnsRecord: Resource = {
  title: "DNS record",
  defaults: { proxied: false },
  keep: ["id"],
  replace: ["zone_id", "type"],
  adjust,

  async create(api, planned) {
    const { result } = await api.call("POST", `/zones/${planned.zone_id}/dns_records`, requestBody(planned));
    return settle(planned, stateOf(result as Json));
  },

  async read(api, state) {
    try {
      return { ...state, ...(await fetchRecord(api, state.zone_id, state.id)) };
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    }
  },

  async update(api, planned) {
    const { result } = await api.call("PUT", `/zones/${planned.zone_id}/dns_records/${planned.id}`, requestBody(planned));
    return settle(planned, stateOf(result as Json));
  },

  async remove(api, { zone_id, id }) {
    await api.call("DELETE", `/zones/${zone_id}/dns_records/${id}`);
  },

  async importState(api, importId) {
    const [zone_id = "", id = "", ...rest] = importId.split("/");
    if (zone_id === "" || id === "" || rest.length > 0) throw new Error(`invalid ID: expected <zone_id>/<dns_record_id>, got ${importId}`);
    return { zone_id, ...(await fetchRecord(api, zone_id, id)) };
  },
};

async function fetchRecord(api: ApiClient, zoneId: Value | undefined, id: Value | undefined): Promise<Values> {
  const { result } = await api.call("GET", `/zones/${zoneId}/dns_records/${id}`);
  return stateOf(result as Json);
}

const requestBody = (planned: Values): Values =>
  Object.fromEntries(sent.flatMap((name) => (isKnown(planned[name]) ? [[name, planned[name] ?? null]] : [])));

const isKnown = (value: Value | undefined): boolean => value !== undefined && value !== null && value !== unknown;

const stateOf = ({ meta, ...result }: Json): Values => ({
  id: result.id ?? null,
  name: result.name ?? null,
  type: result.type ?? null,
  content: result.content ?? null,
  priority: result.priority ?? null,
  comment: result.comment ?? null,
  proxied: result.proxied ?? null,
  ttl: result.ttl ?? null,
  tags: result.tags ?? null,
  settings: result.settings ?? null,
  proxiable: result.proxiable ?? null,
  created_on: result.created_on ?? null,
  modified_on: result.modified_on ?? null,
  comment_modified_on: result.comment_modified_on ?? null,
  tags_modified_on: result.tags_modified_on ?? null,
  meta: JSON.stringify(meta),
});

function adjust(planned: Values, prior: Values | null): void {
  if (prior) {
    planned.name = sameName(planned.name, prior.name) ? (prior.name ?? null) : (planned.name ?? null);
    if (planned.type === "CNAME" && lower(planned.content) === lower(prior.content)) planned.content = prior.content ?? null;
    if (planned.tags === unknown && isEmpty(prior.tags)) planned.tags = prior.tags ?? null;
    for (const name of ["created_on", "proxiable", "meta", "settings"]) keepIfUnknown(planned, prior, name);
    const inputs = ["name", "type", "content", "ttl", "proxied", "priority", "comment", "data", "settings"];
    const changed = inputs.some((name) => !isDeepStrictEqual(planned[name], prior[name])) || tagsChanged(planned.tags, prior.tags);
    if (!changed) keepIfUnknown(planned, prior, "modified_on");
    if (isDeepStrictEqual(planned.comment, prior.comment)) keepIfUnknown(planned, prior, "comment_modified_on");
    if (isDeepStrictEqual(planned.tags, prior.tags)) keepIfUnknown(planned, prior, "tags_modified_on");
  }
  if (!planned.comment && planned.comment_modified_on === unknown) planned.comment_modified_on = null;
  if (isEmpty(planned.tags) && planned.tags_modified_on === unknown) planned.tags_modified_on = null;
}

function keepIfUnknown(planned: Values, prior: Values, name: string): void {
  if (planned[name] === unknown) planned[name] = prior[name] ?? null;
}

function sameName(planned: Value | undefined, prior: Value | undefined): boolean {
  if (typeof planned !== "string" || typeof prior !== "string") return false;
  return (planned === "@" && prior !== "@" && prior.includes(".")) || prior.startsWith(`${planned.replace(/\.$/, "")}.`);
}

const lower = (value: Value | undefined): Value | undefined => (typeof value === "string" ? value.toLowerCase() : value);

const isEmpty = (tags: Value | undefined): boolean => (!isKnown(tags) ? tags !== unknown : (tags as Value[]).length === 0);

const tagsChanged = (planned: Value | undefined, prior: Value | undefined): boolean =>
  !(isEmpty(planned) && isEmpty(prior)) && !isDeepStrictEqual(planned, prior);
