/**
 * sendgrid_event_webhook of provider 3.1.0. Signing is a call of its own, made after the webhook exists; a webhook counts as signed when
 * SendGrid answers with a public key.
 */
import type { ApiClient, Json } from "../api-client";
import type { Value, Values } from "../codec";
import type { Resource } from "../provider";

const settings = "/user/webhooks/event/settings";
const events = [
  "group_resubscribe",
  "delivered",
  "group_unsubscribe",
  "spam_report",
  "bounce",
  "deferred",
  "unsubscribe",
  "processed",
  "open",
  "click",
  "dropped",
];
const switches = ["enabled", ...events];
const texts = ["friendly_name", "oauth_client_id", "oauth_client_secret", "oauth_token_url"];

export const eventWebhook: Resource = {
  title: "event webhook",
  defaults: Object.fromEntries([...switches, "signed"].map((name) => [name, false])),

  async create(api, planned) {
    const webhook = await api.call("POST", settings, requestBody(planned));
    const publicKey = planned.signed === true ? await sign(api, webhook.id, true) : "";
    return stateOf(webhook, publicKey);
  },

  read: (api, { id }) => fetchWebhook(api, String(id)),

  async update(api, planned, prior) {
    const webhook = await api.call("PATCH", `${settings}/${prior.id}`, requestBody(planned));
    if (planned.signed !== prior.signed) return stateOf(webhook, await sign(api, prior.id, planned.signed === true));
    return { ...stateOf(webhook, ""), signed: planned.signed ?? false };
  },

  async remove(api, { id }) {
    await api.call("DELETE", `${settings}/${id}`);
  },

  importState: fetchWebhook,
};

/** The data source of the same name: since an update leaves the resource without its key, it is how a stack reads it in the same apply. */
export async function readEventWebhook(api: ApiClient, { id }: Values): Promise<Values> {
  return { ...(await fetchWebhook(api, String(id))), oauth_client_secret: null };
}

async function fetchWebhook(api: ApiClient, id: string): Promise<Values> {
  const webhook = await api.call("GET", `${settings}/${id}`);
  return stateOf(webhook, webhook.public_key);
}

async function sign(api: ApiClient, id: Value | undefined, enabled: boolean): Promise<Value> {
  const { public_key } = await api.call("PATCH", `${settings}/signed/${id}`, { enabled });
  return public_key ?? "";
}

const requestBody = (planned: Values): Values => ({
  url: planned.url ?? null,
  ...Object.fromEntries(switches.map((name) => [name, planned[name] === true])),
  ...Object.fromEntries(
    texts.flatMap((name) => (typeof planned[name] === "string" && planned[name] !== "" ? [[name, planned[name]]] : [])),
  ),
});

const stateOf = (webhook: Json, publicKey: Value | undefined): Values => ({
  id: webhook.id ?? null,
  url: webhook.url ?? null,
  ...Object.fromEntries(switches.map((name) => [name, webhook[name] === true])),
  friendly_name: webhook.friendly_name ?? "",
  oauth_client_id: webhook.oauth_client_id ?? "",
  oauth_token_url: webhook.oauth_token_url ?? "",
  signed: Boolean(publicKey),
  public_key: publicKey ?? "",
});
