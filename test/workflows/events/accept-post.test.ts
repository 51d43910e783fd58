import { generateKeyPairSync, sign } from "node:crypto";
import { verifySendgridPost } from "../../../mail/providers/sendgrid-signature";
import { type AcceptPostEffects, acceptPost, longestPost } from "../../../workflows/events/accept-post";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
const now = 1_764_000_100_000;

function signed(text: string | Buffer, seconds = 1_764_000_000) {
  const body = Buffer.from(text);
  const timestamp = String(seconds);
  const signature = sign("sha256", Buffer.concat([Buffer.from(timestamp), body]), { key: privateKey, dsaEncoding: "der" });
  return { body, timestamp, signature: signature.toString("base64") };
}

function begin(changed: Partial<AcceptPostEffects> = {}) {
  const queued: unknown[][] = [];
  const use: AcceptPostEffects = {
    keys: async () => [publicKey],
    verify: verifySendgridPost,
    enqueue: async (events) => void queued.push([...events]),
    now: () => now,
    ...changed,
  };
  return { queued, accept: (post: Parameters<typeof acceptPost>[0]) => acceptPost(post, use) };
}

test("queued, then answered", async () => {
  const { accept, queued } = begin();
  expect(await accept(signed('[{"event":"delivered"},\r\n{"event":"bounce"}]'))).toEqual({ status: 200, queued: 2, ageSeconds: 100 });
  expect(queued).toEqual([[{ event: "delivered" }, { event: "bounce" }]]);
});

test.each([3600, 30 * 24 * 3600, -3600])("%i seconds old: taken, and told", async (age) => {
  const { accept } = begin();
  expect(await accept(signed("[]", now / 1000 - age))).toEqual({ status: 200, queued: 0, ageSeconds: age });
});

test("a full post becomes several messages, in order and nothing left out", async () => {
  const { accept, queued } = begin();
  const events = Array.from({ length: 3_000 }, (_, index) => ({ index, reason: "x".repeat(200), ä: "ö" }));
  const post = signed(JSON.stringify(events));
  expect(post.body.length).toBeGreaterThan(700_000);
  expect(await accept(post)).toMatchObject({ status: 200, queued: 3_000 });
  expect(queued.length).toBeGreaterThan(3);
  expect(queued.flat()).toEqual(events);
  for (const part of queued) expect(Buffer.byteLength(JSON.stringify(part))).toBeLessThan(256 * 1024);
});

test("an event too large for a message does not stop the others", async () => {
  const { accept, queued } = begin();
  await accept(signed(JSON.stringify([{ event: "bounce" }, { event: "x".repeat(400_000) }, { event: "delivered" }])));
  expect(queued.flat()).toEqual([{ event: "bounce" }, null, { event: "delivered" }]);
});

test("nothing is parsed that is not signed", async () => {
  const { accept, queued } = begin();
  const parse = jest.spyOn(JSON, "parse");
  expect(await accept({ ...signed('[{"event":"delivered"}]'), signature: signed("[]").signature })).toMatchObject({
    status: 401,
    why: "wrong signature",
  });
  expect(parse).not.toHaveBeenCalled();
  parse.mockRestore();
  expect(queued).toEqual([]);
});

test.each([
  ["longer than any post", Buffer.alloc(longestPost + 1), 413],
  ["not JSON", "<html>", 400],
  ["no list", '{"event":"delivered"}', 400],
] as const)("%s: %s", async (_, body, status) => {
  const { accept, queued } = begin();
  expect((await accept(signed(body))).status).toBe(status);
  expect(queued).toEqual([]);
});

test("the second half cannot be queued: SendGrid posts all of it again", async () => {
  let calls = 0;
  const { accept } = begin({
    enqueue: async () => {
      if (++calls > 1) throw new Error("throttled");
    },
  });
  const events = Array.from({ length: 3_000 }, () => ({ reason: "x".repeat(200) }));
  expect(await accept(signed(JSON.stringify(events)))).toMatchObject({ status: 503, queued: 0 });
});

test("without the keys nothing is taken", async () => {
  const { accept } = begin({ keys: () => Promise.reject(new Error("denied")) });
  expect(await accept(signed("[]"))).toMatchObject({ status: 503 });
});
