/** The Cloudflare API v4: https://developers.cloudflare.com/api/. Errors never hold the token. */
import { createJsonClient, type JsonClient, type JsonClientSettings } from "../http/json-client";

export const createCloudflareClient = (settings: Omit<JsonClientSettings, "service"> & { token: string }): JsonClient =>
  createJsonClient({ ...settings, service: "Cloudflare" });
