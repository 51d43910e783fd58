/**
 * How much a SendGrid account, or a subuser, has sent, and to whom. Figures come by the day. Receivers are kept for 7 days.
 * https://www.twilio.com/docs/sendgrid/api-reference/stats/retrieve-global-email-statistics, .../advanced-stats
 */
import { z } from "zod";
import { type JsonClient, requireShape } from "../http/json-client";

const daysOf = <Metrics extends z.ZodType>(metrics: Metrics) =>
  z.array(z.object({ date: z.string(), stats: z.array(z.object({ name: z.string().optional(), metrics })) }));

const requestsSchema = daysOf(z.object({ requests: z.number() }));
const deliveredSchema = daysOf(z.object({ delivered: z.number() }));

/** @param since the first day. @returns messages that it was asked to send. */
export async function readRequests(client: JsonClient, since: Date): Promise<number> {
  const path = "/v3/stats";
  const answer = await client.get(`${path}?start_date=${dayOf(since)}&aggregated_by=day`);
  const days = requireShape(client.service, `GET ${path}`, requestsSchema, answer);
  return days.flatMap(({ stats }) => stats).reduce((sum, { metrics }) => sum + metrics.requests, 0);
}

/** @param since the first day. @returns messages that receivers took. */
export async function readDeliveredCount(client: JsonClient, since: Date): Promise<number> {
  const path = "/v3/stats";
  const answer = await client.get(`${path}?start_date=${dayOf(since)}&aggregated_by=day`);
  const days = requireShape(client.service, `GET ${path}`, deliveredSchema, answer);
  return days.flatMap(({ stats }) => stats).reduce((sum, { metrics }) => sum + metrics.delivered, 0);
}

/** @returns delivered messages by the name of the mailbox provider. */
export async function readDelivered(client: JsonClient, since: Date): Promise<Map<string, number>> {
  const path = "/v3/mailbox_providers/stats";
  const answer = await client.get(`${path}?start_date=${dayOf(since)}&aggregated_by=day`);
  const delivered = new Map<string, number>();
  for (const { name = "", metrics } of requireShape(client.service, `GET ${path}`, deliveredSchema, answer).flatMap(({ stats }) => stats))
    delivered.set(name, (delivered.get(name) ?? 0) + metrics.delivered);
  return delivered;
}

const dayOf = (time: Date): string => time.toISOString().slice(0, 10);
