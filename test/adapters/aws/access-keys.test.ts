import { randomBytes } from "node:crypto";
import { createAccessKey, deleteAccessKey, listAccessKeys } from "../../../adapters/aws/access-keys";
import { everythingIn, failureOf } from "../canned-server";
import { useAwsService, xml, xmlError } from "./aws-service";

const start = useAwsService();
/** As the product makes keys: each call is made once. */
const startOnce = useAwsService("eu-west-1", 1);
const secret = randomBytes(20).toString("hex");
const created = xml(
  "CreateAccessKeyResponse",
  `<AccessKey><UserName>u</UserName><AccessKeyId>AKIA1</AccessKeyId><Status>Active</Status><SecretAccessKey>${secret}</SecretAccessKey></AccessKey>`,
);

test("makes a key for a user", async () => {
  const { aws, asked } = await start(created);
  await expect(createAccessKey(aws.iam, "twinpost-dev-smtp")).resolves.toEqual({ id: "AKIA1", secret });
  expect(asked[0]).toMatchObject({ method: "POST", path: "/" });
  expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toMatchObject({
    Action: "CreateAccessKey",
    UserName: "twinpost-dev-smtp",
  });
  expect(asked[0]?.headers.authorization).toMatch(/Credential=AKIAEXAMPLE\/\d+\/\S+\/iam\/aws4_request/);
});

test("what AWS throttled is tried again: no key was made", async () => {
  const { aws, asked } = await startOnce(xmlError(400, "Throttling"), xmlError(400, "Throttling"), created);
  await expect(createAccessKey(aws.iam, "u", [1, 1])).resolves.toMatchObject({ id: "AKIA1" });
  expect(asked).toHaveLength(3);
});

test("and is given up when it goes on", async () => {
  const { aws, asked } = await startOnce(xmlError(400, "Throttling"), xmlError(400, "Throttling"), created);
  await expect(createAccessKey(aws.iam, "u", [1])).rejects.toMatchObject({ code: "Throttling" });
  expect(asked).toHaveLength(2);
});

test.each([
  ["an answer that was cut off", { cutOff: "<CreateAccessKey" }],
  ["a 500", { status: 500 }],
  ["a 503", { status: 503 }],
])("after %s nothing is tried again: there may be a key", async (_, answer) => {
  const { aws, asked } = await startOnce(answer, created);
  await expect(createAccessKey(aws.iam, "u", [1])).rejects.toMatchObject({ message: expect.stringContaining("CreateAccessKey") });
  expect(asked).toHaveLength(1);
});

test("a refusal is told in IAM's words", async () => {
  const { aws } = await start(xmlError(404, "NoSuchEntity"));
  await expect(createAccessKey(aws.iam, "u")).rejects.toMatchObject({
    message: "IAM CreateAccessKey failed with NoSuchEntityException: said so",
    code: "NoSuchEntityException",
    status: 404,
  });
});

test.each([
  ["a 500", { status: 500, body: `<html>${secret}` }],
  ["no answer", "silence" as const],
  ["an answer that was cut off", { cutOff: `<CreateAccessKeyResponse><CreateAccessKeyResult><AccessKey><SecretAccessKey>${secret}` }],
  ["an answer without a key", xml("CreateAccessKeyResponse", `<Other>${secret}</Other>`)],
  ["an answer that is no XML", { body: `{"SecretAccessKey": "${secret}"` }],
])("after %s the error names the call and holds no secret", async (_, answer) => {
  const { aws } = await start(answer);
  const error = await failureOf(createAccessKey(aws.iam, "u"));
  expect(everythingIn(error)).toContain("IAM CreateAccessKey failed");
  expect(everythingIn(error)).not.toContain(secret);
});

test("lists keys with their state and age", async () => {
  const { aws } = await start(
    xml(
      "ListAccessKeysResponse",
      `<AccessKeyMetadata>
        <member><AccessKeyId>AKIA1</AccessKeyId><Status>Active</Status><CreateDate>2026-11-01T12:00:00Z</CreateDate></member>
        <member><AccessKeyId>AKIA2</AccessKeyId><Status>Inactive</Status><CreateDate>2026-10-01T12:00:00Z</CreateDate></member>
      </AccessKeyMetadata>`,
    ),
  );
  await expect(listAccessKeys(aws.iam, "u")).resolves.toEqual([
    { id: "AKIA1", active: true, createdAt: new Date("2026-11-01T12:00:00Z") },
    { id: "AKIA2", active: false, createdAt: new Date("2026-10-01T12:00:00Z") },
  ]);
});

test("deletes a key, also when it is gone already", async () => {
  const { aws, asked } = await start(xml("DeleteAccessKeyResponse", ""), xmlError(404, "NoSuchEntity"), xmlError(403, "AccessDenied"));
  await deleteAccessKey(aws.iam, "u", "AKIA1");
  expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toMatchObject({
    Action: "DeleteAccessKey",
    UserName: "u",
    AccessKeyId: "AKIA1",
  });
  await deleteAccessKey(aws.iam, "u", "AKIA1");
  await expect(deleteAccessKey(aws.iam, "u", "AKIA1")).rejects.toMatchObject({ remedy: expect.stringContaining("permission") });
});
