import { randomBytes } from "node:crypto";
import { makeCurrent, storePending } from "../../../adapters/aws/secret-versions";
import { describeSecret, hasCurrentVersion, readSecret, readSecretCopies } from "../../../adapters/aws/secrets";
import type { CannedAnswer } from "../canned-server";
import { everythingIn, failureOf } from "../canned-server";
import { jsonError, useAwsService } from "./aws-service";

const start = useAwsService();
const password = randomBytes(20).toString("hex");
const id = "twinpost/dev/provider/ses";

const value = (text: string, ...stages: string[]): CannedAnswer => ({
  body: { SecretString: text, VersionId: "v2", VersionStages: stages },
});
const versions = (stages: Record<string, string[]>, more = {}): CannedAnswer => ({
  body: {
    Versions: Object.entries(stages).map(([VersionId, VersionStages]) => ({ VersionId, VersionStages, CreatedDate: 1_790_000_000 })),
    ...more,
  },
});
const calls = (asked: { headers: Record<string, unknown>; body: string }[]) =>
  asked.map(({ headers, body }) => [String(headers["x-amz-target"]).split(".")[1], JSON.parse(body)]);

describe("reading", () => {
  test("asks for a stage and gives an object", async () => {
    const { aws, asked } = await start(value(JSON.stringify({ user: "u", password }), "AWSCURRENT"));
    await expect(readSecret(aws.secrets, id)).resolves.toEqual({ user: "u", password });
    await readSecret(aws.secrets, id, "AWSPENDING");
    expect(calls(asked)).toEqual([
      ["GetSecretValue", { SecretId: id, VersionStage: "AWSCURRENT" }],
      ["GetSecretValue", { SecretId: id, VersionStage: "AWSPENDING" }],
    ]);
  });

  test.each<[string, CannedAnswer, boolean]>([
    ["a version in use", { body: { VersionIdsToStages: { v1: ["AWSCURRENT"], v2: ["AWSPENDING"] } } }, true],
    ["a first one that is pending", { body: { VersionIdsToStages: { v1: ["AWSCURRENT", "AWSPENDING"] } } }, false],
    ["a secret without a value", { body: {} }, false],
    ["one that waits to be deleted", { body: { VersionIdsToStages: { v1: ["AWSCURRENT"] }, DeletedDate: 1_790_000_000 } }, false],
    ["no secret", jsonError(400, "ResourceNotFoundException"), false],
  ])("whether something is stored is asked without its value: %s", async (_what, answer, expected) => {
    const { aws, asked } = await start(answer);
    await expect(hasCurrentVersion(aws.secrets, id)).resolves.toBe(expected);
    expect(calls(asked)).toEqual([["DescribeSecret", { SecretId: id }]]);
  });

  test("a secret or stage that does not exist is undefined", async () => {
    const { aws } = await start(jsonError(400, "ResourceNotFoundException"));
    await expect(readSecret(aws.secrets, id)).resolves.toBeUndefined();
  });

  test("a first version that is still pending is not current, whatever its label says", async () => {
    const both = value("{}", "AWSCURRENT", "AWSPENDING");
    const first = await start(both, versions({ v2: ["AWSCURRENT", "AWSPENDING"] }));
    await expect(readSecret(first.aws.secrets, id)).resolves.toBeUndefined();
    const later = await start(both, versions({ v2: ["AWSCURRENT", "AWSPENDING"], v1: ["AWSPREVIOUS"] }));
    await expect(readSecret(later.aws.secrets, id)).resolves.toEqual({});
  });

  test.each([`{"password": "${Buffer.from("x").toString()}`, '"text"', "[]", '{"port": 587}', "null"])(
    "a value like %s is not understood and not shown",
    async (text) => {
      const { aws } = await start(value(`${text}${password.slice(0, 0)}`, "AWSCURRENT"));
      await expect(readSecret(aws.secrets, id)).rejects.toThrow(`secret "${id}": its value is not understood`);
    },
  );

  test.each<[string, CannedAnswer]>([
    ["a value that is no JSON", value(`password ${password}`, "AWSCURRENT")],
    ["a 500", { status: 500, body: `<html>${password}` }],
    ["no answer", "silence"],
    ["an answer that was cut off", { cutOff: `{"SecretString": "${password}` }],
    ["an answer that is no JSON", { body: `{"SecretString": "${password}` }],
  ])("after %s the error holds no secret", async (_, answer) => {
    const { aws } = await start(answer);
    const error = await failureOf(readSecret(aws.secrets, id));
    expect(everythingIn(error)).toMatch(/GetSecretValue failed|is not understood/);
    expect(everythingIn(error)).not.toContain(password);
  });
});

describe("writing", () => {
  test("stores a version as pending only", async () => {
    const { aws, asked } = await start(jsonError(429, "ThrottlingException"), { body: { VersionId: "v3" } });
    await expect(storePending(aws.secrets, id, { user: "u", password })).resolves.toBe("v3");
    expect(calls(asked)[1]).toEqual([
      "PutSecretValue",
      {
        SecretId: id,
        SecretString: JSON.stringify({ user: "u", password }),
        VersionStages: ["AWSPENDING"],
        ClientRequestToken: expect.any(String),
      },
    ]);
    const tokens = calls(asked).map(([, input]) => input.ClientRequestToken);
    expect(tokens[0]).toBe(tokens[1]);
  });

  test("an error does not show what was to be stored, even when the service echoes it", async () => {
    const { aws } = await start(jsonError(400, "ValidationException", `Value '${password}' at 'secretString'`));
    const error = await failureOf(storePending(aws.secrets, id, { password }));
    expect(error).toMatchObject({ message: expect.stringContaining("Value '[redacted]'"), code: "ValidationException" });
    expect(everythingIn(error)).not.toContain(password);
  });
});

describe("making a version current", () => {
  const move = { SecretId: id, VersionStage: "AWSCURRENT", MoveToVersionId: "v2" };
  const unlabel = { SecretId: id, VersionStage: "AWSPENDING", RemoveFromVersionId: "v2" };

  test.each([
    ["after another", { v1: ["AWSCURRENT"], v2: ["AWSPENDING"] }, [{ ...move, RemoveFromVersionId: "v1" }, unlabel]],
    ["as the first", { v2: ["AWSPENDING"] }, [move, unlabel]],
    ["that was labelled so as the first", { v2: ["AWSCURRENT", "AWSPENDING"] }, [unlabel]],
    ["again, when all is done", { v1: ["AWSPREVIOUS"], v2: ["AWSCURRENT"] }, []],
  ])("%s", async (_, stages, expected) => {
    const { aws, asked } = await start(versions(stages), { body: {} });
    await makeCurrent(aws.secrets, id, "v2");
    expect(calls(asked).slice(1)).toEqual(expected.map((input) => ["UpdateSecretVersionStage", input]));
  });
});

test("describes every version, page by page", async () => {
  const { aws, asked } = await start(versions({ v1: ["AWSPREVIOUS"] }, { NextToken: "more" }), versions({ v2: ["AWSCURRENT"] }));
  const createdAt = new Date(1_790_000_000_000);
  await expect(describeSecret(aws.secrets, id)).resolves.toEqual([
    { versionId: "v1", stages: ["AWSPREVIOUS"], createdAt },
    { versionId: "v2", stages: ["AWSCURRENT"], createdAt },
  ]);
  expect(calls(asked)[1]).toEqual(["ListSecretVersionIds", { SecretId: id, NextToken: "more" }]);
});

test("a secret that does not exist has no versions", async () => {
  const { aws } = await start(jsonError(400, "ResourceNotFoundException"));
  await expect(describeSecret(aws.secrets, id)).resolves.toEqual([]);
});

describe("copies in other regions", () => {
  test("are told with their state; a secret without any has none", async () => {
    const ReplicationStatus = [
      { Region: "eu-central-1", Status: "Failed", StatusMessage: "name taken", KmsKeyId: "alias/aws/secretsmanager" },
    ];
    const { aws, asked } = await start({ body: { Name: id, ReplicationStatus } }, { body: { Name: id } });
    await expect(readSecretCopies(aws.secrets, id)).resolves.toEqual([{ region: "eu-central-1", status: "Failed", message: "name taken" }]);
    await expect(readSecretCopies(aws.secrets, id)).resolves.toEqual([]);
    expect(calls(asked)[0]).toEqual(["DescribeSecret", { SecretId: id }]);
  });

  test("a secret that is not there, or waits to be deleted, is undefined", async () => {
    const { aws } = await start(jsonError(400, "ResourceNotFoundException"), { body: { Name: id, DeletedDate: 1_790_000_000 } });
    await expect(readSecretCopies(aws.secrets, id)).resolves.toBeUndefined();
    await expect(readSecretCopies(aws.secrets, id)).resolves.toBeUndefined();
  });
});
