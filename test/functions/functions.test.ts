/** The functions as Lambda runs them: the code of the very zip, its handler, and nothing else. */
import { generateKeyPairSync, sign } from "node:crypto";
import vm from "node:vm";
import { unzipSync } from "fflate";
import type { FunctionName } from "../../declaration/names/events";
import { codeOf } from "../../stacks/assets/function-code";
import { type AwsOfFunctions, startAwsOfFunctions } from "./aws-of-functions";

type Handler = (event: object) => Promise<{ statusCode?: number; batchItemFailures?: object[] }>;

const codes = new Map<FunctionName, string>();
let aws: AwsOfFunctions;
let lines: string[];
beforeEach(async () => {
  aws = await startAwsOfFunctions();
  lines = [];
});
afterEach(() => aws.stop());

function start(name: FunctionName, more: Record<string, string> = {}): Handler {
  const code = codes.get(name) ?? Buffer.from(unzipSync(codeOf(name))["handler.js"] ?? []).toString();
  codes.set(name, code);
  const module = { exports: {} as { handler?: Handler } };
  const process_ = {
    ...process,
    env: { ...aws.variables, ...more },
    stdout: { write: (line: string) => lines.push(line) },
    on: process.on.bind(process),
  };
  const run = vm.runInThisContext(`(function (module, exports, require, process) {${code}\n})`);
  run(module, module.exports, require, process_);
  if (!module.exports.handler) throw new Error("no handler");
  return module.exports.handler;
}

const records = (...bodies: string[]) => ({ Records: bodies.map((body, index) => ({ messageId: `m${index}`, body })) });
const logged = () => lines.map((line) => JSON.parse(line));
const bounce = {
  eventType: "Bounce",
  mail: {
    messageId: "0102019a",
    timestamp: "2026-11-28T10:00:00.000Z",
    tags: { twinpost_message: ["inv-42"], twinpost_stream: ["invitations"] },
  },
  bounce: {
    bounceType: "Permanent",
    bounceSubType: "NoEmail",
    timestamp: "2026-11-28T10:00:05.000Z",
    bouncedRecipients: [
      { emailAddress: "ada.lovelace@client.example", diagnosticCode: "smtp; 550 5.1.1 <ada.lovelace@client.example> unknown" },
    ],
  },
};
const accepted = {
  email: "ada.lovelace@client.example",
  event: "processed",
  timestamp: 1_795_000_000,
  twinpost_message: "inv-42",
  sg_event_id: "e1",
};
const delivered = { ...accepted, event: "delivered", timestamp: 1_795_000_009, sg_event_id: "e2", twinpost_stream: "campaign-7" };

describe("take-events", () => {
  test("events of both providers, their metrics, and no address anywhere", async () => {
    const take = start("take-events");
    const posted = JSON.stringify({ provider: "sendgrid", events: [accepted, delivered] });
    expect(await take(records(aws.envelope(bounce), posted))).toEqual({ batchItemFailures: [] });
    const states = [...aws.items.values()].map(({ state }) => JSON.parse(state?.S ?? ""));
    expect(states).toMatchObject([
      { kind: "bounced", first: { delivered: 1_795_000_009_000 }, failure: { class: "bad address", status: "5.1.1" } },
    ]);
    const metrics = logged().filter(({ _aws }) => _aws);
    expect(metrics).toMatchObject([
      { Provider: "ses", Stream: "all", BouncedHard: 1 },
      { Provider: "ses", Stream: "invitations", BouncedHard: 1 },
      { Provider: "sendgrid", Stream: "all", Accepted: 1 },
      { Provider: "sendgrid", Stream: "other", Accepted: 1 },
      { Provider: "sendgrid", Stream: "all", Delivered: 1, DeliverySeconds: [9] },
      { Provider: "sendgrid", Stream: "other", Delivered: 1 },
    ]);
    expect(metrics[0]._aws.CloudWatchMetrics[0]).toMatchObject({
      Namespace: "Twinpost/Messages",
      Dimensions: [["Environment", "Provider", "Stream"]],
    });
    expect(lines.join("") + JSON.stringify([...aws.items])).not.toMatch(/lovelace|client\.example/);
  });

  test("one bad message fails alone", async () => {
    const take = start("take-events");
    const forged = aws.envelope(bounce).replace("NoEmail", "General");
    const other = aws.envelope(bounce, "arn:aws:sns:eu-central-1:666666666666:twinpost-prod-sending-events");
    const failures = await take(records(forged, aws.envelope(bounce), other, "{", '{"provider":"mailgun","events":[]}'));
    expect(failures.batchItemFailures).toEqual(["m0", "m2", "m3", "m4"].map((itemIdentifier) => ({ itemIdentifier })));
    expect(aws.items.size).toBe(1);
    expect(logged().flatMap(({ refused }) => refused ?? [])).toEqual(["wrong signature", "another topic", "no envelope", "no envelope"]);
  });

  test("what was believed is archived as it came, once", async () => {
    const take = start("take-events");
    const [notice, posted] = [aws.envelope(bounce), JSON.stringify({ provider: "sendgrid", events: [delivered, accepted] })];
    const forged = notice.replace("NoEmail", "General");
    await take(records(notice, posted, forged));
    await take(records(posted));
    const bucket = "/twinpost-events-prod-555555555555-eu-central-1";
    expect([...aws.objects]).toEqual([
      [expect.stringMatching(new RegExp(`^${bucket}/2026-11-28/ses-100005000Z-[0-9a-f]{64}$`)), notice],
      [expect.stringMatching(new RegExp(`^${bucket}/2026-11-18/sendgrid-110640000Z-[0-9a-f]{64}$`)), posted],
    ]);
  });

  test("the archive is down: states and counts are there at once, and the message comes again until it is archived", async () => {
    const take = start("take-events");
    aws.fail("PutObject", 1);
    expect((await take(records(aws.envelope(bounce)))).batchItemFailures).toEqual([{ itemIdentifier: "m0" }]);
    expect([aws.items.size, aws.objects.size]).toEqual([1, 0]);
    expect((await take(records(aws.envelope(bounce)))).batchItemFailures).toEqual([]);
    expect(aws.objects.size).toBe(1);
    expect(logged().filter(({ BouncedHard }) => BouncedHard)).toHaveLength(2);
  });

  test("the store is down: what could not be stored is archived all the same", async () => {
    aws.fail("PutItem", 3);
    expect((await start("take-events")(records(aws.envelope(bounce)))).batchItemFailures).toEqual([{ itemIdentifier: "m0" }]);
    expect([aws.items.size, aws.objects.size]).toEqual([0, 1]);
  });

  test("the store is down: the message comes again, and is taken once", async () => {
    const take = start("take-events");
    aws.fail("PutItem", 3);
    expect((await take(records(aws.envelope(bounce)))).batchItemFailures).toEqual([{ itemIdentifier: "m0" }]);
    expect((await take(records(aws.envelope(bounce)))).batchItemFailures).toEqual([]);
    expect((await take(records(aws.envelope(bounce)))).batchItemFailures).toEqual([]);
    const counted = logged().filter(({ BouncedHard }) => BouncedHard);
    expect(counted).toMatchObject([{ Stream: "all" }, { Stream: "invitations" }]);
  });
});

describe("webhook", () => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const keys = { TWINPOST_WEBHOOK_KEYS: publicKey.export({ format: "der", type: "spki" }).toString("base64") };
  const post = (text: string) => {
    const timestamp = "1795000000";
    const signature = sign("sha256", Buffer.from(timestamp + text), privateKey).toString("base64");
    const headers = { "x-twilio-email-event-webhook-signature": signature, "x-twilio-email-event-webhook-timestamp": timestamp };
    return { headers, body: Buffer.from(text).toString("base64"), isBase64Encoded: true };
  };

  test("a post is in the queue before it is answered, and take-events takes it", async () => {
    expect(await start("webhook", keys)(post(JSON.stringify([accepted])))).toEqual({ statusCode: 200 });
    expect(aws.queued).toHaveLength(1);
    expect(await start("take-events")(records(...aws.queued))).toEqual({ batchItemFailures: [] });
    expect(aws.items.size).toBe(1);
  });

  test("a body that comes as text has the same bytes", async () => {
    const { headers } = post('[{"event":"ä"}]\r\n');
    expect(await start("webhook", keys)({ headers, body: '[{"event":"ä"}]\r\n', isBase64Encoded: false })).toEqual({ statusCode: 200 });
  });

  test("nothing signed: 401, and nothing queued", async () => {
    expect(await start("webhook", keys)({ headers: {}, body: "[]" })).toEqual({ statusCode: 401 });
    expect(await start("webhook", keys)({})).toEqual({ statusCode: 401 });
    expect(aws.queued).toEqual([]);
  });

  test("the queue is down: 503, so that the provider posts again", async () => {
    aws.fail("SendMessage", 10);
    expect(await start("webhook", keys)(post("[{}]"))).toEqual({ statusCode: 503 });
  });

  test.each(["", "no key", "MFkw"])("a wrong key %j is told when the function starts", (key) => {
    expect(() => start("webhook", { TWINPOST_WEBHOOK_KEYS: key })).toThrow("TWINPOST_WEBHOOK_KEYS");
  });
});
