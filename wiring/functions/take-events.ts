/** The function that takes events from the queue. */
import { randomUUID } from "node:crypto";
import { addressDigest } from "../../adapters/aws/address-digest";
import { openEventTable } from "../../adapters/aws/event-table";
import { createKms } from "../../adapters/aws/kms";
import { metricLines } from "../../adapters/aws/metric-log";
import { outcomeQueue } from "../../adapters/aws/outcome-queue";
import { messageMetrics } from "../../declaration/names/events";
import { type EventSums, takeBatch } from "../../workflows/events/take-batch";
import { jsonService, required, type Variables } from "./environment";
import { messageReader } from "./providers/event-sources";

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html */
export interface QueueEvent {
  Records: readonly { messageId: string; body: string }[];
}
interface QueueAnswer {
  batchItemFailures: { itemIdentifier: string }[];
}

const timeoutMs = 3_000;

export function takeEventsOfQueue(variables: Variables, write: (line: string) => void): (event: QueueEvent) => Promise<QueueAnswer> {
  const environment = required(variables, "TWINPOST_ENVIRONMENT");
  const streams = new Set((variables.TWINPOST_STREAMS ?? "").split(",").filter(Boolean));
  const events = {
    store: openEventTable(required(variables, "TWINPOST_EVENT_TABLE"), jsonService(variables, "DYNAMODB", timeoutMs)),
    digest: addressDigest(createKms(jsonService(variables, "KMS", timeoutMs)), required(variables, "TWINPOST_ADDRESS_KEY")),
    newWriteId: randomUUID,
    ...(variables.TWINPOST_OUTCOME_QUEUE
      ? { tell: outcomeQueue(variables.TWINPOST_OUTCOME_QUEUE, jsonService(variables, "SQS", timeoutMs)) }
      : {}),
  };
  const read = messageReader(variables);
  const publish = ({ provider, stream, counts, deliverySeconds }: EventSums): void => {
    const sums = Object.entries(counts).map(([name, value]) => [name, { unit: "Count" as const, value }]);
    const values = { ...Object.fromEntries(sums), DeliverySeconds: { unit: "Seconds" as const, value: deliverySeconds } };
    // A stream is a dimension, and each costs: what an application invents is one.
    const dimensions = { Environment: environment, Provider: provider, Stream: streams.has(stream) ? stream : "other" };
    for (const line of metricLines({ namespace: messageMetrics, dimensions, values }, Date.now())) write(line);
  };
  const log = (entry: object): void => write(JSON.stringify(entry));

  return async ({ Records }) => {
    const messages = Records.map(({ messageId, body }) => ({ id: messageId, body }));
    const failed = await takeBatch(messages, { read, events, publish, log });
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}
