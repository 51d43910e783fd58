import { createHash } from "node:crypto";
import { openEventArchive } from "../../../adapters/aws/event-archive";
import { archiveKey, eventArchive, isEventArchive } from "../../../declaration/names/events";
import { type CannedAnswer, patience, useCannedServer } from "../canned-server";
import { xmlError } from "./aws-service";

const start = useCannedServer();
const bucket = "twinpost-events-prod-111122223333-eu-central-1";
const raw = { provider: "ses", at: Date.UTC(2026, 10, 29, 10, 15, 30, 123), body: '{"Message":"\u00e4"}' };
const digest = createHash("sha256").update(raw.body).digest("hex");

async function archiveOf(...answers: CannedAnswer[]) {
  const { url, asked } = await start(...answers);
  const login = async () => ({ accessKeyId: "AKIAEXAMPLE", secretAccessKey: "not a key" });
  const settings = { region: "eu-central-1", endpoint: url, login, timeoutMs: patience(answers) };
  return { archive: openEventArchive({ bucket, account: "111122223333" }, settings), asked };
}

test("the bytes as they came, under their day and digest, only where nothing is, and in our account's bucket alone", async () => {
  const { archive, asked } = await archiveOf({ body: "" });
  await archive(raw);
  expect(asked).toMatchObject([
    {
      method: "PUT",
      path: `/${bucket}/2026-11-29/ses-101530123Z-${digest}`,
      headers: { "if-none-match": "*", "x-amz-expected-bucket-owner": "111122223333", "x-amz-content-sha256": digest },
      body: raw.body,
    },
  ]);
});

test("what is there already stays as it is", async () => {
  const { archive } = await archiveOf(xmlError(412, "PreconditionFailed"));
  await expect(archive(raw)).resolves.toBeUndefined();
});

test.each<[string, CannedAnswer, RegExp]>([
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html: another write of the key is under way
  ["a conflict", xmlError(409, "ConditionalRequestConflict"), /ConditionalRequestConflict/],
  ["a 500", xmlError(500, "InternalError"), /InternalError/],
  ["too many", xmlError(503, "SlowDown"), /SlowDown/],
  ["no right", xmlError(403, "AccessDenied"), /AccessDenied/],
  ["no bucket", xmlError(404, "NoSuchBucket"), /NoSuchBucket/],
  ["silence", "silence", /NoAnswer/],
])("%s fails, so that it is archived later", async (_, answer, message) => {
  const { archive } = await archiveOf(answer);
  await expect(archive(raw)).rejects.toThrow(message);
});

test.each([[undefined], [Number.NaN], [9e15]])("a message without a time that can be read has a place too: %s", (at) => {
  expect(archiveKey({ provider: "ses", at, digest: "d" })).toBe("undated/ses-unknown-d");
});

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
test("the bucket's name is one that S3 takes, for the longest name and region", () => {
  const name = eventArchive({ name: "a-name-of-16-chr", aws: { account: "111122223333", region: "ap-southeast-1" } } as never);
  expect(name).toMatch(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/);
  expect(isEventArchive(name)).toBe(true);
});

test.each(["twinpost-audit-111122223333-eu-west-1", "twinpost-state-111122223333-eu-west-1", "twinpost-events-prod", "events-prod"])(
  "%s is no archive",
  (other) => expect(isEventArchive(other)).toBe(false),
);
