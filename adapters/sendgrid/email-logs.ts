/**
 * SendGrid's Email Logs: which key sent which message, for 30 days. They cannot be searched by key, so the newest messages are looked at one by
 * one, and no longer than it takes to find one. https://www.twilio.com/docs/sendgrid/api-reference/email-logs
 */
import { z } from "zod";
import { type JsonClient, requireShape } from "../http/json-client";

const messagesSchema = z.object({ messages: z.array(z.object({ sg_message_id: z.string(), sg_message_id_created_at: z.iso.datetime() })) });
const messageSchema = z.object({ api_key_id: z.string().optional() });

/** So many messages are looked at: each is a call, and the API limits how many one may make. */
const mostMessages = 25;

/** @param apiKeyId looked for. @returns when the newest message was sent with it; "never" among those since then, "unknown" where too many others were sent. */
export async function lastSentWith(client: JsonClient, apiKeyId: string, since: Date): Promise<Date | "never" | "unknown"> {
  const query = `sg_message_id_created_at > TIMESTAMP "${since.toISOString()}"`;
  const list = await client.post("/v3/logs", { query, limit: mostMessages });
  const { messages } = requireShape(client.service, "POST /v3/logs", messagesSchema, list);
  const newestFirst = [...messages].sort((one, other) => other.sg_message_id_created_at.localeCompare(one.sg_message_id_created_at));
  for (const { sg_message_id, sg_message_id_created_at } of newestFirst) {
    const answer = await client.get(`/v3/logs/${encodeURIComponent(sg_message_id)}`);
    const { api_key_id } = requireShape(client.service, "GET /v3/logs/{id}", messageSchema, answer);
    if (api_key_id === apiKeyId) return new Date(sg_message_id_created_at);
  }
  return messages.length < mostMessages ? "never" : "unknown";
}
