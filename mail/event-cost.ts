/**
 * What it costs to keep what becomes of messages: list prices of eu-west-1 in US dollars without free tiers and storage, counted high. A message has
 * three events, each a notification or a post of its own, taken by one call of the function.
 */
import type { CostLine } from "./providers/sending-provider";

const million = 1_000_000;
const eventsPerMessage = 3;
/** Five pollers ask the empty queue every 20 s: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#sqs-scaling */
const pollsPerMonth = 5 * 3 * 60 * 24 * 30;

/** What one event takes, with its price. */
const uses = [
  // Sent, received, deleted. https://aws.amazon.com/sqs/pricing/
  { each: 3, usd: 0.4 / million },
  // Published to the topic; deliveries to queues are free. https://aws.amazon.com/sns/pricing/
  { each: 1, usd: 0.5 / million },
  // Posted to the HTTP API. https://aws.amazon.com/api-gateway/pricing/
  { each: 1, usd: 1.11 / million },
  // Two calls of functions, of a fifth of a second with a quarter of a gigabyte. https://aws.amazon.com/lambda/pricing/ (Arm)
  { each: 2, usd: 0.2 / million },
  { each: 2 * 0.2 * 0.25, usd: 0.0000133334 },
  // An item of up to 2 kB and its two index entries are written, and two are read. https://aws.amazon.com/dynamodb/pricing/on-demand/
  { each: 3, usd: 0.705 / million },
  { each: 2, usd: 0.141 / million },
  // One object. https://aws.amazon.com/s3/pricing/ (eu-west-1)
  { each: 1, usd: 0.005 / 1_000 },
  // One digest. https://aws.amazon.com/kms/pricing/
  { each: 1, usd: 0.03 / 10_000 },
  // Some 600 bytes of counts. https://aws.amazon.com/cloudwatch/pricing/
  { each: 0.6 / million, usd: 0.57 },
] as const;

export function eventCost(perMonth: number): CostLine {
  const perEvent = uses.reduce((sum, { each, usd }) => sum + each * usd, 0);
  const usd = perMonth * eventsPerMessage * perEvent + pollsPerMonth * (0.4 / million);
  return { what: "Events of messages", how: `${perMonth * eventsPerMessage} events`, usd: Math.round(usd * 100) / 100 };
}
