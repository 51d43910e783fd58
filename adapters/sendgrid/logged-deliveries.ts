/**
 * Which messages receivers took, as SendGrid's Email Logs have them. An answer has 1,000 at most and there are no pages: a span with more is halved,
 * down to a second, as which times are written. Each entry is one message for one recipient.
 * https://www.twilio.com/docs/sendgrid/api-reference/email-logs/filter-all-messages, https://github.com/twilio/sendgrid-oai spec/json/tsg_logs_v3.json
 */
import { z } from "zod";
import { ApiError, type JsonClient, requireShape } from "../http/json-client";

export interface LoggedDelivery {
  /** With what is behind the id that SMTP answered: "Xj5LmNkWSOqRbdvOpR34BA.recvd-85abf8d92c-3qfgp-2-7890E356-43C.1". */
  id: string;
  recipient: string;
  madeAt: Date;
}

/** Of messages that were made in it: from the first second on, before the second. */
export interface Span {
  since: Date;
  until: Date;
}

export interface LogLimits {
  /** The API limits how often it is called, and does not say how often: https://www.twilio.com/docs/sendgrid/api-reference/email-logs. */
  mostRequests: number;
  /** No request begins after it, in milliseconds since 1970. */
  deadline?: number;
  /** A subuser's id: an account that asks must name whose messages it wants. */
  subuser?: number | undefined;
}

/** Why the log cannot be read, or not all of it. */
export interface Unlisted {
  unlisted: string;
}

const path = "/v3/logs";
const mostInAnswer = 1000;
const secondMs = 1000;

export const logEntry = z.object({
  sg_message_id: z.string(),
  sg_message_id_created_at: z.iso.datetime({ offset: true }),
});
const answerSchema = z.object({ messages: z.array(logEntry.extend({ to_email: z.string(), status: z.string() })) });

/** @throws ApiError, unless the account has no Email Logs, its key may not read them, or too much was asked. */
export async function listDeliveries(
  client: JsonClient,
  span: Span,
  { mostRequests, deadline = Number.POSITIVE_INFINITY, subuser }: LogLimits,
): Promise<LoggedDelivery[] | Unlisted> {
  const found = new Map<string, LoggedDelivery>();
  const spans = [{ since: floorSecond(span.since), until: floorSecond(span.until) }];
  try {
    for (let requests = 0; ; requests++) {
      const next = spans.pop();
      if (!next) return [...found.values()];
      if (requests === mostRequests) return { unlisted: `more messages than ${mostRequests} requests list` };
      if (requests > 0 && Date.now() > deadline) return { unlisted: `not all within the time: ${requests} requests took all of it` };
      const { messages, isFull } = await deliveriesIn(client, next, subuser);
      if (!isFull) for (const message of messages) found.set(message.id, message);
      else if (next.until - next.since <= secondMs) return { unlisted: `more than ${mostInAnswer} messages in a second` };
      else spans.push(...halves(next));
    }
  } catch (error) {
    if (error instanceof ApiError && [403, 404, 429].includes(error.status)) return { unlisted: error.message };
    throw error;
  }
}

interface Seconds {
  since: number;
  until: number;
}

/** Whoever does not read the query answers with more than was asked for: that is left out, and counts for an answer that is full. */
async function deliveriesIn(
  client: JsonClient,
  { since, until }: Seconds,
  subuser: number | undefined,
): Promise<{ messages: LoggedDelivery[]; isFull: boolean }> {
  const query = `sg_message_id_created_at >= ${timestamp(since)} AND sg_message_id_created_at < ${timestamp(until)} AND status IN ('delivered')`;
  const asked = { query, limit: mostInAnswer, ...(subuser === undefined ? {} : { subusers: [String(subuser)] }) };
  const { messages } = requireShape(client.service, `POST ${path}`, answerSchema, await client.post(path, asked));
  const read = messages.map(({ sg_message_id, sg_message_id_created_at, to_email, status }) => ({
    status,
    delivery: { id: sg_message_id, recipient: to_email, madeAt: new Date(sg_message_id_created_at) },
  }));
  const isAsked = ({ madeAt }: LoggedDelivery): boolean => madeAt.getTime() >= since && madeAt.getTime() < until;
  return {
    messages: read.filter(({ status, delivery }) => status === "delivered" && isAsked(delivery)).map(({ delivery }) => delivery),
    isFull: messages.length >= mostInAnswer,
  };
}

/** The earlier one is asked first. */
function halves({ since, until }: Seconds): [Seconds, Seconds] {
  const middle = floorSecond(new Date((since + until) / 2));
  return [
    { since: middle, until },
    { since, until: middle },
  ];
}

const floorSecond = (time: Date): number => time.getTime() - (time.getTime() % secondMs);

/** As the documents' example has it: without fractions. */
export const timestamp = (time: number): string => `TIMESTAMP "${new Date(time).toISOString().replace(/\.\d+Z$/, "Z")}"`;
