/** SendGrid's Event Webhook: what its submission and the receivers decide comes as signed posts, in SendGrid's own form. */
import { createPublicKey, verify } from "node:crypto";
import http from "node:http";
import type net from "node:net";
import { Trouble, type TroubleRule } from "../../../sandbox/trouble";
import { recipient, type SubmissionWorld, startSubmissionWorld } from "../submission/world";

type Event = Record<string, unknown>;

let posts: { body: Buffer; headers: http.IncomingHttpHeaders }[];
/** Statuses of the next answers; 200 when there is none. */
let answers: number[];
let server: http.Server;
let url: string;
beforeAll(async () => {
  server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      posts.push({ body: Buffer.concat(chunks), headers: request.headers });
      response.writeHead(answers.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as net.AddressInfo).port}/events`;
});
afterAll(() => server.close());

let world: SubmissionWorld;
let publicKey: string;
/** A world without rules serves the test after it too. */
let calmWorld: SubmissionWorld | undefined;
async function start(rules: readonly TroubleRule[] = [], seed = "events"): Promise<void> {
  [posts, answers] = [[], []];
  if (calmWorld && rules.length === 0) {
    calmWorld.sendgrid.state.suppressions.clear();
    calmWorld.receiver.received.length = 0;
    return;
  }
  await calmWorld?.stop();
  calmWorld = undefined;
  world = await startSubmissionWorld({ trouble: new Trouble(seed, rules) });
  const made = await world.authenticate("reject.example");
  world.publish(made.dns);
  await world.validate(made);
  const settings = "/user/webhooks/event/settings";
  const on = { enabled: true, processed: true, delivered: true, deferred: true, bounce: true, dropped: true, spam_report: true };
  const { body } = await world.call<{ id: string }>("POST", settings, { url, ...on });
  publicKey = (await world.call<{ public_key: string }>("PATCH", `${settings}/signed/${body.id}`, { enabled: true })).body.public_key;
  calmWorld = rules.length === 0 ? world : undefined;
}
afterEach(async () => {
  if (world !== calmWorld) await world.stop();
});
afterAll(() => calmWorld?.stop());

/** @returns all that was posted, in order. */
async function told(): Promise<Event[]> {
  await world.sendgrid.eventsPosted();
  return posts.flatMap(({ body }) => JSON.parse(body.toString()) as Event[]);
}
const kinds = (events: Event[]): unknown[] => events.map(({ event }) => event);
/** As it is: nodemailer makes encoded words of a long one otherwise. */
const headerOf = (value: object) => ({ prepared: true, value: JSON.stringify(value) });
const idOf = (reply: string): string => reply.split(" ").at(-1) ?? "";

test("a delivery is two events with the ids of its message and the arguments of its header, which does not go further", async () => {
  await start();
  const smtpApi = headerOf({ unique_args: { twinpost_message: "m1", twinpost_stream: "invitations" }, category: "cats" });
  const id = idOf(await world.send({ messageId: "<own@reject.example>", headers: { "X-SMTPAPI": smtpApi } }));
  const shared = {
    email: recipient,
    "smtp-id": "<own@reject.example>",
    twinpost_message: "m1",
    twinpost_stream: "invitations",
    category: "cats",
  };
  const events = await told();
  expect(events).toMatchObject([
    { ...shared, event: "processed", sg_message_id: expect.stringMatching(new RegExp(`^${id}\\.`)) },
    { ...shared, event: "delivered", response: expect.stringMatching(/^250 2\.0\.0 OK/), tls: 1, ip: "127.0.10.1" },
  ]);
  expect(Buffer.from(String(events[1]?.sg_event_id), "base64url").toString()).toBe(`delivered-0-${world.sendgrid.state.userId}-${id}-0`);
  expect(events.map(({ timestamp }) => Math.abs(Number(timestamp) - Date.now() / 1000) < 30)).toEqual([true, true]);
  expect(world.receiver.received[0]?.raw).not.toMatch(/x-smtpapi/i);
});

test("a post is signed over its bytes, which are not those of the same JSON written anew", async () => {
  await start();
  await world.send({ to: [recipient, "bob@receiver.example"] });
  await told();
  for (const { body, headers } of posts) {
    const timestamp = String(headers["x-twilio-email-event-webhook-timestamp"]);
    const signature = Buffer.from(String(headers["x-twilio-email-event-webhook-signature"]), "base64");
    const key = createPublicKey({ key: Buffer.from(publicKey, "base64"), format: "der", type: "spki" });
    const isSigned = (bytes: Buffer | string): boolean =>
      verify("sha256", Buffer.concat([Buffer.from(timestamp), Buffer.from(bytes)]), { key, dsaEncoding: "der" }, signature);
    expect([isSigned(body), isSigned(JSON.stringify(JSON.parse(body.toString())))]).toEqual([true, false]);
  }
});

test("a receiver that says later is told as deferred, from attempt 0, and as blocked once SendGrid gives up", async () => {
  await start();
  world.receiver.replies.push(...Array.from({ length: 4 }, () => ({ responseCode: 451, message: "4.7.1 try again later" })));
  await world.send();
  const events = await told();
  expect(kinds(events)).toEqual(["processed", "deferred", "deferred", "deferred", "bounce"]);
  expect(events.slice(1, 4).map(({ attempt, response }) => [attempt, response])).toEqual(
    ["0", "1", "2"].map((attempt) => [attempt, "451 4.7.1 try again later"]),
  );
  expect(events[4]).toMatchObject({ type: "blocked", status: "4.7.1", reason: "451 4.7.1 try again later" });
});

test.each<[string, { responseCode: number; message: string }, object]>([
  [
    "an unknown mailbox",
    { responseCode: 550, message: "5.1.1 no such user" },
    { type: "bounce", status: "5.1.1", bounce_classification: "Invalid Address" },
  ],
  [
    "a policy",
    { responseCode: 550, message: "5.7.1 not wanted" },
    { type: "blocked", status: "5.7.1", bounce_classification: "Reputation" },
  ],
  [
    "a full mailbox",
    { responseCode: 552, message: "5.2.2 full" },
    { type: "blocked", status: "5.2.2", bounce_classification: "Mailbox Unavailable" },
  ],
  [
    "no enhanced status",
    { responseCode: 550, message: "go away" },
    { type: "bounce", status: "550", bounce_classification: "Unclassified" },
  ],
])("a refusal because of %s", async (_, reply, expected) => {
  await start();
  world.receiver.replies.push(reply);
  await world.send();
  expect((await told())[1]).toMatchObject({ event: "bounce", email: recipient, ...expected });
});

test("a domain without an exchange is blocked, without a status", async () => {
  await start();
  await world.send({ to: "ann@nowhere.example" });
  const [, bounce] = await told();
  expect(bounce).toMatchObject({ event: "bounce", type: "blocked", bounce_classification: "Unclassified" });
  expect(bounce).not.toHaveProperty("status");
});

test("who bounced is dropped the next time, without an attempt", async () => {
  await start();
  world.receiver.replies.push({ responseCode: 550, message: "5.1.1 no such user" });
  await world.send();
  await world.send({ to: [recipient, "bob@receiver.example"] });
  const events = (await told()).slice(2);
  expect(events.map(({ event, email, reason }) => [event, email, reason])).toEqual([
    ["dropped", recipient, "Bounced Address"],
    ["processed", "bob@receiver.example", undefined],
    ["delivered", "bob@receiver.example", undefined],
  ]);
  expect(world.receiver.received.map(({ raw }) => /^To: .*$/m.exec(raw)?.[0])).toHaveLength(1);
});

test.each(["{", JSON.stringify({ unique_args: { twinpost_message: "a".repeat(80) } })])(
  "a header that is no JSON as it stands drops the message: %s",
  async (value) => {
    await start();
    await world.send({ headers: { "X-SMTPAPI": value } });
    expect(await told()).toMatchObject([{ event: "dropped", reason: "Invalid SMTPAPI header" }]);
  },
);

test("a late bounce has no id of its message, a spam report no Message-ID", async () => {
  await start();
  const id = idOf(await world.send({ headers: { "X-SMTPAPI": headerOf({ unique_args: { twinpost_message: "m1" } }) } }));
  await told();
  world.sendgrid.events.bounceLate(id, recipient);
  world.sendgrid.events.engage(id, recipient, "spamreport");
  const [, , bounce = {}, report = {}] = await told();
  expect(bounce).toMatchObject({ event: "bounce", type: "bounce", email: recipient, status: "5.1.1" });
  for (const field of ["sg_message_id", "smtp-id", "twinpost_message"]) expect(bounce).not.toHaveProperty(field);
  expect(report).toMatchObject({ event: "spamreport", twinpost_message: "m1" });
  expect(report).not.toHaveProperty("smtp-id");
});

test("a post that is not answered with 2xx comes again, byte for byte and with its signature", async () => {
  await start();
  answers = [503, 301, 401];
  await world.send({ to: "ann@nowhere.example" });
  await told();
  const [first] = posts;
  const same = posts.filter(({ body }) => body.equals(first?.body ?? Buffer.alloc(0)));
  expect(same).toHaveLength(4);
  expect(new Set(same.map(({ headers }) => headers["x-twilio-email-event-webhook-signature"])).size).toBe(1);
});

test("a webhook that is off, or not asked for a kind, is told nothing of it", async () => {
  await start();
  const [webhook] = [...world.sendgrid.state.webhooks.values()];
  if (webhook) webhook.settings.processed = false;
  await world.send();
  expect(kinds(await told())).toEqual(["delivered"]);
  if (webhook) webhook.settings.enabled = false;
  await world.send();
  expect(kinds(await told())).toEqual(["delivered"]);
  if (webhook) Object.assign(webhook.settings, { enabled: true, processed: true });
});

test.each<[string, Omit<TroubleRule, "on" | "probability">, unknown[]]>([
  ["lost", { lostRequest: true }, []],
  ["told twice", { lostAnswer: true }, ["processed", "processed", "delivered", "delivered"]],
  ["late", { delayMs: 300 }, ["processed", "delivered"]],
])("an event can be %s when a rule asks for it", async (_, fault, expected) => {
  await start([{ on: "sendgrid event", probability: 1, ...fault }]);
  await world.send();
  expect(kinds(await told())).toEqual(expected);
});

test("events can come out of order when a rule makes some of them late", async () => {
  // By this seed all that is processed is late, and nothing that is delivered.
  await start([{ on: "sendgrid event", probability: 0.5, delayMs: 1_000 }], "crossed 209");
  for (let index = 0; index < 4; index++) await world.send();
  const events = kinds(await told());
  expect(events).toHaveLength(8);
  expect(events).not.toEqual(Array.from({ length: 4 }, () => ["processed", "delivered"]).flat());
});
