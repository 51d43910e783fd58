/** Records in a bucket: added and never changed, the newest first over many pages, and none that is not what its key says. */
import { openEvidenceBucket } from "../../../adapters/store/bucket";
import type { Evidence, Source } from "../../../evidence/evidence";
import { type ObjectServer, useObjectServer } from "./object-server";

const bucket = "twinpost-state-111122223333-eu-west-1";
const start = useObjectServer(bucket, 2);

let told: string[];
let server: ObjectServer;
beforeEach(async () => {
  told = [];
  server = await start();
});

const open = (counts: (source: Source) => boolean = () => true) =>
  openEvidenceBucket({ s3: server.s3, bucket, account: "111122223333", counts, tell: (reason) => told.push(reason) });

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 28, 9, minute));
const verified = (minute: number, more: Partial<Evidence<"verification">> = {}): Evidence<"verification"> => ({
  ...{ kind: "verification", target: "staging", source: "live", commit: { id: "b".repeat(40), dirty: false }, at: at(minute) },
  ...{ by: "github:ada", run: { id: "4711", attempt: 2, workflow: "verify" }, result: { errors: minute, warnings: 0, findings: [] } },
  ...more,
});
const keyOf = (minute: number): string =>
  `evidence/verification/staging/20261128T09${String(minute).padStart(2, "0")}00000Z-bbbbbbbbbbbb-4711.2.json`;

test("adds under a key that sorts by time, on condition that nothing is there, to the account's own bucket", async () => {
  await open().add(verified(5));
  expect([...server.objects.keys()]).toEqual([keyOf(5)]);
  expect(server.asked[0]?.headers).toMatchObject({ "if-none-match": "*", "x-amz-expected-bucket-owner": "111122223333" });
  await open().add({ ...verified(5), target: "prod", commit: undefined, run: undefined } as unknown as Evidence);
  expect([...server.objects.keys()]).toContain("evidence/verification/prod/20261128T090500000Z-no-commit-by-hand.json");
});

test("gives the newest first, over pages, of one kind and target alone", async () => {
  const store = open();
  expect(await store.newest("verification", "staging")).toBeUndefined();
  for (const minute of [3, 1, 5, 2, 4]) await store.add(verified(minute));
  await store.add(verified(9, { target: "staging2" }));
  expect(await store.newest("verification", "staging")).toEqual(verified(5));
  expect((await store.list("verification", "staging", 3)).map(({ result }) => result.errors)).toEqual([5, 4, 3]);
  expect(await store.list("verification", "staging", 99)).toHaveLength(5);
  expect(await store.newest("applied", "staging")).toBeUndefined();
  expect(told).toEqual([]);
});

test("never overwrites; its own write whose answer was lost is no other's", async () => {
  const store = open();
  await store.add(verified(5));
  await expect(store.add(verified(5, { by: "github:mallory" }))).rejects.toThrow("is there already, and says something else");
  expect(await store.newest("verification", "staging")).toMatchObject({ by: "github:ada" });
  server.next.push("lost");
  await store.add(verified(6));
  expect(await store.newest("verification", "staging")).toMatchObject({ at: at(6) });
});

test("writes again when two writes met, and says when it may not", async () => {
  server.next.push(409, 409);
  await open().add(verified(5));
  expect([...server.objects.keys()]).toEqual([keyOf(5)]);
  server.next.push(403);
  await expect(open().add(verified(6))).rejects.toMatchObject({ code: "AccessDenied" });
});

test.each([
  ["cut off", (text: string) => text.slice(0, 40), keyOf(8)],
  ["of another target", (text: string) => text.replace('"staging"', '"prod"'), keyOf(8)],
  ["under a later key", (text: string) => text, keyOf(9)],
  ["under another commit's key", (text: string) => text, keyOf(8).replace("bbbbbbbbbbbb", "cccccccccccc")],
  ["of an older form", (text: string) => text.replace('"version":1', '"version":0'), keyOf(8)],
])("a newest record %s counts as none, and the one before it is not taken for the newest", async (_, change, key) => {
  const store = open();
  await store.add(verified(7));
  await store.add(verified(8));
  const text = server.objects.get(keyOf(8)) ?? "";
  server.objects.delete(keyOf(8));
  server.objects.set(key, change(text));
  expect(await store.newest("verification", "staging")).toBeUndefined();
  expect(await store.list("verification", "staging", 9)).toEqual([verified(7)]);
  expect(await store.entries("verification", "staging", 9)).toEqual([{ unreadable: expect.any(String) }, verified(7)]);
  expect(told[0]).toContain(`${bucket}/${key} counts as none: `);
});

test("a record of stand-ins is as if it were not there where live services count", async () => {
  const live = open((source) => source !== "sandbox");
  await live.add(verified(7));
  await live.add(verified(8, { source: "sandbox" }));
  expect(await live.newest("verification", "staging")).toEqual(verified(7));
  expect(told[0]).toContain('source "sandbox"');
  expect(await open().newest("verification", "staging")).toMatchObject({ source: "sandbox" });
});
