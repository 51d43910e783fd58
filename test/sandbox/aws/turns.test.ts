/** Who waits for whom, without moto. */

import type { Answer, Call } from "../../../sandbox/aws/call";
import { ConditionalWrites } from "../../../sandbox/aws/conditional-writes";
import { type Kind, Turns } from "../../../sandbox/aws/turns";

/** Acts that end when they are told to, and the order in which they began and ended. */
function acts() {
  const happened: string[] = [];
  const turns = new Turns();
  const ends = new Map<string, () => void>();
  return {
    happened,
    take: (name: string, kind: Kind, account = "one") =>
      turns.take(account, kind, async () => {
        happened.push(`${name} begins`);
        await new Promise<void>((resolve) => ends.set(name, resolve));
        happened.push(`${name} ends`);
      }),
    async end(name: string): Promise<void> {
      ends.get(name)?.();
      await settled();
    },
  };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("writes of an account go one after the other, in the order in which they came", async () => {
  const { happened, take, end } = acts();
  const both = [take("first", "write"), take("second", "write")];
  await settled();
  await end("first");
  await end("second");
  await Promise.all(both);
  expect(happened).toEqual(["first begins", "first ends", "second begins", "second ends"]);
});

test("reads go side by side; a write waits for them, and they for a write before them", async () => {
  const { happened, take, end } = acts();
  void [take("a", "read"), take("b", "read"), take("write", "write"), take("c", "read")];
  await settled();
  expect(happened).toEqual(["a begins", "b begins"]);
  await end("b");
  await end("a");
  await end("write");
  expect(happened.slice(2)).toEqual(["b ends", "a ends", "write begins", "write ends", "c begins"]);
});

test("accounts do not wait for each other", async () => {
  const { happened, take } = acts();
  void [take("one", "write", "one"), take("other", "write", "other")];
  await settled();
  expect(happened).toEqual(["one begins", "other begins"]);
});

test("a turn that fails is over", async () => {
  const turns = new Turns();
  await expect(turns.take("one", "write", () => Promise.reject(new Error("gone")))).rejects.toThrow("gone");
  await expect(turns.take("one", "write", async () => "next")).resolves.toBe("next");
});

describe("a write of an S3 object while another of it is under way", () => {
  const call = (method: string, url: string, headers: Record<string, string> = {}): Call =>
    ({ service: "s3", account: "one", dialect: "s3", request: { method, url, headers } }) as Call;
  const done: Answer = { status: 200, headers: {}, body: "" };
  const statusOf = async (first: Call, second: Call): Promise<number> => {
    const writes = new ConditionalWrites();
    let finish = (): void => {};
    const under = writes.take(first, () => new Promise((resolve) => (finish = () => resolve(done))));
    const { status } = await writes.take(second, async () => done);
    finish();
    await under;
    return status;
  };
  const ifMatch = { "if-match": '"etag"' };
  const ifNoneMatch = { "if-none-match": "*" };

  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html, API_CompleteMultipartUpload.html, API_CopyObject.html: 409 on a conflict.
  test.each<[string, number, Call, Call]>([
    ["If-Match", 409, call("PUT", "/b/k"), call("PUT", "/b/k?x-id=PutObject", ifMatch)],
    ["If-None-Match", 409, call("PUT", "/b/k"), call("PUT", "/b/k", ifNoneMatch)],
    ["after a delete", 409, call("DELETE", "/b/k"), call("PUT", "/b/k", ifNoneMatch)],
    ["an upload's completion", 409, call("PUT", "/b/k"), call("POST", "/b/k?uploadId=1", ifNoneMatch)],
    ["another key", 200, call("PUT", "/b/k"), call("PUT", "/b/other", ifMatch)],
    ["without a condition", 200, call("PUT", "/b/k"), call("PUT", "/b/k")],
    ["a part of an upload", 200, call("PUT", "/b/k?partNumber=1&uploadId=1"), call("PUT", "/b/k", ifMatch)],
    ["a subresource", 200, call("PUT", "/b/k?tagging"), call("PUT", "/b/k", ifMatch)],
    ["a bucket", 200, call("PUT", "/b"), call("PUT", "/b", ifMatch)],
    ["a conditional read", 200, call("PUT", "/b/k"), call("GET", "/b/k", ifNoneMatch)],
  ])("%s: %d", async (_, status, first, second) => {
    expect(await statusOf(first, second)).toBe(status);
  });

  test("is over once that one has finished", async () => {
    const writes = new ConditionalWrites();
    await writes.take(call("PUT", "/b/k"), async () => done);
    expect((await writes.take(call("PUT", "/b/k", ifMatch), async () => done)).status).toBe(200);
  });
});
