/**
 * https://www.twilio.com/docs/sendgrid/api-reference/email-logs: which messages were sent, by which key, and what became of them. Of the query language
 * the time of a message and its status are known, joined by AND; everything else is refused. An account that asks for a subuser names it by its id:
 * `On-Behalf-Of` is not among the parameters of these calls. Belief: the scope, which no page names; that the newest come first; 403 for another's.
 */
import type { Context } from "hono";
import { z } from "zod";
import type { LoggedMessage, LogStatus } from "../email-logs";
import { SendgridError } from "../sendgrid-error";
import type { SendgridState } from "../state";
import { type AddRoute, type Caller, readBody } from "./add-route";

const scope = "email_activity.read";
const id = z.string().regex(/^\d+$/);
const body = z.object({
  query: z.string().optional(),
  limit: z.number().int().min(1).max(1000).default(10),
  subusers: z.array(id).max(1).default([]),
});
const statuses: readonly LogStatus[] = ["processed", "delivered", "deferred", "dropped", "bounced", "blocked"];

export function emailLogRoutes(add: AddRoute): void {
  add("POST", "/logs", scope, async (context, caller) => {
    const { query = "", limit, subusers } = await readBody(context, body);
    const user = userOf(caller, subusers[0]);
    const conditions = query === "" ? [] : query.split(" AND ").map(conditionOf);
    const found = user.logs.since(0, user.now()).filter((message) => conditions.every((holds) => holds(message)));
    return context.json({ messages: found.slice(0, limit).map(summary) });
  });

  add("GET", "/logs/:id", scope, (context: Context, caller) => {
    const found = userOf(caller, context.req.query("subuser")).logs.byId(context.req.param("id") ?? "");
    if (!found) throw new SendgridError(404, "message not found");
    return context.json({ ...summary(found), api_key_id: found.apiKeyId, client_ip: "127.0.0.1", events: [] });
  });
}

/** @throws SendgridError 403 for one who is not there, or is another's. */
function userOf({ key, user }: Caller, subuser: string | undefined): SendgridState {
  const isOwn = user.keys.list().includes(key);
  if (isOwn && subuser === undefined) return user;
  const found = isOwn ? [...user.subusers.values()].find(({ userId }) => String(userId) === subuser) : user;
  if (!found || String(found.userId) !== subuser) throw new SendgridError(403, "access forbidden");
  return found;
}

type Condition = (message: LoggedMessage) => boolean;

const compare: Record<string, (one: number, other: number) => boolean> = {
  ">": (one, other) => one > other,
  ">=": (one, other) => one >= other,
  "<": (one, other) => one < other,
  "<=": (one, other) => one <= other,
};

/** @throws SendgridError 400 for what is not imitated. */
function conditionOf(text: string): Condition {
  const [, operator = "", time = ""] =
    /^sg_message_id_created_at (>=?|<=?) TIMESTAMP "(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"$/.exec(text) ?? [];
  const holds = compare[operator];
  if (holds) return ({ createdAt }) => holds(createdAt, Date.parse(time));
  const [, list] = /^status IN \(('[a-z]+'(?:, ?'[a-z]+')*)\)$/.exec(text) ?? [];
  const wanted = list?.split(",").map((each) => each.trim().slice(1, -1));
  if (wanted?.every((each) => statuses.includes(each as LogStatus))) return (message) => wanted.includes(statusOf(message));
  throw new SendgridError(400, "the sandbox knows queries by sg_message_id_created_at and status only, joined by AND", "query");
}

const statusOf = ({ status, delivered }: LoggedMessage): LogStatus => status ?? (delivered ? "delivered" : "processed");

/** Times with whole seconds, and an offset in place of "Z", as people's answers have them. */
const summary = (message: LoggedMessage): object => ({
  sg_message_id: message.id,
  sg_message_id_created_at: new Date(message.createdAt).toISOString().replace(/\.\d+Z$/, "+00:00"),
  from_email: message.from,
  to_email: message.to,
  subject: message.subject,
  status: statusOf(message),
});
