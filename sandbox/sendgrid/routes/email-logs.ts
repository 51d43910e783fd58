/**
 * https://www.twilio.com/docs/sendgrid/api-reference/email-logs: which messages were sent, and by which key. Queries: the time of a message
 * only, without OR. Unsure: which scope a key needs; here none.
 */
import { z } from "zod";
import type { LoggedMessage } from "../email-logs";
import { SendgridError } from "../sendgrid-error";
import { type AddRoute, readBody } from "./add-route";

const query = z.object({ query: z.string().optional(), limit: z.number().int().min(1).max(1000).default(10) });
const byTime = /^sg_message_id_created_at (>=?) TIMESTAMP "([^"]+)"$/;

export function emailLogRoutes(add: AddRoute): void {
  add("POST", "/logs", undefined, async (context, { user }) => {
    const { query: text, limit } = await readBody(context, query);
    const found = user.logs.since(timeOf(text), user.now()).slice(0, limit);
    return context.json({ messages: found.map(summary) });
  });

  add("GET", "/logs/:id", undefined, (context, { user }) => {
    const found = user.logs.byId(context.req.param("id") ?? "");
    if (!found) throw new SendgridError(404, "message not found");
    return context.json({ ...summary(found), api_key_id: found.apiKeyId, client_ip: "127.0.0.1", events: [] });
  });
}

/** @throws SendgridError 400 for what is not imitated. */
function timeOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const time = Date.parse(byTime.exec(text)?.[2] ?? "");
  if (Number.isNaN(time)) throw new SendgridError(400, "the sandbox knows queries by sg_message_id_created_at only", "query");
  return time;
}

const summary = ({ id, createdAt, from, to, subject }: LoggedMessage): object => ({
  sg_message_id: id,
  sg_message_id_created_at: new Date(createdAt).toISOString(),
  from_email: from,
  to_email: to,
  subject,
  status: "delivered",
});
