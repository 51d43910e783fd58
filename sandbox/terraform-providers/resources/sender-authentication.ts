/**
 * sendgrid_sender_authentication of provider 3.1.0: an authenticated domain. It never asks SendGrid to validate; `valid` is what SendGrid
 * last found. `region` and `custom_dkim_selector` are not in SendGrid's answers, so an import loses them.
 */
import type { ApiClient, Json } from "../api-client";
import type { Value, Values } from "../codec";
import type { Resource } from "../provider";

export const senderAuthentication: Resource = {
  title: "sender authentication",
  defaults: { default: false, region: "global", automatic_security: true },
  replace: ["domain", "subdomain", "custom_dkim_selector", "region", "automatic_security"],

  async create(api, planned) {
    const { domain, region, automatic_security, subdomain, custom_dkim_selector } = planned;
    const body = {
      domain,
      region,
      automatic_security,
      ...(typeof subdomain === "string" ? { subdomain } : {}),
      ...(planned.default === true ? { default: true } : {}),
      ...(custom_dkim_selector ? { custom_dkim_selector } : {}),
    };
    return stateOf(await api.call("POST", "/whitelabel/domains", body), planned);
  },

  read: (api, state) => fetchDomain(api, String(state.id), state),

  /** 3.1.0 takes the id from the plan, where it is not known yet, and so changes domain 0, which does not exist. */
  async update(api, planned) {
    const id = Number.parseInt(String(planned.id), 10) || 0;
    return stateOf(await api.call("PATCH", `/whitelabel/domains/${id}`, { default: planned.default }), planned);
  },

  async remove(api, { id }) {
    await api.call("DELETE", `/whitelabel/domains/${id}`);
  },

  importState: (api, id) => fetchDomain(api, id, { region: null, custom_dkim_selector: null }),
};

const fetchDomain = async (api: ApiClient, id: string, state: Values): Promise<Values> =>
  stateOf(await api.call("GET", `/whitelabel/domains/${id}`), state);

const stateOf = (domain: Json, { region, custom_dkim_selector }: Values): Values => ({
  id: String(domain.id),
  user_id: domain.user_id ?? null,
  domain: domain.domain ?? null,
  subdomain: domain.subdomain ?? "",
  username: domain.username ?? "",
  ips: domain.ips ?? null,
  default: domain.default ?? false,
  legacy: domain.legacy ?? false,
  valid: domain.valid ?? false,
  automatic_security: domain.automatic_security ?? false,
  dns: dnsSet(domain.dns),
  region: region || "global",
  custom_dkim_selector: custom_dkim_selector ?? null,
});

/** SendGrid names each record ("dkim1": {...}); the provider gives them as a set without names. */
export function dnsSet(dns: Value | undefined): Value {
  const records = Object.values((dns ?? {}) as Record<string, Values>).filter((record) => record?.type);
  return records.length === 0
    ? null
    : records.map(({ valid = false, type, host, data }) => ({ valid, type: type ?? null, host: host ?? null, data: data ?? null }));
}
