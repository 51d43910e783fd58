/**
 * The dead letters of a queue: looked at, put back, or left. A letter is sent to the queue before it is deleted, so that one can come twice, and none is
 * lost. SQS's own move (StartMessageMoveTask) takes all that is there, also what nobody has looked at.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
import { z } from "zod";
import type { DeadLetter, DeadLetters } from "../../mail/events/dead-letters";
import { AwsError } from "./call";
import { awsJsonCall, jsonServices } from "./json-call";
import type { AwsServiceSettings } from "./signed-call";

/** Nobody else sees a letter meanwhile. */
const heldSeconds = 120;
const mostAtOnce = 10;

const urlSchema = z.object({ QueueUrl: z.string() });
const messageSchema = z.object({
  MessageId: z.string(),
  ReceiptHandle: z.string(),
  Body: z.string(),
  Attributes: z.object({ SentTimestamp: z.string().optional() }).optional(),
});
const receivedSchema = z.object({ Messages: z.array(messageSchema).nullish() });
const countsSchema = z.object({
  Attributes: z.object({ ApproximateNumberOfMessages: z.string(), ApproximateNumberOfMessagesNotVisible: z.string() }),
});

/** @returns its address, by which SQS's calls name it; undefined when there is none. */
async function urlOf(call: ReturnType<typeof sqs>, QueueName: string): Promise<string | undefined> {
  try {
    return (await call("GetQueueUrl", { QueueName }, urlSchema)).QueueUrl;
  } catch (error) {
    if (error instanceof AwsError && /NonExistentQueue|QueueDoesNotExist/.test(error.code)) return undefined;
    throw error;
  }
}

const sqs = (settings: AwsServiceSettings) => awsJsonCall(jsonServices.sqs, settings);

/** How many messages wait or are being taken, roughly, as SQS says; undefined without such a queue. */
export async function queuedMessages(name: string, settings: AwsServiceSettings): Promise<number | undefined> {
  const call = sqs(settings);
  const QueueUrl = await urlOf(call, name);
  if (QueueUrl === undefined) return undefined;
  const AttributeNames = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"];
  const { Attributes } = await call("GetQueueAttributes", { QueueUrl, AttributeNames }, countsSchema);
  return Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible);
}

/** @returns undefined when the queue, or the one of its dead letters, does not exist. */
export async function openDeadLetters(
  { queue, dead }: { queue: string; dead: string },
  settings: AwsServiceSettings,
): Promise<DeadLetters | undefined> {
  const call = sqs(settings);
  const [to, from] = await Promise.all([urlOf(call, queue), urlOf(call, dead)]);
  if (to === undefined || from === undefined) return undefined;
  const done = z.looseObject({}).nullish();
  return {
    async next() {
      const request = { QueueUrl: from, MaxNumberOfMessages: mostAtOnce, VisibilityTimeout: heldSeconds };
      const { Messages } = await call("ReceiveMessage", { ...request, MessageSystemAttributeNames: ["SentTimestamp"] }, receivedSchema);
      return (Messages ?? []).map(
        ({ MessageId, ReceiptHandle, Body, Attributes }): DeadLetter => ({
          id: MessageId,
          receipt: ReceiptHandle,
          body: Body,
          sentAt: Number(Attributes?.SentTimestamp ?? 0),
        }),
      );
    },
    async putBack({ body, receipt }) {
      await call("SendMessage", { QueueUrl: to, MessageBody: body }, z.looseObject({ MessageId: z.string() }));
      await call("DeleteMessage", { QueueUrl: from, ReceiptHandle: receipt }, done);
    },
    async leave({ receipt }) {
      await call("ChangeMessageVisibility", { QueueUrl: from, ReceiptHandle: receipt, VisibilityTimeout: 0 }, done);
    },
  };
}
