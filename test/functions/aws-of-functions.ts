/** KMS, SQS, DynamoDB and S3 as far as the functions ask them, in memory behind one address; and a certificate as SNS serves it. */
import { createHmac, randomBytes, sign } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CertificateAuthority } from "../../sandbox/certificate-authority";

type Item = Record<string, { S?: string; N?: string }>;
interface Input {
  Message?: string;
  MessageBody?: string;
  Key?: Item;
  Item?: Item;
  ConditionExpression?: string;
  ExpressionAttributeValues?: Item;
}

export interface AwsOfFunctions {
  variables: Record<string, string>;
  items: Map<string, Item>;
  queued: string[];
  /** By path. */
  objects: Map<string, string>;
  /** As SNS puts it around an event of SES. */
  envelope(message: object, topic?: string): string;
  /** The next calls of it answer 500. */
  fail(operation: string, times: number): void;
  stop(): Promise<void>;
}

const topic = "arn:aws:sns:eu-central-1:555555555555:twinpost-prod-sending-events";

export async function startAwsOfFunctions(): Promise<AwsOfFunctions> {
  const items = new Map<string, Item>();
  const queued: string[] = [];
  const objects = new Map<string, string>();
  const failing = new Map<string, number>();
  const hashKey = randomBytes(32);
  const { cert, key } = await (await CertificateAuthority.create()).issue(["sns.test"]);

  const answers: Record<string, (input: Input) => [number, object]> = {
    GenerateMac: ({ Message = "" }) => [200, { Mac: createHmac("sha256", hashKey).update(Message).digest("base64") }],
    SendMessage: ({ MessageBody = "" }) => [200, { MessageId: String(queued.push(MessageBody)) }],
    GetItem: ({ Key }) => [200, { Item: items.get(Key?.message?.S ?? "") }],
    Query: () => [200, { Items: [] }],
    PutItem: ({ Item = {}, ExpressionAttributeValues }) => {
      const id = Item.message?.S ?? "";
      if (items.get(id)?.revision?.N !== ExpressionAttributeValues?.[":before"]?.N)
        return [400, { __type: "ConditionalCheckFailedException" }];
      items.set(id, Item);
      return [200, {}];
    },
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (request.method === "GET") return response.end(cert);
      const operation = request.method === "PUT" ? "PutObject" : (String(request.headers["x-amz-target"]).split(".")[1] ?? "");
      const left = failing.get(operation) ?? 0;
      failing.set(operation, left - 1);
      if (operation === "PutObject" && left <= 0) {
        const { url: path = "", headers } = request;
        if (objects.has(path) && headers["if-none-match"] === "*")
          return response.writeHead(412).end("<Error><Code>PreconditionFailed</Code></Error>");
        objects.set(path, Buffer.concat(chunks).toString());
        return response.writeHead(200).end();
      }
      const answer = answers[operation];
      const [status, body] =
        left > 0 || !answer ? [500, { __type: "InternalServerError" }] : answer(JSON.parse(Buffer.concat(chunks).toString()));
      return response.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(body));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    items,
    queued,
    objects,
    variables: {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
      AWS_SECRET_ACCESS_KEY: randomBytes(20).toString("hex"),
      TWINPOST_ENVIRONMENT: "prod",
      TWINPOST_ACCOUNT: "555555555555",
      TWINPOST_ARCHIVE: "twinpost-events-prod-555555555555-eu-central-1",
      TWINPOST_EVENT_TABLE: "twinpost-prod-events",
      TWINPOST_EVENT_QUEUE: `${url}/555555555555/twinpost-prod-events`,
      TWINPOST_EVENT_TOPIC: topic,
      TWINPOST_ADDRESS_KEY: "alias/twinpost-prod-addresses",
      TWINPOST_STREAMS: "invitations",
      TWINPOST_SNS_CERTIFICATES: `${url}/`,
    },
    envelope(message, arn = topic) {
      const fields = {
        Message: JSON.stringify(message),
        MessageId: "m-1",
        Timestamp: "2026-11-28T10:00:00.000Z",
        TopicArn: arn,
        Type: "Notification",
      };
      const text = Object.entries(fields).map(([name, value]) => `${name}\n${value}\n`);
      const Signature = sign("sha256", Buffer.from(text.join("")), key).toString("base64");
      return JSON.stringify({ ...fields, SignatureVersion: "2", Signature, SigningCertURL: `${url}/SimpleNotificationService-0a1b.pem` });
    },
    fail: (operation, times) => void failing.set(operation, times),
    async stop() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
