/**
 * SendGrid's Email Logs: which key sent which message, for 30 days. They cannot be searched by key, so the newest messages are looked at one by
 * one. https://www.twilio.com/docs/sendgrid/api-reference/email-logs
 */
import { z } from "zod";
import { type JsonClient, requireShape } from "../http/json-client";
import { logEntry, timestamp } from "./logged-deliveries";

const messagesSchema = z.object({ messages: z.array(logEntry) });
const messageSchema = z.object({ api_key_id: z.string().optional() });

/** So many messages are looked at: each is a call, and the API limits how many one may make. */
const mostMessages = 25;

export interface KeyUse {
  /** When the newest message was sent with a key, by the key's id. */
  lastUsed: ReadonlyMap<string, Date>;
  /** All messages since then were looked at, so a key that is missing was not used. */
  complete: boolean;
}

/** @param subuser the id of the one whose messages they are: an account that asks must name it. */
export async function recentKeyUse(client: JsonClient, since: Date, subuser?: number): Promise<KeyUse> {
  const query = `sg_message_id_created_at >= ${timestamp(since.getTime())}`;
  const whose = subuser === undefined ? {} : { subusers: [String(subuser)] };
  const list = await client.post("/v3/logs", { query, limit: mostMessages, ...whose });
  const { messages } = requireShape(client.service, "POST /v3/logs", messagesSchema, list);
  const lastUsed = new Map<string, Date>();
  for (const { sg_message_id, sg_message_id_created_at } of messages) {
    const answer = await client.get(`/v3/logs/${encodeURIComponent(sg_message_id)}${subuser === undefined ? "" : `?subuser=${subuser}`}`);
    const { api_key_id } = requireShape(client.service, "GET /v3/logs/{id}", messageSchema, answer);
    const at = new Date(sg_message_id_created_at);
    const known = api_key_id === undefined ? undefined : lastUsed.get(api_key_id);
    if (api_key_id !== undefined && (!known || known < at)) lastUsed.set(api_key_id, at);
  }
  return { lastUsed, complete: messages.length < mostMessages };
}
