/** What sessions and users may do, in each service's own words. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
import { askJson, askQuery, createRole, keysOf, refusal, trustOf } from "./roles";
import { type AwsWorld, account, createUser, region, startAwsWorld } from "./world";

let world: AwsWorld;
let ann: ReturnType<AwsWorld["clients"]>;
const regional = (service: string, resource: string): string => `arn:aws:${service}:${region}:${account}:${resource}`;
const allow = (Action: string | string[], Resource: string | string[] = "*", Condition?: object): object => ({
  ...{ Effect: "Allow", Action, Resource },
  ...(Condition ? { Condition } : {}),
});

/** A session of a role made for it. */
async function as(name: string, may: object[], more: { boundary?: string; Policy?: string } = {}) {
  const RoleArn = await createRole(world, name, { trust: trustOf(`arn:aws:iam::${account}:user/ann`), may, ...more });
  const { Credentials } = await ann.sts.assumeRole({ RoleArn, RoleSessionName: "me", ...(more.Policy ? { Policy: more.Policy } : {}) });
  const keys = keysOf(Credentials);
  return { ...world.clients(keys), kms: (operation: string, input: object) => askJson(world, keys, "kms", operation, input), keys };
}
const denied = (name: string, action: string, resource: string, why = `because no identity-based policy allows the ${action} action`) =>
  `User: arn:aws:sts::${account}:assumed-role/${name}/me is not authorized to perform: ${action} on resource: ${resource} ${why}`;

let keyArn = "";
let secretArn = "";
beforeAll(async () => {
  world = await startAwsWorld();
  ann = world.clients(await createUser(world, "ann"));
  const { s3, secrets } = world.admin;
  await s3.createBucket({ Bucket: "ours", CreateBucketConfiguration: { LocationConstraint: region as "eu-central-1" } });
  await s3.putObject({ Bucket: "ours", Key: "a/state", Body: "state" });
  const { KeyMetadata } = await askJson(world, world.aws.account(account), "kms", "CreateKey", {
    Tags: [{ TagKey: "environment", TagValue: "prod" }],
  });
  keyArn = KeyMetadata?.Arn ?? "";
  const { ARN = "" } = await secrets.createSecret({
    Name: "ours",
    SecretString: "{}",
    KmsKeyId: keyArn,
    Tags: [{ Key: "team", Value: "a" }],
  });
  secretArn = ARN;
});
afterAll(() => world.stop());

test("a role without a policy may only ask who it is", async () => {
  const { sts, secrets, iam, s3, ses, kms } = await as("idle", []);
  expect(await refusal(sts.getCallerIdentity({}))).toBe("");
  const said = async (call: Promise<unknown>) => (await refusal(call)).replace(/^\w+: (?=User)/, "");
  expect(await said(secrets.getSecretValue({ SecretId: "ours" }))).toBe(denied("idle", "secretsmanager:GetSecretValue", secretArn));
  expect(await said(iam.getUser({ UserName: "ann" }))).toBe(denied("idle", "iam:GetUser", `arn:aws:iam::${account}:user/ann`));
  expect(await said(s3.getObject({ Bucket: "ours", Key: "a/state" }))).toBe(denied("idle", "s3:GetObject", '"arn:aws:s3:::ours/a/state"'));
  expect(await said(ses.getEmailIdentity({ EmailIdentity: "a.example" }))).toBe(
    denied("idle", "ses:GetEmailIdentity", regional("ses", "identity/a.example")),
  );
  expect(await said(kms("DescribeKey", { KeyId: keyArn }))).toBe(denied("idle", "kms:DescribeKey", keyArn));
  expect([...world.log.denied]).toContain(`secretsmanager:GetSecretValue on ${secretArn} by arn:aws:iam::${account}:role/idle`);
});

test.each<[string, Promise<string> | (() => Promise<string>)]>([
  ["AccessDeniedException", () => refusal(ann.secrets.listSecrets({}))],
  ["AccessDenied", () => refusal(ann.iam.listUsers({}))],
  ["AccessDenied", () => refusal(ann.s3.listBuckets({}))],
  ["AccessDeniedException", () => refusal(ann.ses.getAccount({}))],
])("a user without a policy meets %s", async (name, call) => {
  expect((await (call as () => Promise<string>)()).split(":")[0]).toMatch(new RegExp(`^${name}`));
});

test("a value takes the secret and its key", async () => {
  const read = allow("secretsmanager:GetSecretValue", regional("secretsmanager", "secret:ours-??????"));
  const via = {
    StringEquals: { "kms:ViaService": `secretsmanager.${region}.amazonaws.com` },
    StringLike: { "kms:EncryptionContext:SecretARN": secretArn },
  };
  const withoutKey = await as("half", [read]);
  expect(await refusal(withoutKey.secrets.getSecretValue({ SecretId: "ours" }))).toBe(
    "AccessDeniedException: Access to KMS is not allowed",
  );
  const whole = await as("whole", [read, allow("kms:Decrypt", "*", via)]);
  expect(await refusal(whole.secrets.getSecretValue({ SecretId: "ours" }))).toBe("");
  expect(await refusal(whole.secrets.putSecretValue({ SecretId: "ours", SecretString: "x" }))).toMatch(/secretsmanager:PutSecretValue/);
});

test("a secret's own policy denies whom it names, whatever IAM allows", async () => {
  const strong = await as("strong", [allow("*")]);
  const ResourcePolicy = JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      ...{ Effect: "Deny", Principal: "*", Action: "secretsmanager:GetSecretValue", Resource: "*" },
      Condition: { StringEquals: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/strong` } },
    },
  });
  await world.admin.secrets.putResourcePolicy({ SecretId: "ours", ResourcePolicy });
  expect(await refusal(strong.secrets.getSecretValue({ SecretId: "ours" }))).toMatch(/with an explicit deny in a resource-based policy$/);
  await world.admin.secrets.deleteResourcePolicy({ SecretId: "ours" });
  expect(await refusal(strong.secrets.getSecretValue({ SecretId: "ours" }))).toBe("");
});

test("tags of the resource and of the request decide", async () => {
  const { secrets, kms } = await as("tags", [
    allow("secretsmanager:DescribeSecret", "*", { StringEquals: { "secretsmanager:ResourceTag/team": "b" } }),
    allow("kms:EnableKeyRotation", "*", { StringEquals: { "aws:ResourceTag/environment": "prod" } }),
    allow(["kms:CreateKey", "kms:TagResource"], "*", { StringEquals: { "aws:RequestTag/environment": "prod" } }),
  ]);
  expect(await refusal(secrets.describeSecret({ SecretId: "ours" }))).toMatch(/^AccessDenied/);
  expect(await refusal(kms("EnableKeyRotation", { KeyId: keyArn }))).toBe("");
  expect(await refusal(kms("CreateKey", { Tags: [{ TagKey: "environment", TagValue: "prod" }] }))).toBe("");
  expect(await refusal(kms("CreateKey", { Tags: [{ TagKey: "environment", TagValue: "dev" }] }))).toMatch(/kms:CreateKey on resource: \*/);
});

test("a bucket's policy lets in whom it names, over TLS, and nobody else", async () => {
  const [guest, stranger] = [await as("guest", []), await as("stranger", [])];
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
      { ...allow("s3:GetObject", "arn:aws:s3:::ours/a/*"), Principal: { AWS: `arn:aws:iam::${account}:role/guest` } },
    ],
  });
  await world.admin.s3.putBucketPolicy({ Bucket: "ours", Policy });
  const read = { Bucket: "ours", Key: "a/state" };
  expect(await refusal(guest.s3.getObject(read))).toBe("");
  expect(await refusal(stranger.s3.getObject(read))).toMatch(/^AccessDenied/);
  await world.admin.s3.deleteBucketPolicy({ Bucket: "ours" });
  expect(await refusal(guest.s3.getObject(read))).toMatch(/^AccessDenied/);
});

test("a queue's and a topic's policy let in whom they name", async () => {
  const [friend, stranger] = [await as("friend", []), await as("nobody", [])];
  const administrator = world.aws.account(account);
  const policy = (Action: string, arn: string): string =>
    JSON.stringify({ Statement: { ...allow(Action, arn), Principal: { AWS: `arn:aws:iam::${account}:role/friend` } } });
  const queue = regional("sqs", "events");
  await askJson(world, administrator, "sqs", "CreateQueue", {
    QueueName: "events",
    Attributes: { Policy: policy("sqs:SendMessage", queue) },
  });
  const send = (by: typeof friend) =>
    refusal(askJson(world, by.keys, "sqs", "SendMessage", { QueueUrl: `${world.aws.url}/${account}/events`, MessageBody: "x" }));
  expect(await send(friend)).toBe("");
  expect(await send(stranger)).toContain(denied("nobody", "sqs:SendMessage", queue));

  const topic = regional("sns", "alerts");
  const sns = (by: Parameters<typeof askQuery>[1], more: Record<string, string>) =>
    refusal(askQuery(world, by, "sns", { Version: "2010-03-31", ...more }));
  await sns(administrator, { Action: "CreateTopic", Name: "alerts" });
  const attribute = { AttributeName: "Policy", AttributeValue: policy("sns:Publish", topic) };
  await sns(administrator, { Action: "SetTopicAttributes", TopicArn: topic, ...attribute });
  const publish = { Action: "Publish", TopicArn: topic, Message: "x" };
  expect(await sns(friend.keys, publish)).toBe("");
  expect(await sns(stranger.keys, publish)).toBe(`AuthorizationError: ${denied("nobody", "sns:Publish", topic)}`);
});

test("a table's items are told apart by their first key", async () => {
  const table = regional("dynamodb", "table/journal");
  const Condition = { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["rotation"] } };
  const { keys } = await as("keeper", [allow(["dynamodb:PutItem", "dynamodb:GetItem"], table, Condition)]);
  await askJson(world, world.aws.account(account), "dynamodb", "CreateTable", {
    TableName: "journal",
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
  });
  const put = (id: string) => refusal(askJson(world, keys, "dynamodb", "PutItem", { TableName: "journal", Item: { id: { S: id } } }));
  expect(await put("rotation")).toBe("");
  expect(await put("another")).toBe(`AccessDeniedException: ${denied("keeper", "dynamodb:PutItem", table)}`);
});

test("what is missing is forbidden to those who may not list", async () => {
  const name = (said: string): string | undefined => said.split(":")[0];
  const blind = await as("blind", [allow("s3:GetObject", "arn:aws:s3:::ours/*")]);
  const seeing = await as("seeing", [allow("s3:GetObject", "arn:aws:s3:::ours/*"), allow("s3:ListBucket", "arn:aws:s3:::ours")]);
  const missing = { Bucket: "ours", Key: "none" };
  expect(name(await refusal(blind.s3.getObject(missing)))).toBe("AccessDenied");
  expect(name(await refusal(seeing.s3.getObject(missing)))).toBe("NoSuchKey");
  expect(await refusal(blind.s3.getObject({ Bucket: "ours", Key: "a/state" }))).toBe("");
});

test("a boundary and a session policy limit what a policy allows", async () => {
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: allow("iam:*") });
  const { Policy } = await world.admin.iam.createPolicy({ PolicyName: "limit", PolicyDocument });
  const bounded = await as("bounded", [allow("*")], { boundary: Policy?.Arn ?? "" });
  expect(await refusal(bounded.secrets.listSecrets({}))).toMatch(
    /because no permissions boundary allows the secretsmanager:ListSecrets action$/,
  );
  expect(await refusal(bounded.iam.listUsers({}))).toBe("");
  const limited = await as("limited", [allow("*")], { Policy: PolicyDocument });
  expect(await refusal(limited.secrets.listSecrets({}))).toMatch(/because no session policy allows the secretsmanager:ListSecrets action$/);
});

test("what nobody knows how to judge is refused, and said", async () => {
  const { ses, secrets } = await as("odd", [
    allow("*"),
    { ...allow("secretsmanager:ListSecrets"), Effect: "Deny", Condition: { Bool: { "aws:Unheard": "true" } } },
  ]);
  expect(await refusal(ses.listContactLists({}))).toMatch(/which the sandbox cannot judge$/);
  expect(await refusal(secrets.listSecrets({}))).toMatch(/explicit deny/);
  expect([...world.log.unknown]).toEqual([
    "ses: GET /v2/email/contact-lists, for which no IAM action is known",
    "iam: condition key aws:Unheard, asked for secretsmanager:ListSecrets",
  ]);
});
