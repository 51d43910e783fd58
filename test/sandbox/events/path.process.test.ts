/**
 * The whole way of events, with the product's own functions: mail goes out over SMTP at both providers, receivers take or refuse it, and what became of
 * each message is in the table under the application's id, whatever comes twice, late or out of order. Forged events are refused.
 * `TWINPOST_EVENTS=2500 npx jest -i test/sandbox/events/path -t 'known under'` sends so many messages at each provider: 10,000 events.
 */
import { generateKeyPairSync, sign } from "node:crypto";
import http from "node:http";
import { addressDigest } from "../../../adapters/aws/address-digest";
import { openEventSearch } from "../../../adapters/aws/event-search";
import { createKms } from "../../../adapters/aws/kms";
import { addressKeyAlias, eventTable, messageMetrics } from "../../../declaration/names/events";
import { traceText } from "../../../reports/trace/text";
import { trace } from "../../../workflows/trace";
import { type Pipeline, type Provider, startPipeline } from "./pipeline";

const messages = Number(process.env.TWINPOST_EVENTS ?? 4);
/** Messages at once. */
const round = 50;
const patienceMs = 30_000 + messages * 1_000;
const providers: Provider[] = ["ses", "sendgrid"];

let pipeline: Pipeline;
beforeAll(async () => {
  const trouble = providers.flatMap((provider) => [
    { on: `${provider} event`, probability: 0.3, lostAnswer: true as const },
    { on: `${provider} event`, probability: 0.3, delayMs: 700 },
  ]);
  // Many messages take their time.
  pipeline = await startPipeline({ trouble, ...(messages > 10 ? { visibility: 30, receives: 50 } : {}) });
}, 120_000);
afterAll(() => pipeline.stop(), 120_000);

async function until<T>(look: () => Promise<T>, holds: (seen: T) => boolean, pauseMs = 250): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const seen = await look();
    if (holds(seen) || Date.now() > end) return seen;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** Messages of the queue that no function has taken for good. */
async function waiting(): Promise<number> {
  const asked = { QueueUrl: pipeline.queueUrl, AttributeNames: ["All"] };
  const { Attributes } = await pipeline.sqs<{ Attributes: Record<string, string> }>("GetQueueAttributes", asked);
  return Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible);
}

/** Outcomes by the application's id. */
const heard = new Map<string, string>();

/** As an application does: takes each, and has it deleted. */
async function hear(): Promise<void> {
  const QueueUrl = pipeline.outcomesUrl;
  for (;;) {
    const asked = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 };
    const { Messages = [] } = await pipeline.sqs<{ Messages?: { Body: string; ReceiptHandle: string }[] }>("ReceiveMessage", asked);
    if (Messages.length === 0) return;
    for (const { Body } of Messages) heard.set(...outcomeIn(Body));
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await pipeline.sqs("DeleteMessageBatch", { QueueUrl, Entries });
  }
}

interface State {
  kind: string;
  message: { own?: string };
  failure?: { severity: string; status?: string };
  told: { provider: string; kind: string; times: number }[];
}

const states = async (): Promise<Map<string, State>> =>
  new Map(
    (await pipeline.stored()).flatMap(({ state }) => {
      const parsed = state?.S === undefined ? undefined : (JSON.parse(state.S) as State);
      return parsed?.message.own === undefined ? [] : [[parsed.message.own, parsed]];
    }),
  );

/** What CloudWatch made of the function's lines. */
function counted(provider: Provider, name: string): number {
  const dimensions = { Environment: "staging", Provider: provider, Stream: "invitations" };
  const metric = { namespace: messageMetrics, name, dimensions };
  const ever = Number.MAX_SAFE_INTEGER;
  return pipeline.metrics().read({ metric, stat: "Sum", period: ever }, 0, ever).get(0) ?? 0;
}

/** By the local part that asks the receiver for it, and what the state is in the end. */
const fates = [
  { local: "ann", kind: "delivered" },
  { local: "receiver-550.5.1.1", kind: "bounced", failure: { severity: "hard", status: "5.1.1" } },
  { local: "receiver-451.4.7.1", kind: "bounced", failure: { severity: "soft" } },
];

test(
  "what became of each message is known under the application's id, once",
  async () => {
    const sent = providers.flatMap((provider) =>
      Array.from({ length: messages }, (_, index) => ({ provider, own: `${provider}-${index}`, fate: fates[index < 3 ? index : 0] })),
    );
    // Queues of thousands make moto slow: it looks at each message whenever one comes or goes.
    for (let start = 0; start < sent.length; start += round) {
      await Promise.all(
        sent.slice(start, start + round).map(({ provider, own, fate }) => pipeline.send(provider, `${fate?.local}+${own}@gmail.com`, own)),
      );
      await pipeline.told();
      await until(waiting, (count) => count < round);
      await hear();
    }
    // A look reads the whole table, and keeps the store from its work.
    const isDone = (all: Map<string, State>) => sent.every(({ own, fate }) => all.get(own)?.kind === fate?.kind);
    const found = await until(states, isDone, 250 + messages * 10);
    expect(sent.map(({ own }) => ({ own, ...outcome(found.get(own)) }))).toMatchObject(
      sent.map(({ own, fate }) => ({ own, kind: fate?.kind, ...(fate?.failure ? { failure: fate.failure } : {}) })),
    );
    for (const provider of providers) {
      await until(
        async () => [counted(provider, "Accepted"), counted(provider, "Delivered")] as const,
        ([accepted, delivered]) => accepted >= messages && delivered >= messages - 2,
      );
      expect([provider, counted(provider, "Accepted"), counted(provider, "Delivered")]).toEqual([provider, messages, messages - 2]);
    }
    expect([...pipeline.sandbox.log.denied, ...pipeline.sandbox.log.unknown]).toEqual([]);
  },
  3 * patienceMs,
);

test("what the providers told lies in the archive as it came, once", async () => {
  // A message is archived last, and leaves the queue then.
  await until(waiting, (count) => count === 0);
  const archived = await pipeline.archived();
  const bodies = [...archived.values()].map((body) => JSON.parse(body) as { Type?: string; Message?: string; provider?: string });
  const days = new Set([...archived.keys()].map((key) => key.split("/")[0]));
  expect([...days].every((day) => /^\d{4}-\d\d-\d\d$/.test(day ?? ""))).toBe(true);
  expect(new Set(archived.values()).size).toBe(archived.size);
  const told = bodies.flatMap(({ Message }) => (Message === undefined ? [] : [JSON.parse(Message) as { mail: { messageId: string } }]));
  // Of each message SES tells at least that it was sent, and what came of it.
  expect(told.length).toBeGreaterThanOrEqual(2 * messages);
  expect(new Set(told.map(({ mail }) => mail.messageId)).size).toBe(messages);
  expect(bodies.some(({ provider }) => provider === "sendgrid")).toBe(true);
});

test("the application finds each outcome in its queue, and support finds the message by its recipient", async () => {
  await hear();
  expect([...heard.values()].sort()).toEqual(
    providers.flatMap(() => [...Array(messages - 2).fill("delivered"), "bounced", "bounced"]).sort(),
  );

  const settings = { region: "eu-central-1", endpoint: pipeline.sandbox.aws.url, login: async () => pipeline.login, timeoutMs: 10_000 };
  const use = {
    search: openEventSearch(eventTable("staging"), settings),
    digest: addressDigest(createKms(settings), addressKeyAlias("staging")),
    now: Date.now,
    backlog: async () => undefined,
  };
  for (const provider of providers) {
    const { messages: found } = await trace({ text: `receiver-550.5.1.1+${provider}-1@gmail.com` }, use);
    expect(found).toMatchObject([{ standing: "bounced", state: { message: { own: `${provider}-1` }, failure: { class: "bad address" } } }]);
    expect(traceText({ askedBy: "recipient", messages: found }, { environment: "staging" })).not.toContain("@gmail.com");
  }
});

function outcomeIn(body: string): [string, string] {
  const { message, outcome } = JSON.parse(body) as { message: string; outcome: string };
  return [message, outcome];
}

const outcome = (state: State | undefined) => (state ? { kind: state.kind, ...(state.failure ? { failure: state.failure } : {}) } : {});

interface Post {
  body: string;
  signature?: string;
  timestamp?: string;
}

function post({ body, signature, timestamp }: Post): Promise<number> {
  const there = pipeline.sandbox.aws.apiGateway.reach(pipeline.endpoint);
  if (!there) throw new Error("the HTTP API is not there");
  const headers = {
    ...{ host: there.host, "content-type": "application/json" },
    ...(signature === undefined ? {} : { "X-Twilio-Email-Event-Webhook-Signature": signature }),
    ...(timestamp === undefined ? {} : { "X-Twilio-Email-Event-Webhook-Timestamp": timestamp }),
  };
  return new Promise((resolve, reject) => {
    const request = http.request(there.url, { method: "POST", headers }, (response) => {
      response.resume();
      response.once("end", () => resolve(response.statusCode ?? 0));
    });
    request.once("error", reject);
    request.end(body);
  });
}

test("a post that SendGrid did not sign is refused", async () => {
  const body = '[{"event":"delivered","email":"ann@gmail.com","timestamp":1795900000,"twinpost_message":"forged"}]';
  const timestamp = "1795900000";
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const signature = sign("sha256", Buffer.from(timestamp + body), privateKey).toString("base64");
  expect([await post({ body }), await post({ body, signature }), await post({ body, signature, timestamp })]).toEqual([401, 401, 401]);
});

test(
  "a notification that SNS did not sign, or that is of another topic, ends among the dead letters",
  async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const mail = {
      messageId: "m",
      destination: ["ann@gmail.com"],
      timestamp: "2026-11-28T00:00:00.000Z",
      tags: { twinpost_message: ["forged"] },
    };
    const Message = JSON.stringify({ eventType: "Send", send: {}, mail });
    const envelopeOf = (TopicArn: string, signing: string) => {
      const fields = { Message, MessageId: "1", Timestamp: mail.timestamp, TopicArn, Type: "Notification" };
      const text = Object.entries(fields)
        .flat()
        .map((each) => `${each}\n`)
        .join("");
      const Signature = sign("sha256", Buffer.from(text), privateKey).toString("base64");
      return { ...fields, SignatureVersion: "2", Signature, SigningCertURL: signing };
    };
    const certificate = `${pipeline.sandbox.aws.sns.url}SimpleNotificationService-0a.pem`;
    const forged = [
      envelopeOf(pipeline.topicArn, certificate),
      envelopeOf(pipeline.topicArn, "https://sns.eu-central-1.amazonaws.com.evil.example/SimpleNotificationService-0a.pem"),
      envelopeOf(pipeline.topicArn.replace("sending", "others"), certificate),
    ];
    for (const each of forged) await pipeline.sqs("SendMessage", { QueueUrl: pipeline.queueUrl, MessageBody: JSON.stringify(each) });
    const dead = await until(
      async () => {
        const asked = { QueueUrl: pipeline.deadUrl, AttributeNames: ["All"] };
        const { Attributes } = await pipeline.sqs<{ Attributes: Record<string, string> }>("GetQueueAttributes", asked);
        return Number(Attributes.ApproximateNumberOfMessages);
      },
      (count) => count === forged.length,
    );
    expect([dead, (await states()).has("forged")]).toEqual([forged.length, false]);
  },
  3 * patienceMs,
);

test(
  "a complaint and a late bounce change the state of a message that was delivered",
  async () => {
    const id = (reply: string): string => reply.split(" ").at(-1) ?? "";
    const [complained, bounced] = ["complained@yahoo.com", "bounced@yahoo.com"];
    const first = id(await pipeline.send("sendgrid", complained, "complained"));
    const second = id(await pipeline.send("sendgrid", bounced, "bounced-late"));
    await pipeline.told();
    await until(states, (all) => ["complained", "bounced-late"].every((own) => all.get(own)?.kind === "delivered"));
    pipeline.sandbox.sendgrid.events.engage(first, complained, "spamreport");
    pipeline.sandbox.sendgrid.events.bounceLate(second, bounced);
    const found = await until(states, (all) => all.get("complained")?.kind === "complained" && all.get("bounced-late")?.kind === "bounced");
    expect([found.get("complained")?.kind, found.get("bounced-late")?.kind]).toEqual(["complained", "bounced"]);
  },
  3 * patienceMs,
);
