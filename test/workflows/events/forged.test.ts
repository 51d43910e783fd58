/** Posts that SendGrid did not sign, made of one that it did. `FORGED=100000 npx jest test/workflows/events/forged` tries as many. */
import { generateKeyPairSync, sign } from "node:crypto";
import fc from "fast-check";
import type { SignedPost } from "../../../mail/events/signed-post";
import { verifySendgridPost } from "../../../mail/providers/sendgrid-signature";
import { acceptPost } from "../../../workflows/events/accept-post";

const pair = () => generateKeyPairSync("ec", { namedCurve: "prime256v1" });
const ours = pair();
const stranger = pair();
const times = Number(process.env.FORGED ?? 2_000);

function post(events: readonly object[], seconds: number, { privateKey } = ours): SignedPost {
  const body = Buffer.from(JSON.stringify(events));
  const timestamp = String(seconds);
  const signature = sign("sha256", Buffer.concat([Buffer.from(timestamp), body]), { key: privateKey, dsaEncoding: "der" });
  return { body, timestamp, signature: signature.toString("base64") };
}

const genuine = post([{ event: "bounce", email: "ada@client.example", sg_event_id: "e1" }], 1_764_000_000);
const signatureBytes = Buffer.from(genuine.signature ?? "", "base64");
const flipped = (bytes: Buffer, at: number, bit: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at % copy.length] = (copy[at % copy.length] ?? 0) ^ (1 << bit);
  return copy;
};
const place = fc.nat(10_000);
const bit = fc.nat(7);

/** What somebody can do who saw genuine posts and has no key of ours. */
const forgeries: fc.Arbitrary<SignedPost> = fc.oneof(
  fc.tuple(place, bit).map(([at, which]) => ({ ...genuine, body: flipped(genuine.body, at, which) })),
  fc.tuple(place, bit).map(([at, which]) => ({ ...genuine, signature: flipped(signatureBytes, at, which).toString("base64") })),
  fc.integer({ min: 1, max: 10 ** 9 }).map((later) => ({ ...genuine, timestamp: String(1_764_000_000 + later) })),
  // The border between time and body is not signed: "1764000000" + "[…" could be read as "176400000" + "0[…".
  fc.integer({ min: 1, max: 9 }).map((moved) => ({
    ...genuine,
    timestamp: genuine.timestamp?.slice(0, -moved),
    body: Buffer.concat([Buffer.from(genuine.timestamp?.slice(-moved) ?? ""), genuine.body]),
  })),
  fc.uint8Array({ minLength: 1, maxLength: 200 }).map((more) => ({ ...genuine, body: Buffer.concat([genuine.body, more]) })),
  fc.nat(genuine.body.length - 1).map((length) => ({ ...genuine, body: genuine.body.subarray(0, length) })),
  fc.string({ maxLength: 100 }).map((signature) => ({ ...genuine, signature })),
  fc.uint8Array({ minLength: 8, maxLength: 72 }).map((bytes) => ({ ...genuine, signature: Buffer.from(bytes).toString("base64") })),
  fc.record({ event: fc.constantFrom("bounce", "delivered", "dropped"), email: fc.emailAddress() }).map((event) => ({
    ...genuine,
    body: Buffer.from(JSON.stringify([event])),
  })),
  fc.nat(10 ** 6).map((id) => post([{ event: "bounce", email: "ada@client.example", sg_event_id: `e${id}` }], 1_764_000_000, stranger)),
  fc.constantFrom({ ...genuine, signature: undefined }, { ...genuine, timestamp: undefined }),
);

test("the post that they are made of is accepted", async () => {
  expect(await accept(genuine)).toMatchObject({ status: 200, queued: 1 });
});

test(`of ${times} forged posts none is accepted, and none is queued`, async () => {
  await fc.assert(
    fc.asyncProperty(forgeries, async (forged) => {
      const { status, queued, enqueued } = await accept(forged);
      expect({ isRefused: status >= 400, queued, enqueued }).toEqual({ isRefused: true, queued: 0, enqueued: 0 });
    }),
    { numRuns: times },
  );
}, 120_000);

async function accept(given: SignedPost) {
  let enqueued = 0;
  const accepted = await acceptPost(given, {
    keys: async () => [ours.publicKey],
    verify: verifySendgridPost,
    enqueue: async () => void enqueued++,
    now: () => 1_764_000_100_000,
  });
  return { ...accepted, enqueued };
}
