/** The queue in which events wait to be taken: a message of SQS for each part of a post (https://docs.aws.amazon.com/AWSSimpleQueueService). */
import { z } from "zod";
import { awsJsonCall, type JsonServiceSettings } from "./json-call";

export interface EventQueue {
  /** Resolves once SQS has stored it. @throws AwsError */
  send(body: string): Promise<void>;
}

export function openEventQueue(queueUrl: string, settings: JsonServiceSettings): EventQueue {
  const call = awsJsonCall({ title: "SQS", name: "sqs", target: "AmazonSQS", version: "1.0" }, settings);
  return {
    send: async (body) => {
      await call("SendMessage", { QueueUrl: queueUrl, MessageBody: body }, z.looseObject({ MessageId: z.string() }));
    },
  };
}
