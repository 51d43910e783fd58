import { randomBytes } from "node:crypto";
import { Trouble } from "../../../sandbox/trouble";
import { type AwsWorld, account, createUser, startAwsWorld } from "./world";

let world: AwsWorld;
beforeAll(async () => {
  world = await startAwsWorld();
  await world.admin.s3.createBucket({ Bucket: "state", CreateBucketConfiguration: { LocationConstraint: "eu-central-1" } });
}, 180_000);
afterAll(() => world.stop());
beforeEach(() => {
  world.log.entries.length = 0;
  world.log.unknown.clear();
});

/** @returns the error that a call ends with. */
const failure = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

test("everything belongs to the account that was asked for", async () => {
  const [caller, { User }, secret] = await Promise.all([
    world.admin.sts.getCallerIdentity({}),
    world.admin.iam.createUser({ UserName: "somebody" }),
    world.admin.secrets.createSecret({ Name: "some" }),
  ]);

  expect(caller.Account).toBe(account);
  expect(User?.Arn).toBe(`arn:aws:iam::${account}:user/somebody`);
  expect(secret.ARN).toContain(`:${account}:secret:some-`);
});

test("bytes go through unchanged, both ways", async () => {
  const bytes = randomBytes(300_000);

  await world.admin.s3.putObject({ Bucket: "state", Key: "folder/some file", Body: bytes });
  const { Body, ContentLength } = await world.admin.s3.getObject({ Bucket: "state", Key: "folder/some file" });
  const head = await world.admin.s3.headObject({ Bucket: "state", Key: "folder/some file" });

  expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
  expect([ContentLength, head.ContentLength]).toEqual([300_000, 300_000]);
});

test("what is absent is absent, not unknown", async () => {
  const { s3, secrets, ses, iam } = world.admin;

  expect(await failure(s3.headObject({ Bucket: "state", Key: "none" }))).toMatchObject({ name: "NotFound" });
  expect(await failure(s3.headBucket({ Bucket: "none" }))).toMatchObject({ name: "NotFound" });
  expect(await failure(secrets.getSecretValue({ SecretId: "none" }))).toMatchObject({ name: "ResourceNotFoundException" });
  expect(await failure(iam.getUser({ UserName: "none" }))).toMatchObject({ name: "NoSuchEntityException" });
  expect(await failure(ses.getEmailIdentity({ EmailIdentity: "none.example" }))).toMatchObject({ name: "NotFoundException" });
  expect([...world.log.unknown]).toEqual([]);
});

test("many roles can be made at once, as terraform does", async () => {
  const Statement = { Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" };
  const trust = JSON.stringify({ Version: "2012-10-17", Statement });
  const names = Array.from({ length: 40 }, (_, index) => `role-${index}`);
  const made = await Promise.all(names.map((RoleName) => world.admin.iam.createRole({ RoleName, AssumeRolePolicyDocument: trust })));
  expect(made.map(({ Role }) => Role?.RoleName)).toEqual(names);
  expect([...world.log.unknown]).toEqual([]);
});

test("two writers of a state lock cannot both win", async () => {
  const lock = () => world.admin.s3.putObject({ Bucket: "state", Key: "lock", Body: "{}", IfNoneMatch: "*" });

  await lock();

  expect(await failure(lock())).toMatchObject({ name: "PreconditionFailed" });
});

test("calls are logged by their action, or by method and shape, never with a value", async () => {
  const { iam, s3, secrets, ses } = world.admin;
  await iam.createUser({ UserName: "logged-user" });
  await secrets.createSecret({ Name: "logged-secret", SecretString: "logged-value" });
  await s3.putObject({ Bucket: "state", Key: "logged/key", Body: "logged-body" });
  await s3.listObjectsV2({ Bucket: "state", Prefix: "logged" });
  await failure(ses.getEmailIdentity({ EmailIdentity: "logged.example" }));

  expect(world.calls()).toEqual([
    "iam CreateUser 200",
    "secretsmanager CreateSecret 200",
    "s3 PUT /{bucket}/{key} 200",
    expect.stringMatching(/^s3 GET \/\{bucket\} .*200$/),
    "ses GET /v2/email/identities/{identity} 404",
  ]);
  expect(JSON.stringify(world.log.entries)).not.toContain("logged");
});

test.each([
  [
    "iam",
    "iam: GenerateServiceLastAccessedDetails",
    () => world.admin.iam.generateServiceLastAccessedDetails({ Arn: "arn:aws:iam::1:user/u" }),
  ],
  ["secretsmanager", "secretsmanager: ValidateResourcePolicy", () => world.admin.secrets.validateResourcePolicy({ ResourcePolicy: "{}" })],
  ["SES, reading", "ses: GET /v2/email/dedicated-ip-pools", () => world.admin.ses.listDedicatedIpPools({})],
  ["SES, writing", "ses: POST /v2/email/dedicated-ip-pools", () => world.admin.ses.createDedicatedIpPool({ PoolName: "p" })],
])("an action that nobody imitates answers 501 and is remembered: %s", async (_, operation, call: () => Promise<unknown>) => {
  expect(await failure(call())).toMatchObject({ name: "NotImplemented", $metadata: { httpStatusCode: 501 } });

  expect([...world.log.unknown]).toEqual([operation]);
});

test("an action that needs a Python package which is not installed answers 501, and says which", async () => {
  const scope = `${world.aws.account(account).accessKeyId}/20260101/eu-central-1/glue/aws4_request`;
  const answer = await fetch(world.aws.url, {
    method: "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "AWSGlue.GetDatabases",
    },
    body: "{}",
  });
  expect(answer.status).toBe(501);
  expect([...world.log.unknown]).toEqual([expect.stringMatching(/^glue: GetDatabases \(.*"pyparsing"/)]);
});

describe("services of the query protocol that the product only declares", () => {
  const ask = async (service: string, Action: string, parameters: Record<string, string> = {}): Promise<[status: number, body: string]> => {
    const scope = `${world.aws.account(account).accessKeyId}/20260101/eu-central-1/${service}/aws4_request`;
    const answer = await fetch(world.aws.url, {
      method: "POST",
      headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none` },
      body: new URLSearchParams({ Action, ...parameters }),
    });
    return [answer.status, await answer.text()];
  };
  const alarm = { AlarmName: "a", ComparisonOperator: "GreaterThanThreshold", EvaluationPeriods: "1", Threshold: "1", MetricName: "Send" };

  test("an alarm and a topic are kept, in the account", async () => {
    const made = await ask("monitoring", "PutMetricAlarm", { ...alarm, Namespace: "AWS/SES", Period: "60", Statistic: "Sum" });
    const topic = await ask("sns", "CreateTopic", { Name: "alerts" });

    expect([made[0], topic[0]]).toEqual([200, 200]);
    expect(topic[1]).toContain(`arn:aws:sns:eu-central-1:${account}:alerts`);
    expect((await ask("monitoring", "DescribeAlarms"))[1]).toContain(`arn:aws:cloudwatch:eu-central-1:${account}:alarm:a`);
    expect([...world.log.unknown]).toEqual([]);
  });

  test("what nobody imitates answers 501 and is remembered", async () => {
    expect((await ask("monitoring", "PutAnomalyDetector"))[0]).toBe(501);
    expect((await ask("sns", "PutDataProtectionPolicy"))[0]).toBe(501);

    expect([...world.log.unknown]).toEqual(["monitoring: PutAnomalyDetector", "sns: PutDataProtectionPolicy"]);
  });
});

test("a request without a signature is refused", async () => {
  const answer = await fetch(`${world.aws.url}/state/lock`);

  expect(answer.status).toBe(403);
  expect(await answer.text()).toContain("MissingAuthenticationToken");
});

test.each([
  ["sts", /^(InvalidClientTokenId|UnrecognizedClientException)$/],
  ["secrets", /^UnrecognizedClientException$/],
  ["ses", /^UnrecognizedClientException$/],
] as const)("a key that does not exist is refused: %s", async (service, name) => {
  const clients = world.clients({ accessKeyId: `AKIA${"Z".repeat(16)}`, secretAccessKey: randomBytes(30).toString("base64") });
  const calls = {
    sts: () => clients.sts.getCallerIdentity({}),
    secrets: () => clients.secrets.listSecrets({}),
    ses: () => clients.ses.getEmailIdentity({ EmailIdentity: "mail.example.com" }),
  };

  expect(await failure(calls[service]())).toMatchObject({ name: expect.stringMatching(name), $metadata: { httpStatusCode: 403 } });
});

test("a user's key works while it is active", async () => {
  const key = await createUser(world, "rotated");
  const { sts } = world.clients(key);
  const turn = (Status: "Active" | "Inactive") =>
    world.admin.iam.updateAccessKey({ UserName: "rotated", AccessKeyId: key.accessKeyId, Status });

  expect((await sts.getCallerIdentity({})).Arn).toBe(`arn:aws:iam::${account}:user/rotated`);
  await turn("Inactive");
  expect(await failure(sts.getCallerIdentity({}))).toMatchObject({ $metadata: { httpStatusCode: 403 } });
  await turn("Active");
  await sts.getCallerIdentity({});
  await world.admin.iam.deleteAccessKey({ UserName: "rotated", AccessKeyId: key.accessKeyId });
  expect(await failure(sts.getCallerIdentity({}))).toMatchObject({ $metadata: { httpStatusCode: 403 } });
});

test("a user has two access keys at most", async () => {
  await createUser(world, "full");
  await world.admin.iam.createAccessKey({ UserName: "full" });

  expect(await failure(world.admin.iam.createAccessKey({ UserName: "full" }))).toMatchObject({ name: "LimitExceededException" });
});

describe("trouble", () => {
  const rules = [
    { on: "iam CreateAccessKey", probability: 1, code: 429 },
    { on: "secretsmanager PutSecretValue", probability: 1, code: 429 },
    { on: "ses GET /v2/email/identities/{identity}", probability: 1, code: 429 },
  ];
  let troubled: AwsWorld;
  beforeAll(async () => {
    troubled = await startAwsWorld({ trouble: new Trouble("seed", rules) });
  });
  afterAll(() => troubled.stop());

  test("is throttling in the service's own words, once, with the time to wait", async () => {
    const { iam, secrets, ses } = troubled.admin;
    await iam.createUser({ UserName: "u" });
    await secrets.createSecret({ Name: "s" });
    const throttled = {
      name: expect.stringMatching(/^Throttling/),
      $metadata: { httpStatusCode: 429 },
      $response: { headers: { "retry-after": "1" } },
    };

    for (const call of [
      () => iam.createAccessKey({ UserName: "u" }),
      () => secrets.putSecretValue({ SecretId: "s", SecretString: "value" }),
    ]) {
      expect(await failure(call())).toMatchObject(throttled);
      await call();
    }
    const read = () => ses.getEmailIdentity({ EmailIdentity: "mail.example.com" });
    expect(await failure(read())).toMatchObject({ name: expect.stringMatching(/^(Throttling|TooManyRequests)/) });
    expect(await failure(read())).toMatchObject({ name: "NotFoundException" });
    expect(troubled.log.entries.filter(({ trouble }) => trouble).map(({ operation }) => operation)).toEqual([
      "CreateAccessKey",
      "PutSecretValue",
      "GET /v2/email/identities/{identity}",
    ]);
  });

  test("leaves nothing done, so that a repeated call is not the second one", async () => {
    const { AccessKeyMetadata = [] } = await troubled.admin.iam.listAccessKeys({ UserName: "u" });

    expect(AccessKeyMetadata).toHaveLength(1);
  });
});
