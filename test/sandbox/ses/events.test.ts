/**
 * SES's events: what is published to a configuration set's topic, in the forms of
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html and .../event-publishing-retrieving-sns-examples.html
 */
import type { IamView } from "../../../sandbox/aws/iam-view";
import { ZoneStore } from "../../../sandbox/dns/zones";
import type { CountedEvent, Publication } from "../../../sandbox/ses/events/told";
import { createSes } from "../../../sandbox/ses/start";
import type { Attempt } from "../../../sandbox/submission/backend";
import { Trouble, type TroubleRule } from "../../../sandbox/trouble";

const [account, region] = ["111122223333", "eu-west-1"];
const topic = `arn:aws:sns:${region}:${account}:events`;
const sender = "billing@example.com";

let published: Publication[];
let counted: CountedEvent[];
let all: ReturnType<typeof createSes>;
let ses: ReturnType<ReturnType<typeof createSes>["at"]>;

function start(rules: readonly TroubleRule[] = []): void {
  [published, counted] = [[], []];
  const iam = { allows: async () => true } as unknown as IamView;
  all = createSes(
    { zones: new ZoneStore(), resolver: "127.0.0.1:1", trouble: new Trouble("events", rules) },
    { iam: () => iam, tell: (event) => counted.push(event), publish: async (publication) => void published.push(publication) },
  );
  ses = all.at(account, region);
  ses.state.createConfigurationSet("ours", {});
  const MatchingEventTypes = ["SEND", "DELIVERY", "BOUNCE", "COMPLAINT", "REJECT", "DELIVERY_DELAY"];
  ses.state
    .configurationSet("ours")
    .eventDestinations.push({ Name: "topic", Enabled: true, MatchingEventTypes, SnsDestination: { TopicArn: topic } });
  ses.state.createIdentity(sender, "ours");
  ses.state.confirmAddress(sender);
}
beforeEach(() => start());
afterEach(() => all.stop());

interface Mail {
  to?: string[];
  headers?: string[];
  body?: string;
}

async function send({ to = ["ann@receiver.example"], headers = [], body = "Hello" }: Mail = {}): Promise<string> {
  const lines = [
    `From: Billing <${sender}>`,
    `To: ${to.join(", ")}`,
    "Message-ID: <own@example.com>",
    "Subject: Hi",
    ...headers,
    "",
    body,
    "",
  ];
  return (await ses.submission.accept("smtp", { from: sender, to }, Buffer.from(lines.join("\r\n")))).messageId;
}

/** What the relay would learn. */
function learn(messageId: string, result: Attempt["result"], reply: string, recipient = "ann@receiver.example", attempts = 1): void {
  ses.submission.learn?.({
    messageId,
    recipient,
    result,
    attempts,
    reply,
    code: Number(reply.slice(0, 3)),
    exchange: "mx.receiver.example",
  });
}

async function told(): Promise<Record<string, Record<string, unknown>>[]> {
  await ses.events.idle();
  return published.map(({ message }) => JSON.parse(message));
}

test("a delivery is a Send with the message as it was submitted, and a Delivery with its own time", async () => {
  const headers = ["X-SES-MESSAGE-TAGS: twinpost_message=m1, twinpost_stream=invitations", "Cc: bob@receiver.example"];
  const messageId = await send({ headers });
  learn(messageId, "delivered", "250 2.0.0 OK 1");
  const [sent, delivery] = await told();
  const mail = {
    messageId,
    source: sender,
    sourceArn: `arn:aws:ses:${region}:${account}:identity/${sender}`,
    sendingAccountId: account,
    destination: ["ann@receiver.example"],
    headersTruncated: false,
    commonHeaders: { from: [`Billing <${sender}>`], to: ["ann@receiver.example"], cc: ["bob@receiver.example"], subject: "Hi", messageId },
    tags: {
      "ses:configuration-set": ["ours"],
      "ses:from-domain": ["example.com"],
      "ses:caller-identity": ["smtp"],
      twinpost_message: ["m1"],
      twinpost_stream: ["invitations"],
    },
  };
  expect(sent).toMatchObject({ eventType: "Send", send: {}, mail });
  expect(sent?.mail?.headers).toContainEqual({ name: "Message-ID", value: "<own@example.com>" });
  expect(delivery).toMatchObject({
    eventType: "Delivery",
    mail: { ...mail, tags: { ...mail.tags, "ses:outgoing-ip": ["127.0.10.2"] } },
    delivery: { recipients: ["ann@receiver.example"], smtpResponse: "250 2.0.0 OK 1", timestamp: expect.stringMatching(/Z$/) },
  });
  expect(published[0]).toMatchObject({
    topicArn: topic,
    subject: "Amazon SES Email Event Notification",
    by: { service: "ses.amazonaws.com", account, sourceArn: `arn:aws:ses:${region}:${account}:configuration-set/ours` },
  });
  expect(published[0]?.message.endsWith("}\n")).toBe(true);
});

test("the headers that SES reads do not go further", async () => {
  const { withheld } = await ses.submission.accept("smtp", { from: sender, to: ["a@b.c"] }, Buffer.from(`From: ${sender}\r\n\r\n`));
  expect(withheld).toEqual(["X-SES-CONFIGURATION-SET", "X-SES-MESSAGE-TAGS"]);
});

test.each([
  ["550 5.1.1 no such user", "Permanent", "General", "5.1.1", "smtp; 550 5.1.1 no such user"],
  ["552 5.2.2 full", "Transient", "MailboxFull", "5.2.2", "smtp; 552 5.2.2 full"],
  ["550 5.7.26 unauthenticated", "Transient", "General", "5.7.26", "smtp; 550 5.7.26 unauthenticated"],
  ["550 5.0.0 no", "Undetermined", "Undetermined", "5.0.0", "smtp; 550 5.0.0 no"],
  ["550 go away", "Permanent", "General", "5.0.0", "smtp; 550 go away"],
  ["451 4.7.1 later", "Transient", "General", "4.4.7", expect.stringContaining("451 4.7.1 later")],
])("%s is a bounce %s/%s", async (reply, bounceType, bounceSubType, status, diagnosticCode) => {
  learn(await send({ to: ["ann@receiver.example", "bob@receiver.example"] }), "refused", reply);
  expect((await told())[1]).toMatchObject({
    eventType: "Bounce",
    bounce: {
      bounceType,
      bounceSubType,
      bouncedRecipients: [{ emailAddress: "ann@receiver.example", action: "failed", status, diagnosticCode }],
    },
    mail: { destination: ["ann@receiver.example", "bob@receiver.example"] },
  });
});

test("a delay is told once for each recipient", async () => {
  const messageId = await send();
  for (const attempt of [1, 2, 3]) learn(messageId, "deferred", "451 4.2.2 full", "ann@receiver.example", attempt);
  const [, ...delays] = await told();
  expect(delays).toMatchObject([
    {
      eventType: "DeliveryDelay",
      deliveryDelay: { delayType: "MailboxFull", delayedRecipients: [{ emailAddress: "ann@receiver.example", status: "4.2.2" }] },
    },
  ]);
});

test("who bounced for good is on the account's list: the next message is no attempt, and its bounce says so", async () => {
  learn(await send(), "refused", "550 5.1.1 no such user");
  const messageId = await send({ to: ["Ann@receiver.example"] });
  const answer = ses.submission.answerFor?.(messageId, "Ann@receiver.example");
  expect(answer?.code).toBe(554);
  learn(messageId, "refused", answer?.reply ?? "", "Ann@receiver.example");
  expect((await told())[3]).toMatchObject({ bounce: { bounceType: "Permanent", bounceSubType: "OnAccountSuppressionList" } });
});

test.each<[string, object]>([
  ["a soft bounce", { reply: "552 5.2.2 full" }],
  ["a set that takes complaints only", { reply: "550 5.1.1 no such user", reasons: ["COMPLAINT"] }],
])("%s puts nobody on the list", async (_, given) => {
  const { reply, reasons } = given as { reply: string; reasons?: string[] };
  if (reasons) ses.state.configurationSet("ours").options.SuppressionOptions = { SuppressedReasons: reasons };
  learn(await send(), "refused", reply);
  expect(ses.submission.answerFor?.(await send(), "ann@receiver.example")).toBeUndefined();
});

test("a complaint names its recipient and puts it on the list", async () => {
  ses.events.complain(await send(), "ann@receiver.example");
  expect((await told())[1]).toMatchObject({
    eventType: "Complaint",
    complaint: { complainedRecipients: [{ emailAddress: "ann@receiver.example" }], complaintFeedbackType: "abuse", complaintSubType: null },
  });
  expect(ses.state.suppressed.get("ann@receiver.example")).toBe("COMPLAINT");
});

/** https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html#send-email-simulator */
test.each([
  ["success", ["Send", "Delivery"]],
  ["ooto", ["Send", "Delivery"]],
  ["bounce+label", ["Send", "Bounce"]],
  ["complaint", ["Send", "Delivery", "Complaint"]],
  ["suppressionlist", ["Send", "Bounce"]],
])("the simulator's %s", async (local, expected) => {
  const recipient = `${local}@simulator.amazonses.com`;
  const messageId = await send({ to: [recipient] });
  const { code = 0, reply = "" } = ses.submission.answerFor?.(messageId, recipient) ?? {};
  learn(messageId, code < 400 ? "delivered" : "refused", reply, recipient);
  expect((await told()).map(({ eventType }) => eventType)).toEqual(expected);
  expect(ses.state.suppressed.size).toBe(0);
});

const eicar = ["X5O!P%@AP[4", "\\PZX54(P^)7CC)7}$EICAR-STANDARD", "-ANTIVIRUS-TEST-FILE!$H+H*"].join("");
test.each([
  ["text", eicar],
  ["base64", Buffer.from(eicar).toString("base64")],
])("a virus as %s is taken and rejected, and not sent", async (_, body) => {
  const messageId = await send({ body });
  expect(ses.submission.answerFor?.(messageId, "ann@receiver.example")?.code).toBe(554);
  learn(messageId, "refused", "554 rejected");
  expect(await told()).toMatchObject([{ eventType: "Reject", reject: { reason: "Bad content" }, mail: { messageId } }]);
});

test("headers over 10 KB are cut", async () => {
  await send({ headers: Array.from({ length: 12 }, (_, index) => `X-Long-${index}: ${"a".repeat(980)}`) });
  const [sent] = await told();
  expect(sent?.mail?.headersTruncated).toBe(true);
  expect(JSON.stringify(sent?.mail?.headers).length).toBeLessThan(11_500);
});

test.each(["a=b=c", "a b=c", "=c", `${"a".repeat(257)}=b`])("a wrong tag is refused: %s", async (tags) => {
  await expect(send({ headers: [`X-SES-MESSAGE-TAGS: ${tags}`] })).rejects.toMatchObject({ code: 554 });
});

test("a set that is not there is refused", async () => {
  await expect(send({ headers: ["X-SES-CONFIGURATION-SET: others"] })).rejects.toMatchObject({ code: 554 });
});

test("only destinations that are on and match are told; everything is counted", async () => {
  const [destination] = ses.state.configurationSet("ours").eventDestinations;
  Object.assign(destination ?? {}, { MatchingEventTypes: ["DELIVERY"] });
  learn(await send(), "delivered", "250 OK");
  expect((await told()).map(({ eventType }) => eventType)).toEqual(["Delivery"]);
  Object.assign(destination ?? {}, { Enabled: false });
  learn(await send(), "delivered", "250 OK");
  expect(await told()).toHaveLength(1);
  expect(counted.map(({ type, configurationSet }) => `${type} ${configurationSet?.name}`)).toEqual([
    "SEND ours",
    "DELIVERY ours",
    "SEND ours",
    "DELIVERY ours",
  ]);
});

test.each<[string, Omit<TroubleRule, "on" | "probability">, unknown[]]>([
  ["lost", { lostRequest: true }, []],
  ["told twice", { lostAnswer: true }, ["Send", "Send"]],
  ["late", { delayMs: 100 }, ["Send"]],
])("an event can be %s when a rule asks for it", async (_, fault, expected) => {
  start([{ on: "ses event", probability: 1, ...fault }]);
  await send();
  expect((await told()).map(({ eventType }) => eventType)).toEqual(expected);
});
