/**
 * cloudflare/cloudflare 5.14.0, as far as DNS records and the zone data source go. Retries as its client library (cloudflare-go v6.4):
 * two more attempts after 408, 409, 429 and 5xx, whatever the method.
 */
import { ApiClient, type RetryPolicy } from "./api-client";
import { unknown, type Value } from "./codec";
import type { Provider } from "./provider";
import { readZone } from "./resources/cloudflare-zone";
import { dnsRecord } from "./resources/dns-record";
import { readSchema } from "./schema";

const policy: RetryPolicy = {
  attempts: 3,
  retries: (_method, status) => status === 408 || status === 409 || status === 429 || status >= 500,
  wait: (attempt) => 0.5 * 2 ** (attempt - 1),
};

export const cloudflareProvider = (fallback: { url: string; token: string }): Provider => ({
  schema: readSchema("cloudflare"),
  resources: { cloudflare_dns_record: dnsRecord },
  dataSources: { cloudflare_zone: readZone },
  configure: ({ base_url = null, api_token = null }) =>
    new ApiClient(given(base_url, fallback.url).replace(/\/$/, ""), given(api_token, fallback.token), policy),
  explain: (error) => ({ summary: "failed to make http request", detail: error instanceof Error ? error.message : String(error) }),
});

const given = (value: Value, fallback: string): string => (value === null || value === unknown ? fallback : String(value));
