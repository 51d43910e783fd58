/** The queue in which events wait to be taken: a message of SQS for each part of a post (https://docs.aws.amazon.com/AWSSimpleQueueService). */
import { z } from "zod";
import { awsJsonCall, jsonServices } from "./json-call";
import type { AwsServiceSettings } from "./signed-call";

export interface EventQueue {
  /** Resolves once SQS has stored it. @throws AwsError */
  send(body: string): Promise<void>;
}

export function openEventQueue(queueUrl: string, settings: AwsServiceSettings): EventQueue {
  const call = awsJsonCall(jsonServices.sqs, settings);
  return {
    send: async (body) => {
      await call("SendMessage", { QueueUrl: queueUrl, MessageBody: body }, z.looseObject({ MessageId: z.string() }));
    },
  };
}
