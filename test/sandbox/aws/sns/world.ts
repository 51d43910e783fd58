/** SNS in process: one topic with the policy that a test gives, and a queue, a function and a web hook that take what comes. */
import { once } from "node:events";
import http from "node:http";
import type net from "node:net";
import type { Holdings } from "../../../../sandbox/aws/access/holdings";
import type { Questions } from "../../../../sandbox/aws/access/questions";
import type { Call } from "../../../../sandbox/aws/call";
import type { Lambda } from "../../../../sandbox/aws/lambda/start";
import type { PolicyDocument } from "../../../../sandbox/aws/policy/document";
import { startSns } from "../../../../sandbox/aws/sns/start";
import { CertificateAuthority } from "../../../../sandbox/certificate-authority";
import { RequestLog } from "../../../../sandbox/request-log";
import { calm } from "../../../../sandbox/trouble";
import { account, region } from "../place";

export const topicArn = `arn:aws:sns:${region}:${account}:alerts`;
export const queueArn = `arn:aws:sqs:${region}:${account}:q`;
export const functionArn = `arn:aws:lambda:${region}:${account}:function:notify`;
export const alarmArn = `arn:aws:cloudwatch:${region}:${account}:alarm:a`;

export interface SnsWorldOptions {
  topicPolicy?: PolicyDocument;
  queuePolicy?: PolicyDocument;
  attributes?: Record<string, string>;
  key?: { arn: string; tags: Record<string, string>; policy: PolicyDocument };
}

export const allow = (service: string, action: string, resource: string, SourceArn: string): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: service },
      Action: action,
      Resource: resource,
      Condition: { ArnLike: { "aws:SourceArn": SourceArn } },
    },
  ],
});

export type SnsWorld = Awaited<ReturnType<typeof startSnsWorld>>;

export async function startSnsWorld(options: SnsWorldOptions = {}) {
  const { attributes = {}, key } = options;
  const { topicPolicy = allow("cloudwatch.amazonaws.com", "sns:Publish", topicArn, alarmArn) } = options;
  const { queuePolicy = allow("sns.amazonaws.com", "sqs:SendMessage", queueArn, topicArn) } = options;
  const queued: string[] = [];
  const invoked: unknown[] = [];
  const posted: { headers: http.IncomingHttpHeaders; body: Record<string, unknown> }[] = [];
  const statuses: number[] = [];
  const hook = http.createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += String(chunk);
    });
    request.on("end", () => {
      posted.push({ headers: request.headers, body: JSON.parse(body) as Record<string, unknown> });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  hook.listen(0, "127.0.0.1");
  await once(hook, "listening");
  const hookPort = (hook.address() as net.AddressInfo).port;
  const log = new RequestLog();
  const authority = await CertificateAuthority.create();
  const sns = await startSns(
    { log, trouble: calm(), authority },
    {
      holdings: {
        topic: async (_place: unknown, arn: string) =>
          arn === topicArn ? { tags: {}, attributes: { TopicArn: arn, ...attributes }, policy: topicPolicy } : { tags: {}, attributes: {} },
        queue: async () => ({ tags: {}, policy: queuePolicy }),
        key: async () => key,
      } as unknown as Holdings,
      asked: {
        json: async (_service: string, _place: unknown, _target: string, input: { MessageBody?: string }) => {
          queued.push(input.MessageBody ?? "");
          return {};
        },
      } as unknown as Questions,
      lambda: {
        invokeFor: async (_caller: unknown, _arn: string, event: unknown) => {
          invoked.push(event);
          return { failed: false, payload: null };
        },
      } as Pick<Lambda, "invokeFor">,
      reach: (url) =>
        url === "https://hooks.example.com/x" ? { url: `http://127.0.0.1:${hookPort}/x`, host: "hooks.example.com" } : undefined,
    },
  );
  return {
    sns,
    log,
    queued,
    invoked,
    posted,
    /** What the web hook answers next; 200 after that. */
    statuses,
    async ask(operation: string, form: Record<string, string>): Promise<string> {
      const body = Buffer.from(new URLSearchParams({ Action: operation, ...form }).toString());
      const answer = await sns.answer({ service: "sns", operation, dialect: "query", account, region, body } as Call);
      return `${answer?.status} ${String(answer?.body)}`;
    },
    publish: (message: string, subject?: string) =>
      sns.publish({ topicArn, message, subject, by: { service: "cloudwatch.amazonaws.com", sourceArn: alarmArn } }),
    async stop(): Promise<void> {
      await sns.stop();
      hook.close();
      hook.closeAllConnections();
    },
  };
}
