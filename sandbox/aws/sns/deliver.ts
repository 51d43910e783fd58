/**
 * How SNS delivers to each kind of subscriber. A web hook is asked three times more, a function twice; AWS waits 20 s between and longer, the
 * sandbox a fifth of a second. https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
import http from "node:http";
import https from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import type { RequestLog } from "../../request-log";
import type { Holdings } from "../access/holdings";
import type { Questions } from "../access/questions";
import type { Lambda } from "../lambda/start";
import { judge } from "../policy/evaluate";
import type { Envelope } from "./envelope";
import type { Subscription } from "./subscriptions";

export interface DeliverOptions {
  holdings: Holdings;
  asked: Questions;
  lambda: Pick<Lambda, "invokeFor">;
  log: RequestLog;
  /** PEM of the sandbox's authority. */
  authority: string;
  /** Where an address on the internet is in this sandbox; undefined for one that is nowhere. */
  reach(url: string): { url: string; host: string } | undefined;
}

/** Why it failed; undefined when it arrived. */
type Failure = string | undefined;

const restMs = 200;
const answerWithinMs = 15_000;

export async function deliver(envelope: Envelope, subscription: Subscription, options: DeliverOptions): Promise<Failure> {
  const { protocol } = subscription;
  if (protocol === "sqs") return toQueue(envelope, subscription, options);
  if (protocol === "lambda") return repeated(3, () => toFunction(envelope, subscription, options));
  const { endpoint } = subscription;
  const place = placeOf(endpoint, options.reach);
  if (!place) return `${new URL(endpoint).host} is nowhere in this sandbox`;
  return repeated(4, () => toWebHook(envelope, subscription, { place, authority: options.authority }));
}

async function repeated(times: number, attempt: () => Promise<Failure>): Promise<Failure> {
  for (let attempts = 1; ; attempts++) {
    const failure = await attempt();
    if (failure === undefined || attempts === times) return failure;
    await sleep(restMs, undefined, { ref: false });
  }
}

async function toQueue(
  envelope: Envelope,
  { endpoint, topicArn, isRaw }: Subscription,
  { holdings, asked, log }: DeliverOptions,
): Promise<Failure> {
  const [, , , region = "", account = "", name = ""] = endpoint.split(":");
  const place = { account, region };
  const { policy = { Statement: [] } } = await holdings.queue(place, name);
  const decision = judge(
    { identity: [], resource: policy, resourceDecides: true },
    {
      action: "sqs:SendMessage",
      resources: [endpoint],
      principal: { account: topicArn.split(":")[4] ?? "", arn: "sns.amazonaws.com", kind: "service" },
      context: { "aws:SourceArn": topicArn, "aws:SourceAccount": topicArn.split(":")[4] ?? "", "aws:SecureTransport": "true" },
      knows: () => true,
      gap: (what) => log.addUnknown("sqs", what),
    },
  );
  if (!decision.allowed) {
    log.addDenied("sqs:SendMessage", endpoint, "sns.amazonaws.com");
    return `sns.amazonaws.com is not authorized to perform: sqs:SendMessage on resource: ${endpoint}`;
  }
  const QueueUrl = `http://sqs.${region}.amazonaws.com/${account}/${name}`;
  const MessageBody = isRaw ? String(envelope.Message) : JSON.stringify(envelope, undefined, 2);
  const sent = await asked.json("sqs", place, "AmazonSQS.SendMessage", { QueueUrl, MessageBody });
  return sent ? undefined : "the queue did not take it";
}

async function toFunction(envelope: Envelope, { arn, endpoint, topicArn }: Subscription, { lambda }: DeliverOptions): Promise<Failure> {
  const { SigningCertURL: SigningCertUrl, UnsubscribeURL: UnsubscribeUrl, ...fields } = envelope;
  const Sns = { Subject: null, MessageAttributes: {}, ...fields, SigningCertUrl, UnsubscribeUrl };
  const record = { EventVersion: "1.0", EventSubscriptionArn: arn, EventSource: "aws:sns", Sns };
  const ran = await lambda.invokeFor({ service: "sns.amazonaws.com", sourceArn: topicArn }, endpoint, { Records: [record] });
  if (!ran) return "the function is not there, or its policy does not allow it";
  return ran.failed ? `the function failed: ${JSON.stringify(ran.payload)}` : undefined;
}

/** https://docs.aws.amazon.com/sns/latest/dg/http-header.html Only this machine is reached. */
function toWebHook(
  envelope: Envelope,
  subscription: Subscription,
  { place, authority }: { place: Place; authority: string },
): Promise<Failure> {
  const { isRaw, arn, isConfirmed, topicArn } = subscription;
  const isNotification = envelope.Type === "Notification";
  const body = isRaw && isNotification ? String(envelope.Message) : JSON.stringify(envelope);
  const headers = {
    "x-amz-sns-message-type": envelope.Type,
    "x-amz-sns-message-id": envelope.MessageId,
    "x-amz-sns-topic-arn": topicArn,
    ...(isConfirmed && isNotification ? { "x-amz-sns-subscription-arn": arn } : {}),
    ...(isRaw && isNotification ? { "x-amz-sns-rawdelivery": "true" } : {}),
    "content-type": "text/plain; charset=UTF-8",
    "content-length": Buffer.byteLength(body),
    "user-agent": "Amazon Simple Notification Service Agent",
    host: place.host,
  };
  return new Promise((resolve) => {
    const client = place.url.startsWith("https:") ? https : http;
    const options = { method: "POST", headers, timeout: answerWithinMs, ca: authority, agent: false as const };
    const request = client.request(place.url, options, (response) => {
      const { statusCode: status = 0 } = response.resume();
      resolve(status >= 200 && status < 300 ? undefined : `${place.host} answered ${status}`);
    });
    request.on("timeout", () => request.destroy(new Error("no answer within 15 s")));
    request.on("error", (error) => resolve(error.message));
    request.end(body);
  });
}

interface Place {
  url: string;
  host: string;
}

function placeOf(endpoint: string, reach: DeliverOptions["reach"]): Place | undefined {
  const { hostname, host } = new URL(endpoint);
  return /^(127\.\d+\.\d+\.\d+|localhost)$/.test(hostname) ? { url: endpoint, host } : reach(endpoint);
}
