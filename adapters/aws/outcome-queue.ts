/** The queue in which an application finds what became of its messages (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference). */
import { z } from "zod";
import { type Outcome, outcomeText } from "../../mail/events/outcome";
import { AwsError } from "./call";
import { awsJsonCall, jsonServices } from "./json-call";
import type { AwsServiceSettings } from "./signed-call";

/** SQS takes so many at once. */
const mostAtOnce = 10;

const sentSchema = z.object({ Failed: z.array(z.looseObject({ Code: z.string() })).nullish() });

/** Resolves once SQS has all. @throws AwsError */
export function outcomeQueue(queueUrl: string, settings: AwsServiceSettings): (outcomes: readonly Outcome[]) => Promise<void> {
  const call = awsJsonCall(jsonServices.sqs, settings);
  return async (outcomes) => {
    for (let from = 0; from < outcomes.length; from += mostAtOnce) {
      const Entries = outcomes.slice(from, from + mostAtOnce).map((outcome, at) => ({ Id: String(at), MessageBody: outcomeText(outcome) }));
      const { Failed } = await call("SendMessageBatch", { QueueUrl: queueUrl, Entries }, sentSchema);
      const [first] = Failed ?? [];
      if (first) throw new AwsError(`SQS SendMessageBatch failed with ${first.Code}`, first.Code, undefined);
    }
  };
}
