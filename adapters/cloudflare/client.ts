/** The Cloudflare API v4: https://developers.cloudflare.com/api/. Errors never hold the token. */
import { createJsonClient, type JsonClient, type JsonClientSettings } from "../http/json-client";

/** Where Terraform's provider goes too, unless it is told another address. */
const realUrl = "https://api.cloudflare.com/client/v4";

/** @param baseUrl undefined means the real one. */
export const createCloudflareClient = ({
  baseUrl = realUrl,
  ...settings
}: Omit<JsonClientSettings, "service" | "baseUrl"> & { baseUrl: string | undefined; token: string }): JsonClient =>
  createJsonClient({ ...settings, baseUrl, service: "Cloudflare" });
