/**
 * 1,000 events of SendGrid in one signed post, and in 100 posts of ten as they come on a quiet day, taken three ways in turns in this process:
 * - bare: the signature by node:crypto, JSON.parse, and an HMAC of each address
 * - Twinpost: the same, and each event read into ours, its failure classified, and no address left in its texts
 * - SendGrid's library for the signature, zod for the events, and the HMACs: what a receiver in TypeScript usually is
 */
import { createHmac, generateKeyPairSync, randomBytes, sign, verify } from "node:crypto";
import { EventWebhook, EventWebhookHeader } from "@sendgrid/eventwebhook";
import { z } from "zod";
import { withoutAddresses } from "../../mail/events/without-addresses.ts";
import { readSendgridEvents } from "../../mail/providers/sendgrid-events.ts";
import { sendgridVerificationKey, verifySendgridPost } from "../../mail/providers/sendgrid-signature.ts";

const rounds = Number(process.env.ROUNDS ?? 30);
const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
const spki = publicKey.export({ format: "der", type: "spki" }).toString("base64");
const key = sendgridVerificationKey(spki);
if (!key) throw new Error("no key");
const hashKey = randomBytes(32);
const digest = (address) => createHmac("sha256", hashKey).update(address).digest("hex");

const kinds = ["processed", "delivered", "deferred", "bounce"];
const events = Array.from({ length: 1_000 }, (_, index) => ({
  email: `recipient-${index}@client-${index % 97}.example`,
  timestamp: 1_795_000_000 + index,
  event: kinds[index % 4],
  "smtp-id": `<${index}.mail@app.example>`,
  sg_event_id: `ZXZlbnQt${index}`,
  sg_message_id: `14c5d75ce93.${index}.filter0001.16648.5515E0B88.0`,
  twinpost_message: `inv-${index}`,
  ...(index % 4 === 3 && {
    type: "bounce",
    status: "5.1.1",
    reason: `550 5.1.1 <recipient-${index}@client-${index % 97}.example>: no such user`,
  }),
  ...(index % 4 === 2 && { response: "451 4.2.2 mailbox full, try again later", attempt: "3" }),
}));

const timestamp = "1795001000";
function postsOf(size) {
  return Array.from({ length: events.length / size }, (_, index) => {
    const body = Buffer.from(JSON.stringify(events.slice(index * size, (index + 1) * size)));
    const signature = sign("sha256", Buffer.concat([Buffer.from(timestamp), body]), privateKey).toString("base64");
    return { body, timestamp, signature };
  });
}

function bare({ body, signature }) {
  const signed = Buffer.concat([Buffer.from(timestamp), body]);
  if (!verify("sha256", signed, key, Buffer.from(signature, "base64"))) throw new Error("not signed");
  return JSON.parse(body.toString()).filter(({ email }) => digest(email).length === 64).length;
}

async function ours({ body, signature }) {
  if (!verifySendgridPost({ body, signature, timestamp }, [key]).signed) throw new Error("not signed");
  const read = readSendgridEvents(JSON.parse(body.toString("utf8")));
  let taken = 0;
  for (const event of read.events)
    taken += (await withoutAddresses(event, async (address) => digest(address))).recipient.length === 64 ? 1 : 0;
  return taken;
}

const schema = z.array(
  z.object({
    email: z.string(),
    timestamp: z.number(),
    event: z.enum(["processed", "delivered", "deferred", "bounce", "dropped", "spamreport", "unsubscribe"]),
    "smtp-id": z.string().optional(),
    sg_event_id: z.string(),
    sg_message_id: z.string().optional(),
    type: z.enum(["bounce", "blocked"]).optional(),
    status: z.string().optional(),
    reason: z.string().optional(),
    response: z.string().optional(),
    attempt: z.string().optional(),
  }),
);
const library = new EventWebhook();
const libraryKey = library.convertPublicKeyToECDSA(spki);
function withLibrary({ body, signature }) {
  if (!library.verifySignature(libraryKey, body.toString(), signature, timestamp))
    throw new Error(`not signed: ${EventWebhookHeader.SIGNATURE()}`);
  return schema.parse(JSON.parse(body.toString())).filter(({ email }) => digest(email).length === 64).length;
}

const ways = [
  ["bare parse, verify and hash", bare],
  ["Twinpost", ours],
  ["SendGrid's library with zod", withLibrary],
];
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

async function measure(posts) {
  const times = new Map(ways.map(([name]) => [name, []]));
  for (let round = -3; round < rounds; round++) {
    for (const [name, take] of ways) {
      const { user: before } = process.cpuUsage();
      let taken = 0;
      for (const post of posts) taken += await take(post);
      if (taken !== events.length) throw new Error(`${name} lost events`);
      if (round >= 0) times.get(name).push((process.cpuUsage().user - before) / 1000);
    }
  }
  const medians = new Map([...times].map(([name, list]) => [name, median(list)]));
  const own = medians.get("Twinpost");
  console.log(`${events.length} events in ${posts.length} posts`);
  for (const [name, ms] of medians) {
    console.log(`  ${name.padEnd(30)} ${ms.toFixed(1).padStart(7)} ms of CPU  Twinpost takes ${(own / ms).toFixed(2)} times as long`);
  }
}

await measure(postsOf(1_000));
await measure(postsOf(10));
