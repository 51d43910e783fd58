/**
 * Reads a mailbox over Mailpit's REST API v1 (https://mailpit.axllent.org/docs/api-v1/), the usual API of test mail servers. Without
 * authentication; changes nothing in the mailbox.
 */
import { z } from "zod";
import { ApiError, createJsonClient, requireShape } from "../http/json-client";
import { type HttpSettings, operationOf, request } from "../http/request";

export interface MailboxSettings extends HttpSettings {
  /** Without a final slash. */
  baseUrl: string;
}

export interface FoundMessage {
  id: string;
  receivedAt: Date;
  tags: string[];
}

const service = "mailbox";
const pageSize = 50;
const searchSchema = z.object({
  messages: z.array(z.object({ ID: z.string(), Created: z.coerce.date(), Tags: z.array(z.string()).nullish() })),
});

const userInterfaceSchema = z.object({ MessageRelay: z.object({ Enabled: z.boolean() }) });

/** @param query in Mailpit's search syntax: `subject:"..." to:"..."`. @returns the newest first, 50 at most */
export async function findMessages({ query, ...settings }: MailboxSettings & { query: string }): Promise<FoundMessage[]> {
  const path = "/api/v1/search";
  const answer = await createJsonClient({ ...settings, service }).get(`${path}?${new URLSearchParams({ query, limit: String(pageSize) })}`);
  const { messages } = requireShape(service, `GET ${path}`, searchSchema, answer);
  return messages.map(({ ID, Created, Tags }) => ({ id: ID, receivedAt: Created, tags: Tags ?? [] }));
}

/** Whether messages can be released to another mail server from there. */
export async function canRelay(settings: MailboxSettings): Promise<boolean> {
  const path = "/api/v1/webui";
  const answer = await createJsonClient({ ...settings, service }).get(path);
  return requireShape(service, `GET ${path}`, userInterfaceSchema, answer).MessageRelay.Enabled;
}

/** The message as it was received, headers of the receiver included. */
export async function readRawMessage({ baseUrl, id, ...settings }: MailboxSettings & { id: string }): Promise<string> {
  const asked = { method: "GET" as const, url: `${baseUrl}/api/v1/message/${encodeURIComponent(id)}/raw` };
  const { status, text, failure } = await request(asked, settings);
  if (status !== 200 || failure !== undefined)
    throw new ApiError({ service, operation: operationOf(asked), status, ...(failure ? { what: failure } : {}) });
  return text;
}
