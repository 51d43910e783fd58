/** KMS's calls as https://docs.aws.amazon.com/kms/latest/APIReference has them. */
import { keyOfAlias, keysWithTags } from "../../../adapters/aws/encryption-keys";
import { jsonError, useAwsService } from "./aws-service";

const start = useAwsService();
const tags = (environment: string) => ({
  body: {
    Tags: [
      { TagKey: "application", TagValue: "twinpost" },
      { TagKey: "environment", TagValue: environment },
    ],
    Truncated: false,
  },
});
const described = (KeyId: string, CreationDate: number, KeyState = "Enabled") => ({
  body: { KeyMetadata: { KeyId, CreationDate, KeyState } },
});
const wanted = { application: "twinpost", environment: "prod" };

test("finds the key that an alias leads to, on whichever page; each call is signed for KMS", async () => {
  const { aws, asked } = await start(
    { body: { Aliases: [{ AliasName: "alias/aws/ses" }], Truncated: true, NextMarker: "2" } },
    { body: { Aliases: [{ AliasName: "alias/twinpost-prod", TargetKeyId: "k1" }], Truncated: false, NextMarker: null } },
  );
  expect(await keyOfAlias(aws.kms, "alias/twinpost-prod")).toBe("k1");
  expect(asked.map(({ method, path, body }) => [method, path, JSON.parse(body)])).toEqual([
    ["POST", "/", {}],
    ["POST", "/", { Marker: "2" }],
  ]);
  expect(asked[0]?.headers).toMatchObject({ "x-amz-target": "TrentService.ListAliases", "content-type": "application/x-amz-json-1.1" });
  expect(asked[0]?.headers.authorization).toMatch(/Credential=AKIAEXAMPLE\/\d+\/eu-west-1\/kms\/aws4_request/);
});

test("finds the keys with all of the tags, newest first, but those that wait to be deleted", async () => {
  const { aws } = await start(
    { body: { Keys: ["k1", "k2", "k3", "k4"].map((KeyId) => ({ KeyId })) } },
    tags("prod"),
    described("k1", 1_700_000_000),
    tags("staging"),
    tags("prod"),
    described("k3", 1_800_000_000.5),
    tags("prod"),
    described("k4", 1_900_000_000, "PendingDeletion"),
  );
  expect(await keysWithTags(aws.kms, wanted)).toEqual([
    { keyId: "k3", createdAt: new Date(1_800_000_000_500) },
    { keyId: "k1", createdAt: new Date(1_700_000_000_000) },
  ]);
});

test("a key whose tags may not be read is somebody else's; keys that may not be listed are an error", async () => {
  const { aws } = await start({ body: { Keys: [{ KeyId: "k1" }] } }, jsonError(400, "AccessDeniedException"));
  expect(await keysWithTags(aws.kms, wanted)).toEqual([]);
  const denied = await start(jsonError(400, "AccessDeniedException"));
  await expect(keysWithTags(denied.aws.kms, wanted)).rejects.toMatchObject({
    message: "KMS ListKeys failed with AccessDeniedException: said so",
    code: "AccessDeniedException",
    status: 400,
    remedy: expect.stringContaining("lacks the permission"),
  });
});

test("what KMS throttles is asked again", async () => {
  const { aws, asked } = await start(jsonError(400, "ThrottlingException"), { body: { Aliases: [] } });
  expect(await keyOfAlias(aws.kms, "alias/x")).toBeUndefined();
  expect(asked).toHaveLength(2);
});

test.each([
  ["a 500", { status: 500, body: "<html>" }, "UnknownError"],
  ["no answer", "silence" as const, "NoAnswer"],
  ["an answer that was cut off", { cutOff: '{"Aliases"' }, "NoAnswer"],
  ["another answer", { body: { Aliases: 7 } }, "UnknownAnswer"],
])("%s is an error that names the call", async (_, answer, code) => {
  const { aws } = await start(answer);
  await expect(keyOfAlias(aws.kms, "alias/x")).rejects.toMatchObject({ code, message: expect.stringContaining("KMS ListAliases") });
});
