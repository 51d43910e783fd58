/** The SendGrid API v3. Its EU region is another base URL and takes other keys. Errors never hold the key. */
import { createJsonClient, type JsonClient, type JsonClientSettings } from "../http/json-client";

export const createSendgridClient = (settings: Omit<JsonClientSettings, "service"> & { token: string }): JsonClient =>
  createJsonClient({ ...settings, service: "SendGrid" });
