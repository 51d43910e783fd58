/**
 * The SendGrid API v3, as an account or on behalf of one of its subusers, with the account's key either way. Errors never hold the key.
 * https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/on-behalf-of
 */
import { createJsonClient, type JsonClient, type JsonClientSettings } from "../http/json-client";

export interface SendgridClientSettings extends Omit<JsonClientSettings, "service" | "headers"> {
  /** Of the region that the subuser was made in; an account is in the global one. */
  baseUrl: string;
  token: string;
  subuser?: string | undefined;
}

export const createSendgridClient = ({ subuser, ...settings }: SendgridClientSettings): JsonClient =>
  createJsonClient({ ...settings, service: "SendGrid", headers: subuser === undefined ? {} : { "On-Behalf-Of": subuser } });
