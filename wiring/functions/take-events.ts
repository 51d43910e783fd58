/** The function that takes events from the queue. */
import { randomUUID } from "node:crypto";
import { addressDigest } from "../../adapters/aws/address-digest";
import { openEventArchive } from "../../adapters/aws/event-archive";
import { openEventTable } from "../../adapters/aws/event-table";
import { openFailingDomains } from "../../adapters/aws/failing-domains";
import { createKms } from "../../adapters/aws/kms";
import { type MetricLine, metricLines } from "../../adapters/aws/metric-log";
import { outcomeQueue } from "../../adapters/aws/outcome-queue";
import { messageMetrics } from "../../declaration/names/events";
import { allStreams, countsOfAll, countsOfStreams, otherStreams } from "../../declaration/names/metrics";
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
  const tell = (provider: string, stream: string, values: MetricLine["values"]): void => {
    const dimensions = { Environment: environment, Provider: provider, Stream: stream };
    for (const line of metricLines({ namespace: messageMetrics, dimensions, values }, Date.now())) write(line);
  };
  const publish = ({ provider, stream, counts, deliverySeconds }: EventSums): void => {
    const sums = (names: readonly string[]) =>
      Object.fromEntries(
        Object.entries(counts).flatMap(([name, value]) => (names.includes(name) ? [[name, { unit: "Count" as const, value }]] : [])),
      );
    tell(provider, allStreams, { ...sums(countsOfAll), DeliverySeconds: { unit: "Seconds", value: deliverySeconds } });
    tell(provider, streams.has(stream) ? stream : otherStreams, sums(countsOfStreams));
  };
  const addFailing = openFailingDomains(required(variables, "TWINPOST_EVENT_TABLE"), jsonService(variables, "DYNAMODB", timeoutMs));
  const publishFailing = async (provider: string, marks: readonly string[]): Promise<void> => {
    const { inAnHour, inADay } = await addFailing(provider, marks, Date.now());
    const domains = { FailingDomains: inAnHour, FailingDomainsDay: inADay };
    tell(provider, allStreams, Object.fromEntries(Object.entries(domains).map(([name, value]) => [name, { unit: "Count", value }])));
  };
  const place = { bucket: required(variables, "TWINPOST_ARCHIVE"), account: required(variables, "TWINPOST_ACCOUNT") };
  const messages = { read: messageReader(variables), archive: openEventArchive(place, jsonService(variables, "S3", timeoutMs)) };
  const log = (entry: object): void => write(JSON.stringify(entry));

  return async ({ Records }) => {
    const queued = Records.map(({ messageId, body }) => ({ id: messageId, body }));
    const failed = await takeBatch(queued, { messages, events, publish, publishFailing, log });
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}
