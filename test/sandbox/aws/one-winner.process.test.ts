/** Of many conditional writes at once exactly one wins, as at AWS, in S3, DynamoDB and Secrets Manager. */
import { type AwsWorld, account, region, startAwsWorld } from "./world";

let world: AwsWorld;
beforeAll(async () => {
  world = await startAwsWorld();
  await world.admin.s3.createBucket({ Bucket: "state", CreateBucketConfiguration: { LocationConstraint: region as "eu-central-1" } });
}, 180_000);
afterAll(() => world.stop());

const writers = Array.from({ length: 40 }, (_, index) => `writer-${index}`);
const rounds = Array.from({ length: 5 }, (_, index) => index);

/** @returns how often each outcome was met: "200", or the error's name. */
async function outcomes(write: (writer: string) => Promise<string>): Promise<Map<string, number>> {
  const all = await Promise.all(writers.map(write));
  return new Map([...new Set(all)].map((outcome) => [outcome, all.filter((each) => each === outcome).length]));
}

/** "If there are multiple conditional writes … the first write operation to finish succeeds": userguide/conditional-writes.html */
describe("S3", () => {
  const put = (Key: string, Body: string, condition: { IfMatch?: string; IfNoneMatch?: string }): Promise<string> =>
    world.admin.s3.putObject({ Bucket: "state", Key, Body, ...condition }).then(
      () => "200",
      (error: Error) => error.name,
    );
  const lost = ["ConditionalRequestConflict", "PreconditionFailed"];

  test.each(rounds)("If-None-Match, round %d", async (round) => {
    const met = await outcomes((writer) => put(`none-${round}`, writer, { IfNoneMatch: "*" }));
    expect(met.get("200")).toBe(1);
    expect(lost).toEqual(expect.arrayContaining([...met.keys()].filter((outcome) => outcome !== "200")));
    expect(met.get("ConditionalRequestConflict")).toBeGreaterThan(0);
    expect(await put(`none-${round}`, "late", { IfNoneMatch: "*" })).toBe("PreconditionFailed");
  });

  test.each(rounds)("If-Match, round %d", async (round) => {
    const { ETag = "" } = await world.admin.s3.putObject({ Bucket: "state", Key: `match-${round}`, Body: "first" });
    const met = await outcomes((writer) => put(`match-${round}`, writer, { IfMatch: ETag }));
    expect(met.get("200")).toBe(1);
    expect(await put(`match-${round}`, "late", { IfMatch: ETag })).toBe("PreconditionFailed");
  });
});

describe("DynamoDB", () => {
  async function ask(action: string, input: object): Promise<string> {
    const scope = `${world.aws.account(account).accessKeyId}/20260101/${region}/dynamodb/aws4_request`;
    const answer = await fetch(world.aws.url, {
      method: "POST",
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `DynamoDB_20120810.${action}`,
      },
      body: JSON.stringify({ TableName: "journal", ...input }),
    });
    const { __type = "" } = (await answer.json()) as { __type?: string };
    return answer.ok ? "200" : __type.replace(/^.*#/, "");
  }
  const key = (round: number) => ({ id: { S: `item-${round}` } });

  beforeAll(async () => {
    const table = {
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    };
    expect(await ask("CreateTable", table)).toBe("200");
  });

  test.each(rounds)("put if absent, then update if unchanged, round %d", async (round) => {
    const put = await outcomes((writer) =>
      ask("PutItem", { Item: { ...key(round), owner: { S: writer }, fence: { N: "1" } }, ConditionExpression: "attribute_not_exists(id)" }),
    );
    const update = await outcomes((writer) =>
      ask("UpdateItem", {
        Key: key(round),
        UpdateExpression: "SET fence = :next, #o = :me",
        ConditionExpression: "fence = :mine",
        ExpressionAttributeNames: { "#o": "owner" },
        ExpressionAttributeValues: { ":mine": { N: "1" }, ":next": { N: "2" }, ":me": { S: writer } },
      }),
    );
    const oneWinner = { "200": 1, ConditionalCheckFailedException: writers.length - 1 };
    expect([Object.fromEntries(put), Object.fromEntries(update)]).toEqual([oneWinner, oneWinner]);
  });
});

/** API_UpdateSecretVersionStage: "if the version ID does not match, then the operation fails". */
test.each(rounds)("Secrets Manager: AWSCURRENT moves once from the version named, round %d", async (round) => {
  const { secrets } = world.admin;
  const SecretId = `secret-${round}`;
  const { VersionId: base = "" } = await secrets.createSecret({ Name: SecretId, SecretString: "base" });
  const met = await outcomes(async (writer) => {
    const { VersionId = "" } = await secrets
      .putSecretValue({ SecretId, SecretString: writer, VersionStages: [writer] })
      .catch(() => ({ VersionId: "" }));
    if (VersionId === "") return "no label left";
    const move = { SecretId, VersionStage: "AWSCURRENT", RemoveFromVersionId: base, MoveToVersionId: VersionId };
    return secrets.updateSecretVersionStage(move).then(
      () => "200",
      (error: Error) => error.name,
    );
  });
  expect(met.get("200")).toBe(1);
  // Of twenty labels AWSCURRENT is one, and AWSPREVIOUS may be another.
  expect(met.get("InvalidParameterException")).toBeGreaterThanOrEqual(17);
});
