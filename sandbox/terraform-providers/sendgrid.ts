/**
 * kenzo0107/sendgrid 3.1.0, as far as Twinpost's account and senders go. It waits for a rate limit to pass only when it creates or
 * deletes (five attempts); reading and updating fail at once. A resource that is gone is an error to it, never a reason to make it anew.
 */
import { ApiClient, ApiError, type RetryPolicy } from "./api-client";
import { unknown, type Value } from "./codec";
import type { Provider } from "./provider";
import { bounceSettings, clickTrackingSettings, enforceTls } from "./resources/account-settings";
import { eventWebhook, readEventWebhook } from "./resources/event-webhook";
import { linkBranding } from "./resources/link-branding";
import { senderAuthentication } from "./resources/sender-authentication";
import { unsubscribeGroup } from "./resources/unsubscribe-group";
import { readSchema } from "./schema";

const policy: RetryPolicy = {
  attempts: 5,
  retries: (method, status) => status === 429 && (method === "POST" || method === "DELETE"),
  wait: (attempt) => 2 ** (attempt - 1),
};

export interface SendgridFallback {
  /** Without /v3; the real provider has no setting for it. */
  url: string;
  /** The same for the region "eu", where that is another. */
  euUrl?: string;
  apiKey: string;
}

export const sendgridProvider = (fallback: SendgridFallback): Provider => ({
  schema: readSchema("sendgrid"),
  resources: {
    sendgrid_sender_authentication: senderAuthentication,
    sendgrid_link_branding: linkBranding,
    sendgrid_event_webhook: eventWebhook,
    sendgrid_enforce_tls: enforceTls,
    sendgrid_unsubscribe_group: unsubscribeGroup,
    sendgrid_click_tracking_settings: clickTrackingSettings,
    sendgrid_bounce_settings: bounceSettings,
  },
  dataSources: { sendgrid_event_webhook: readEventWebhook },
  configure({ api_key = null, region = null, subuser = null }) {
    const url = region === "eu" ? (fallback.euUrl ?? fallback.url) : fallback.url;
    const headers: Record<string, string> = isSet(subuser) && subuser !== "" ? { "On-Behalf-Of": String(subuser) } : {};
    return new ApiClient(`${url.replace(/\/$/, "")}/v3`, isSet(api_key) ? String(api_key) : fallback.apiKey, policy, headers);
  },
  explain: (error, doing, title) => ({ summary: `${doing} ${title}`, detail: `got error: ${describe(error)}` }),
});

const isSet = (value: Value): boolean => value !== null && value !== unknown;

/** SendGrid's own messages where it sends any: `{errors: [{field, message}]}`. */
function describe(error: unknown): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  try {
    const { errors } = JSON.parse(error.body) as { errors: { field?: string | null; message: string }[] };
    return errors.map(({ field, message }) => `${field ? `field: ${field}, ` : ""}message: ${message}`).join(", ");
  } catch {
    return `sendgrid server error: ${error.status} ${error.statusText}`;
  }
}
