import { readState } from "../../../adapters/terraform/state";
import { useAwsService } from "../aws/aws-service";
import type { CannedAnswer } from "../canned-server";

const start = useAwsService();
const place = { bucket: "states", key: "email-dev/terraform.tfstate", account: "123456789012" };
const s3Error = (status: number, code: string): CannedAnswer => ({
  status,
  headers: { "Content-Type": "application/xml" },
  body: `<Error><Code>${code}</Code><Message>said so</Message></Error>`,
});

test("tells when it was written, how much is managed, and the outputs", async () => {
  const { aws, asked } = await start({
    headers: { "Last-Modified": "Mon, 23 Nov 2026 10:00:00 GMT" },
    body: {
      version: 4,
      outputs: { records: { value: [{ id: "spf" }], type: "dynamic" } },
      resources: [{ mode: "managed" }, { mode: "data" }, { mode: "managed" }],
    },
  });
  await expect(readState(aws.s3, place)).resolves.toEqual({
    writtenAt: new Date("2026-11-23T10:00:00Z"),
    resources: 2,
    isEmpty: false,
    outputs: { records: [{ id: "spf" }] },
  });
  expect(asked[0]).toMatchObject({
    method: "GET",
    path: expect.stringContaining("/states/email-dev/terraform.tfstate"),
    headers: { "x-amz-expected-bucket-owner": "123456789012" },
  });
});

test.each([
  ["a destroy left nothing", {}, true],
  ["a person publishes every record, so outputs are all", { records: { value: [{ id: "spf" }], type: "dynamic" } }, false],
  ["nothing is declared, and that was applied", { records: { value: [], type: "dynamic" } }, false],
])("without a resource: %s", async (_, outputs, isEmpty) => {
  const { aws } = await start({ body: { version: 4, outputs, resources: [{ mode: "data" }] } });
  await expect(readState(aws.s3, place)).resolves.toMatchObject({ resources: 0, isEmpty });
});

test.each(["NoSuchKey", "NoSuchBucket"])("without one there is nothing (%s)", async (code) => {
  const { aws } = await start(s3Error(404, code));
  await expect(readState(aws.s3, place)).resolves.toBeUndefined();
});

test.each([
  ["no JSON", { body: "secret-looking text" }],
  ["another version", { body: { version: 3, modules: ["secret-looking text"] } }],
])("a state that is %s is named, not quoted", async (_, canned) => {
  const { aws } = await start(canned);
  const reading = readState(aws.s3, place);
  await expect(reading).rejects.toThrow("states/email-dev/terraform.tfstate: the state is not understood");
  await expect(reading).rejects.not.toThrow("secret-looking");
});

test.each([
  ["a refusal", s3Error(403, "AccessDenied"), "S3 GetObject failed with AccessDenied"],
  ["silence", "silence" as const, "no answer in time"],
])("%s is an error that names the call", async (_, canned, message) => {
  const { aws } = await start(canned);
  await expect(readState(aws.s3, place)).rejects.toThrow(message);
});
