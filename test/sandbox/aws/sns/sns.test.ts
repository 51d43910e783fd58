/** What SNS delivers, to whom, and what it refuses. https://docs.aws.amazon.com/sns/latest/dg/ */
import { verify, X509Certificate } from "node:crypto";
import { isSignedBySns, parseSnsEnvelope } from "../../../../mail/events/sns-envelope";
import { elements } from "../../../../sandbox/aws/wire";
import { account, region } from "../place";
import { alarmArn, allow, functionArn, queueArn, type SnsWorld, type SnsWorldOptions, startSnsWorld, topicArn } from "./world";

let world: SnsWorld;
const start = async (options?: SnsWorldOptions): Promise<SnsWorld> => {
  world = await startSnsWorld(options);
  return world;
};
afterEach(() => world.stop());

const subscribe = async (protocol: string, endpoint: string, more: Record<string, string> = {}): Promise<string> => {
  const answer = await world.ask("Subscribe", {
    TopicArn: topicArn,
    Protocol: protocol,
    Endpoint: endpoint,
    ReturnSubscriptionArn: "true",
    ...more,
  });
  return elements(answer, "SubscriptionArn")[0] ?? answer;
};

test("a queue gets an envelope that the product accepts, signed by the certificate that SNS serves", async () => {
  const { publish, sns, queued } = await start({ attributes: { SignatureVersion: "2" } });
  await subscribe("sqs", queueArn);
  await publish("hello", "ALARM");
  await sns.idle();
  const body = JSON.parse(queued[0] ?? "") as Record<string, string>;
  const envelope = parseSnsEnvelope(body, { arn: topicArn, certificates: sns.url });
  if (typeof envelope === "string") throw new Error(envelope);
  const pem = await (await fetch(envelope.certificateUrl)).text();
  expect(isSignedBySns(envelope, new X509Certificate(pem).publicKey)).toBe(true);
  expect(isSignedBySns({ ...envelope, text: envelope.text.replace("hello", "hallo") }, new X509Certificate(pem).publicKey)).toBe(false);
  expect(body).toMatchObject({ Type: "Notification", Subject: "ALARM", Message: "hello", SignatureVersion: "2" });
});

test("a topic that asks for nothing else signs with SHA-1", async () => {
  const { publish, sns, queued } = await start();
  await subscribe("sqs", queueArn);
  await publish("hello");
  await sns.idle();
  const body = JSON.parse(queued[0] ?? "") as Record<string, string>;
  const text = ["Message", "MessageId", "Timestamp", "TopicArn", "Type"].map((name) => `${name}\n${body[name]}\n`).join("");
  const key = new X509Certificate(await (await fetch(body.SigningCertURL ?? "")).text()).publicKey;
  expect(verify("sha1", Buffer.from(text), key, Buffer.from(body.Signature ?? "", "base64"))).toBe(true);
  expect(body.SignatureVersion).toBe("1");
});

test("raw delivery is the message alone", async () => {
  const { publish, sns, queued } = await start();
  await subscribe("sqs", queueArn, { "Attributes.entry.1.key": "RawMessageDelivery", "Attributes.entry.1.value": "true" });
  await publish("hello");
  await sns.idle();
  expect(queued).toEqual(["hello"]);
});

test("nobody gets mail who has not followed the link", async () => {
  const { publish, sns } = await start();
  const arn = await subscribe("email", "ops@example.com");
  await publish("one");
  await sns.idle();
  expect(sns.mails().map(({ to, subject }) => `${to}: ${subject}`)).toEqual([
    "ops@example.com: AWS Notification - Subscription Confirmation",
  ]);
  expect(await world.ask("ListSubscriptionsByTopic", { TopicArn: topicArn })).toContain("<SubscriptionArn>PendingConfirmation<");
  expect(await world.ask("Unsubscribe", { SubscriptionArn: arn })).toMatch(
    /^400 .*InvalidParameter.*Cannot unsubscribe a subscription that is pending confirmation/,
  );

  expect((await fetch(sns.mails()[0]?.subscribeUrl ?? "")).status).toBe(200);
  await publish("two", "ALARM: x");
  await sns.idle();
  expect(sns.mails().slice(1)).toMatchObject([{ to: "ops@example.com", subject: "ALARM: x", text: expect.stringMatching(/^two\n/) }]);
  expect(await (await fetch(`${sns.url}mails`)).json()).toMatchObject([{ to: "ops@example.com" }, { subject: "ALARM: x" }]);
  expect(await world.ask("GetSubscriptionAttributes", { SubscriptionArn: arn })).toContain(
    "<key>PendingConfirmation</key><value>false</value>",
  );
  expect(await world.ask("Unsubscribe", { SubscriptionArn: arn })).toMatch(/^200/);
});

test("a web hook confirms first, is asked again when it fails, and is given up after four times", async () => {
  const { publish, sns, posted, statuses } = await start();
  await subscribe("https", "https://hooks.example.com/x");
  await sns.idle();
  expect(posted[0]).toMatchObject({ headers: { "x-amz-sns-message-type": "SubscriptionConfirmation", host: "hooks.example.com" } });
  await fetch(String(posted[0]?.body.SubscribeURL));

  statuses.push(500, 503);
  await publish("hello");
  await sns.idle();
  expect(posted.slice(1).map(({ body }) => body.Message)).toEqual(["hello", "hello", "hello"]);
  expect(posted.at(-1)?.headers).toMatchObject({ "x-amz-sns-topic-arn": topicArn, "content-type": "text/plain; charset=UTF-8" });

  statuses.push(500, 500, 500, 500);
  await publish("lost");
  await sns.idle();
  expect(sns.deliveries().map(({ failure }) => failure)).toEqual([undefined, undefined, "hooks.example.com answered 500"]);
});

test("an address outside this machine is never asked", async () => {
  const { sns } = await start();
  await subscribe("https", "https://elsewhere.example/x");
  await sns.idle();
  expect(sns.deliveries()).toMatchObject([{ failure: "elsewhere.example is nowhere in this sandbox" }]);
});

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
test("a function gets the record that Lambda's guide shows", async () => {
  const { publish, sns, invoked } = await start();
  const arn = await subscribe("lambda", functionArn);
  await publish("hello");
  await sns.idle();
  const Sns = {
    Type: "Notification",
    TopicArn: topicArn,
    Subject: null,
    Message: "hello",
    MessageAttributes: {},
    SigningCertUrl: expect.any(String),
  };
  expect(invoked).toEqual([
    { Records: [{ EventVersion: "1.0", EventSubscriptionArn: arn, EventSource: "aws:sns", Sns: expect.objectContaining(Sns) }] },
  ]);
});

describe("who may publish", () => {
  const keyArn = `arn:aws:kms:${region}:${account}:key/1`;
  const keyPolicy = (service: string) => ({
    Statement: [
      {
        Effect: "Allow" as const,
        Principal: { Service: service },
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
        Condition: { StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": topicArn } },
      },
    ],
  });
  const encrypted = (service: string): SnsWorldOptions => ({
    attributes: { KmsMasterKeyId: keyArn },
    key: { arn: keyArn, tags: {}, policy: keyPolicy(service) },
  });

  test.each<[string, SnsWorldOptions, string]>([
    ["the topic's policy allows it", {}, "messageId"],
    ["for another alarm only", { topicPolicy: allow("cloudwatch.amazonaws.com", "sns:Publish", topicArn, `${alarmArn}-2`) }, "refused"],
    ["another service only", { topicPolicy: allow("events.amazonaws.com", "sns:Publish", topicArn, alarmArn) }, "refused"],
    ["the key's policy allows it", encrypted("cloudwatch.amazonaws.com"), "messageId"],
    ["the key's policy does not", encrypted("ses.amazonaws.com"), "refused"],
    ["AWS's own key", { attributes: { KmsMasterKeyId: "alias/aws/sns" } }, "refused"],
  ])("%s", async (_name, options, expected) => {
    const { publish, log } = await start(options);
    expect(Object.keys(await publish("hello"))).toEqual([expected]);
    expect(log.denied.size).toBe(expected === "refused" ? 1 : 0);
  });

  test("a queue whose policy does not let SNS in gets nothing, and that is told", async () => {
    const { publish, sns, queued, log } = await start({ queuePolicy: { Statement: [] } });
    await subscribe("sqs", queueArn);
    await publish("hello");
    await sns.idle();
    expect(queued).toEqual([]);
    expect(sns.deliveries()).toMatchObject([{ failure: expect.stringContaining("sqs:SendMessage") }]);
    expect(log.denied.size).toBe(1);
  });
});

test.each([
  ["Subscribe", { TopicArn: `${topicArn}2`, Protocol: "email", Endpoint: "a@b.c" }, /^404 .*NotFound/],
  ["Subscribe", { TopicArn: topicArn, Protocol: "email", Endpoint: "nobody" }, /^400 .*InvalidParameter/],
  ["Subscribe", { TopicArn: topicArn, Protocol: "pigeon", Endpoint: "x" }, /^400 .*InvalidParameter/],
  ["Subscribe", { TopicArn: topicArn, Protocol: "sms", Endpoint: "+491" }, /^501/],
  ["Publish", { TopicArn: topicArn, Message: "" }, /^400 .*InvalidParameter/],
  ["Publish", { TopicArn: topicArn, Message: "m", Subject: "a\nb" }, /^400 .*InvalidParameter/],
  ["Publish", { TopicArn: `${topicArn}2`, Message: "m" }, /^404 .*NotFound/],
  ["ConfirmSubscription", { TopicArn: topicArn, Token: "x" }, /^400 .*InvalidParameter/],
])("%s %j is refused", async (operation, form, expected) => {
  await start();
  expect(await world.ask(operation, form as Record<string, string>)).toMatch(expected);
});
