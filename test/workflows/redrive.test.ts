import type { DeadLetter } from "../../mail/events/dead-letters";
import { redriveAnswer, redriveBody } from "../../reports/redrive/json";
import { redriveText } from "../../reports/redrive/text";
import { letterContent } from "../../wiring/functions/providers/letter-content";
import { sendgridMessage } from "../../wiring/functions/providers/sendgrid";
import { type RedriveEffects, redrive } from "../../workflows/redrive";

const topic = "arn:aws:sns:eu-central-1:111122223333:twinpost-prod-sending-events";
const sendgrid = (...events: string[]) =>
  sendgridMessage.write(events.map((event) => ({ event, email: "ada@client.example", timestamp: 1_764_000_000, sg_event_id: event })));
const ses = (TopicArn: string) =>
  JSON.stringify({
    Type: "Notification",
    TopicArn,
    Message: JSON.stringify({
      eventType: "Delivery",
      mail: { messageId: "m", timestamp: "2026-11-28T10:00:00Z", destination: ["ada@client.example"] },
      delivery: { timestamp: "2026-11-28T10:00:09Z", recipients: ["ada@client.example"] },
    }),
  });

/** SQS: a letter that was received is seen by nobody until it is let go, and two calls may give the same one. */
function queueOf(bodies: readonly string[], fails: (letter: DeadLetter) => boolean = () => false) {
  const dead = new Map(bodies.map((body, at) => [`m${at}`, { id: `m${at}`, receipt: `r${at}`, body, sentAt: 1_764_000_000_000 + at }]));
  const held = new Set<string>();
  const queue: string[] = [];
  const use: RedriveEffects = {
    contentOf: (body) => letterContent(body, topic),
    letters: {
      next: async () => {
        const next = [...dead.values()].filter(({ id }) => !held.has(id)).slice(0, 10);
        for (const { id } of next) held.add(id);
        return next;
      },
      putBack: async (letter) => {
        if (fails(letter)) throw new Error("SQS is down");
        queue.push(letter.body);
        dead.delete(letter.id);
      },
      leave: async ({ id }) => void held.delete(id),
    },
  };
  return { use, queue, dead, held };
}

const bodies = [
  ...Array.from({ length: 23 }, () => sendgrid("delivered", "bounce")),
  sendgridMessage.write([{ event: "delivered", email: "ada@client.example" }]),
  ses(topic),
  ses(`${topic}-eu`),
  "{",
];

test("without --apply it shows what they are, and leaves them", async () => {
  const { use, queue, dead, held } = queueOf(bodies);
  const outcome = await redrive({ apply: false }, use);
  expect(outcome).toMatchObject({ status: "would put back", putBack: 0, isPart: false });
  expect(outcome.groups).toEqual([
    { letters: 23, oldest: 1_764_000_000_000, content: { provider: "sendgrid", kinds: { delivered: 23, bounced: 23 }, unread: [] } },
    { letters: 1, oldest: 1_764_000_000_023, content: { provider: "sendgrid", kinds: {}, unread: ["no timestamp"] } },
    { letters: 1, oldest: 1_764_000_000_024, content: { provider: "ses", kinds: { delivered: 1 }, unread: [] } },
    { letters: 1, oldest: 1_764_000_000_025, content: { foreign: "of another topic" } },
    { letters: 1, oldest: 1_764_000_000_026, content: { foreign: "no provider's message" } },
  ]);
  expect([queue.length, dead.size, held.size]).toEqual([0, bodies.length, 0]);
});

test("with it, what providers wrote goes back, and nobody's stays", async () => {
  const { use, queue, dead, held } = queueOf(bodies);
  expect(await redrive({ apply: true }, use)).toMatchObject({ status: "put back", putBack: 25 });
  expect(queue).toEqual(bodies.slice(0, 25));
  expect([...dead.values()].map(({ body }) => body)).toEqual(bodies.slice(25));
  expect([...held].filter((id) => dead.has(id))).toEqual([]);
  expect(await redrive({ apply: true }, use)).toMatchObject({ status: "nothing to put back", putBack: 0 });
});

test("a failure in between loses nothing, and holds nothing", async () => {
  const { use, queue, dead, held } = queueOf(bodies, ({ id }) => id === "m7");
  await expect(redrive({ apply: true }, use)).rejects.toThrow("SQS is down");
  expect([queue.length, dead.size]).toEqual([7, bodies.length - 7]);
  expect([...held].filter((id) => dead.has(id))).toEqual([]);
});

test("no letter, and more letters than are looked at in one run", async () => {
  expect(await redrive({ apply: true }, queueOf([]).use)).toMatchObject({ status: "nothing to put back", groups: [] });
  const many = queueOf(Array.from({ length: 700 }, () => sendgrid("delivered")));
  const outcome = await redrive({ apply: true }, many.use);
  expect([outcome.isPart, outcome.putBack, many.dead.size]).toEqual([true, 500, 200]);
});

test("what is printed holds no address", async () => {
  const outcome = await redrive({ apply: false }, queueOf(bodies).use);
  const body = { version: 1 as const, ...redriveBody(outcome) };
  expect(redriveAnswer.parse(body)).toEqual(body);
  for (const text of [redriveText(outcome), JSON.stringify(body)]) expect(text).not.toContain("client.example");
});
