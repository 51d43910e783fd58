/** sendgrid_link_branding of provider 3.1.0: the domain of tracked links. Never validates either. */
import type { ApiClient, Json } from "../api-client";
import type { Values } from "../codec";
import type { Resource } from "../provider";
import { dnsSet } from "./sender-authentication";

export const linkBranding: Resource = {
  title: "branded link",
  keep: ["id", "subdomain", "username", "user_id", "legacy", "valid", "dns"],
  replace: ["domain", "subdomain"],

  async create(api, { domain, subdomain, default: isDefault }) {
    const body = { domain, ...(typeof subdomain === "string" ? { subdomain } : {}), default: isDefault === true };
    return stateOf(await api.call("POST", "/whitelabel/links", body));
  },

  read: (api, { id }) => fetchLink(api, String(id)),

  async update(api, planned) {
    return stateOf(await api.call("PATCH", `/whitelabel/links/${planned.id}`, { default: planned.default === true }));
  },

  async remove(api, { id }) {
    await api.call("DELETE", `/whitelabel/links/${id}`);
  },

  importState: fetchLink,
};

async function fetchLink(api: ApiClient, id: string): Promise<Values> {
  return stateOf(await api.call("GET", `/whitelabel/links/${id}`));
}

const stateOf = (link: Json): Values => ({
  id: String(link.id),
  user_id: link.user_id ?? null,
  domain: link.domain ?? null,
  subdomain: link.subdomain ?? "",
  username: link.username ?? "",
  default: link.default ?? false,
  legacy: link.legacy ?? false,
  valid: link.valid ?? false,
  dns: dnsSet(link.dns),
});
