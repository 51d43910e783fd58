/**
 * Feeds a function from a queue, as Lambda's pollers do, with the permissions of the function's role: what was taken is deleted, what failed
 * becomes visible again when its time is over. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 * Two pollers; Lambda begins with five. Not here: back-off for a function that throws, the filter of a mapping.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { Invocation } from "./environment";
import type { Mapping } from "./state";

export interface FeedOptions {
  mapping: Mapping;
  /** False once the mapping was deleted. */
  isThere(): boolean;
  /** Of the gateway. */
  url: string;
  account: string;
  region: string;
  login(): Promise<{ accessKeyId: string; token: string }>;
  invoke(event: object): Promise<Invocation>;
}

interface QueueMessage {
  MessageId: string;
  ReceiptHandle: string;
  Body: string;
  MD5OfBody: string;
  Attributes?: Record<string, string>;
}

/** A poll may wait; it is short, so that a sandbox stops soon. */
const pollSeconds = 1;
const restMs = 500;

export function feed({ mapping, isThere, url, account, region, login, invoke }: FeedOptions): { stop(): Promise<void> } {
  const stopped = new AbortController();
  const queueUrl = `${url}/${account}/${mapping.queueArn.split(":").at(-1)}`;
  let session: { accessKeyId: string; token: string } | undefined;

  async function ask(action: string, input: object): Promise<Record<string, unknown>> {
    session ??= await login();
    const credential = `Credential=${session.accessKeyId}/20260101/${region}/sqs/aws4_request`;
    const response = await fetch(url, {
      method: "POST",
      headers: {
        authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=none`,
        "x-amz-security-token": session.token,
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `AmazonSQS.${action}`,
      },
      body: JSON.stringify({ QueueUrl: queueUrl, ...input }),
      signal: stopped.signal,
    });
    const text = await response.text();
    if (!response.ok) session = undefined;
    if (!response.ok) throw new Error(`SQS ${action}: ${text}`);
    return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
  }

  async function feedOnce(): Promise<void> {
    const asked = { MaxNumberOfMessages: Math.min(10, mapping.batchSize), WaitTimeSeconds: pollSeconds, AttributeNames: ["All"] };
    const { Messages = [] } = (await ask("ReceiveMessage", asked)) as { Messages?: QueueMessage[] };
    if (Messages.length === 0) return;
    const { failed, payload } = await invoke({ Records: Messages.map((message) => recordOf(message, mapping.queueArn, region)) });
    const answered = (payload ?? {}) as { batchItemFailures?: { itemIdentifier: string }[] };
    const again = new Set(mapping.partialFailures ? answered.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier) : []);
    if (failed) return;
    const Entries = Messages.filter(({ MessageId }) => !again.has(MessageId)).map(({ MessageId: Id, ReceiptHandle }) => ({
      Id,
      ReceiptHandle,
    }));
    if (Entries.length > 0) await ask("DeleteMessageBatch", { Entries });
  }

  async function run(): Promise<void> {
    while (isThere() && !stopped.signal.aborted) {
      if (mapping.enabled) await feedOnce().catch(() => pause(restMs));
      else await pause(restMs);
    }
  }

  const running = Promise.all([run(), run()]);
  return {
    async stop() {
      stopped.abort();
      await running;
    },
  };
}

const recordOf = (message: QueueMessage, queueArn: string, region: string): object => ({
  messageId: message.MessageId,
  receiptHandle: message.ReceiptHandle,
  body: message.Body,
  attributes: message.Attributes ?? {},
  messageAttributes: {},
  md5OfBody: message.MD5OfBody,
  eventSource: "aws:sqs",
  eventSourceARN: queueArn,
  awsRegion: region,
});
