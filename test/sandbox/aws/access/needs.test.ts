/**
 * Calls and the permissions that they need, by the tables of AWS's service authorization reference.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
import { needsOf } from "../../../../sandbox/aws/access/actions/needs-of";
import { inputOf } from "../../../../sandbox/aws/access/input";
import type { Asked, Permission } from "../../../../sandbox/aws/access/permission";
import type { Call } from "../../../../sandbox/aws/call";
import { type LambdaEffects, lambdaRoutes } from "../../../../sandbox/aws/lambda/routes";
import { LambdaState } from "../../../../sandbox/aws/lambda/state";
import { dialectOf, operationOf } from "../../../../sandbox/aws/wire";
import { routeName } from "../../../../sandbox/http-service";

const account = "111122223333";
const region = "eu-west-1";
const of = (service: string, resource: string): string => `arn:aws:${service}:${region}:${account}:${resource}`;
const key = of("kms", "key/k1");
const holdings = {
  secret: async (_: unknown, id: string) => ({ arn: of("secretsmanager", `secret:${id}-AbCdEf`), tags: { team: "a" }, keyId: "k1" }),
  key: async () => ({ arn: key, tags: {}, policy: { Statement: [] } }),
  aliasTarget: async () => "k1",
  topic: async (_: unknown, arn: string) => ({ tags: {}, attributes: arn.endsWith("encrypted") ? { KmsMasterKeyId: "k1" } : {} }),
  queue: async () => ({ tags: {} }),
  partitionKey: async () => "id",
};
const entities = { role: async () => undefined, user: async (name: string) => ({ arn: `arn:aws:iam::${account}:user/${name}`, tags: {} }) };

interface Request {
  method?: string;
  url?: string;
  headers?: Record<string, string>;
  body?: string;
}

async function needs(service: string, { method = "POST", url = "/", headers = {}, body = "" }: Request): Promise<Permission[] | undefined> {
  const request = { method, url, headers } as Call["request"];
  const bytes = Buffer.from(body);
  const operation = operationOf(service, request as never, bytes);
  const call = { service, account, region, operation, dialect: dialectOf(service, headers), request, body: bytes } as Call;
  return needsOf[service]?.({
    ...{ call, input: inputOf(call), holdings, entities, userName: "ann" },
    ownerOf: () => "",
    bucketPolicy: () => undefined,
    sesTags: () => ({}),
    functionOfMapping: () => undefined,
    arn: of,
  } as unknown as Asked);
}
const said = (permissions: Permission[] | undefined): string[] | undefined =>
  permissions?.map(({ action, resource }) => `${action} ${resource.arn}`);

const json = (operation: string, input: object): Request => ({
  headers: { "x-amz-target": `X.${operation}` },
  body: JSON.stringify(input),
});
const form = (parameters: Record<string, string>): Request => ({
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: new URLSearchParams(parameters).toString(),
});
const rest = (method: string, url: string, more: Request = {}): Request => ({ method, url, ...more });

const secret = of("secretsmanager", "secret:app-AbCdEf");
const user = `arn:aws:iam::${account}:user/smtp`;
const table = of("dynamodb", "table/journal");
const topic = of("sns", "alerts");
const identity = of("ses", "identity/mail.example.com");
const set = of("ses", "configuration-set/ours");
const rule = of("events", "rule/age");

test.each<[service: string, request: Request, expected: string[]]>([
  ["secretsmanager", json("GetSecretValue", { SecretId: "app" }), [`secretsmanager:GetSecretValue ${secret}`, `kms:Decrypt ${key}`]],
  [
    "secretsmanager",
    json("PutSecretValue", { SecretId: "app", SecretString: "x" }),
    [`secretsmanager:PutSecretValue ${secret}`, `kms:GenerateDataKey ${key}`, `kms:Decrypt ${key}`],
  ],
  ["secretsmanager", json("DescribeSecret", { SecretId: "app" }), [`secretsmanager:DescribeSecret ${secret}`]],
  [
    "secretsmanager",
    json("CreateSecret", { Name: "app", Tags: [{ Key: "a", Value: "b" }] }),
    [`secretsmanager:CreateSecret ${secret}`, `secretsmanager:TagResource ${secret}`],
  ],
  ["secretsmanager", json("ListSecrets", {}), ["secretsmanager:ListSecrets *"]],
  ["kms", json("CreateKey", {}), ["kms:CreateKey *"]],
  ["kms", json("PutKeyPolicy", { KeyId: "k1" }), [`kms:PutKeyPolicy ${key}`]],
  [
    "kms",
    json("CreateAlias", { AliasName: "alias/ours", TargetKeyId: "k1" }),
    [`kms:CreateAlias ${of("kms", "alias/ours")}`, `kms:CreateAlias ${key}`],
  ],
  ["kms", json("ListAliases", {}), ["kms:ListAliases *"]],
  ["iam", form({ Action: "CreateAccessKey", UserName: "smtp" }), [`iam:CreateAccessKey ${user}`]],
  ["iam", form({ Action: "ListAccessKeys" }), [`iam:ListAccessKeys arn:aws:iam::${account}:user/ann`]],
  [
    "iam",
    form({ Action: "CreateUser", UserName: "smtp", "Tags.member.1.Key": "a", "Tags.member.1.Value": "b" }),
    [`iam:CreateUser ${user}`, `iam:TagUser ${user}`],
  ],
  ["iam", form({ Action: "GetRole", RoleName: "plan" }), [`iam:GetRole arn:aws:iam::${account}:role/plan`]],
  ["iam", form({ Action: "ListUsers" }), ["iam:ListUsers *"]],
  ["s3", rest("GET", "/"), ["s3:ListAllMyBuckets *"]],
  ["s3", rest("GET", "/state?list-type=2&prefix=a"), ["s3:ListBucket arn:aws:s3:::state"]],
  ["s3", rest("GET", "/state?versioning"), ["s3:GetBucketVersioning arn:aws:s3:::state"]],
  ["s3", rest("PUT", "/state?encryption"), ["s3:PutEncryptionConfiguration arn:aws:s3:::state"]],
  ["s3", rest("DELETE", "/state?lifecycle"), ["s3:PutLifecycleConfiguration arn:aws:s3:::state"]],
  ["s3", rest("DELETE", "/state?ownershipControls"), ["s3:PutBucketOwnershipControls arn:aws:s3:::state"]],
  ["s3", rest("DELETE", "/state?policy"), ["s3:DeleteBucketPolicy arn:aws:s3:::state"]],
  ["s3", rest("PUT", "/state"), ["s3:CreateBucket arn:aws:s3:::state"]],
  ["s3", rest("HEAD", "/state/a/terraform.tfstate"), ["s3:GetObject arn:aws:s3:::state/a/terraform.tfstate"]],
  ["s3", rest("GET", "/state/a?versionId=1"), ["s3:GetObjectVersion arn:aws:s3:::state/a"]],
  ["s3", rest("GET", "/state/a?tagging"), ["s3:GetObjectTagging arn:aws:s3:::state/a"]],
  ["s3", rest("DELETE", "/state/a.tflock"), ["s3:DeleteObject arn:aws:s3:::state/a.tflock"]],
  [
    "s3",
    rest("PUT", "/state/b", { headers: { "x-amz-copy-source": "/other/a" } }),
    ["s3:PutObject arn:aws:s3:::state/b", "s3:GetObject arn:aws:s3:::other/a"],
  ],
  [
    "s3",
    rest("POST", "/state?delete", { body: "<Delete><Object><Key>a</Key></Object><Object><Key>b</Key></Object></Delete>" }),
    ["s3:DeleteObject arn:aws:s3:::state/a", "s3:DeleteObject arn:aws:s3:::state/b"],
  ],
  ["dynamodb", json("UpdateItem", { TableName: "journal", Key: { id: { S: "1" } } }), [`dynamodb:UpdateItem ${table}`]],
  ["dynamodb", json("Query", { TableName: "journal", IndexName: "by-time" }), [`dynamodb:Query ${table}/index/by-time`]],
  [
    "dynamodb",
    json("TransactWriteItems", {
      TransactItems: [{ Put: { TableName: "journal", Item: {} } }, { ConditionCheck: { TableName: "journal" } }],
    }),
    [`dynamodb:PutItem ${table}`, `dynamodb:ConditionCheckItem ${table}`],
  ],
  ["sqs", json("SendMessageBatch", { QueueUrl: "http://x/1/events" }), [`sqs:SendMessage ${of("sqs", "events")}`]],
  ["sns", form({ Action: "Subscribe", TopicArn: topic, Protocol: "email" }), [`sns:Subscribe ${topic}`]],
  ["sns", form({ Action: "Publish", TopicArn: topic, Message: "m" }), [`sns:Publish ${topic}`]],
  [
    "sns",
    form({ Action: "Publish", TopicArn: of("sns", "encrypted"), Message: "m" }),
    [`sns:Publish ${of("sns", "encrypted")}`, `kms:GenerateDataKey ${key}`, `kms:Decrypt ${key}`],
  ],
  ["sns", form({ Action: "Unsubscribe", SubscriptionArn: `${topic}:1` }), ["sns:Unsubscribe *"]],
  [
    "sns",
    form({ Action: "CreateTopic", Name: "alerts", "Tags.member.1.Key": "a", "Tags.member.1.Value": "b" }),
    [`sns:CreateTopic ${topic}`, `sns:TagResource ${topic}`],
  ],
  ["ses", rest("GET", "/v2/email/identities/mail.example.com"), [`ses:GetEmailIdentity ${identity}`]],
  [
    "ses",
    rest("PUT", "/v2/email/identities/mail.example.com/configuration-set", { body: '{"ConfigurationSetName":"ours"}' }),
    [`ses:PutEmailIdentityConfigurationSetAttributes ${identity}`, `ses:PutEmailIdentityConfigurationSetAttributes ${set}`],
  ],
  [
    "ses",
    rest("POST", "/v2/email/configuration-sets", { body: '{"ConfigurationSetName":"ours","Tags":[{"Key":"a","Value":"b"}]}' }),
    [`ses:CreateConfigurationSet ${set}`, `ses:TagResource ${set}`],
  ],
  ["ses", rest("GET", `/v2/email/tags?ResourceArn=${encodeURIComponent(set)}`), [`ses:ListTagsForResource ${set}`]],
  ["ses", rest("GET", "/v2/email/account"), ["ses:GetAccount *"]],
  [
    "monitoring",
    form({ Action: "DeleteAlarms", "AlarmNames.member.1": "a", "AlarmNames.member.2": "b" }),
    [`cloudwatch:DeleteAlarms ${of("cloudwatch", "alarm:a")}`, `cloudwatch:DeleteAlarms ${of("cloudwatch", "alarm:b")}`],
  ],
  ["monitoring", form({ Action: "DescribeAlarms" }), [`cloudwatch:DescribeAlarms ${of("cloudwatch", "alarm:*")}`]],
  ["monitoring", form({ Action: "DescribeAlarms", "AlarmTypes.member.1": "CompositeAlarm" }), ["cloudwatch:DescribeAlarms *"]],
  ["monitoring", form({ Action: "PutCompositeAlarm", AlarmName: "a", AlarmRule: "TRUE" }), ["cloudwatch:PutCompositeAlarm *"]],
  [
    "monitoring",
    form({ Action: "GetDashboard", DashboardName: "d" }),
    [`cloudwatch:GetDashboard arn:aws:cloudwatch::${account}:dashboard/d`],
  ],
  ["monitoring", form({ Action: "PutMetricData", Namespace: "Ours" }), ["cloudwatch:PutMetricData *"]],
  ["events", json("PutRule", { Name: "age", Tags: [{ Key: "a", Value: "b" }] }), [`events:PutRule ${rule}`, `events:TagResource ${rule}`]],
  [
    "events",
    json("PutTargets", { Rule: "age", Targets: [{ Arn: topic, RoleArn: `arn:aws:iam::${account}:role/passed` }] }),
    [`events:PutTargets ${rule}`, `iam:PassRole arn:aws:iam::${account}:role/passed`],
  ],
  ["events", json("PutEvents", { Entries: [{}] }), [`events:PutEvents ${of("events", "event-bus/default")}`]],
  [
    "logs",
    json("CreateLogStream", { logGroupName: "g", logStreamName: "s" }),
    [`logs:CreateLogStream ${of("logs", "log-group:g:log-stream:s")}`],
  ],
])("%s %j", async (service, request, expected) => {
  expect(said(await needs(service, request))).toEqual(expected);
});

test.each<[service: string, request: Request]>([
  ["dynamodb", json("ExecuteStatement", { Statement: "SELECT" })],
  ["ses", rest("GET", "/v2/email/contact-lists")],
  ["s3", rest("POST", "/state/a?select")],
  ["lambda", rest("GET", "/2015-03-31/functions")],
])("what %s %j needs is not known", async (service, request) => {
  expect(await needs(service, request)).toBeUndefined();
});

const apis = `arn:aws:apigateway:${region}::/apis`;
const apiArn = `${apis}/a1`;
test.each<[Request, string[]]>([
  [rest("POST", "/v2/apis", { body: '{"name":"a"}' }), [`apigateway:POST ${apis}`]],
  [rest("POST", "/v2/apis", { body: '{"name":"a","tags":{"b":"c"}}' }), [`apigateway:POST ${apis}`, `apigateway:TagResource ${apis}`]],
  [rest("PATCH", "/v2/apis/a1/stages/%24default", { body: "{}" }), [`apigateway:PATCH ${apiArn}/stages/$default`]],
  [rest("DELETE", "/v2/apis/a1/routes/r1"), [`apigateway:DELETE ${apiArn}/routes/r1`]],
  [
    rest("POST", `/v2/tags/${encodeURIComponent(apiArn)}`, { body: '{"tags":{"b":"c"}}' }),
    [`apigateway:POST arn:aws:apigateway:${region}::/tags/${encodeURIComponent(apiArn)}`],
  ],
])("API Gateway %j", async (request, expected) => {
  expect(said(await needs("apigateway", request))).toEqual(expected);
});

/** The names that the gateway gives to calls are those of the stand-in's routes. */
const lambdaCalls = lambdaRoutes(new LambdaState(account, region), {} as LambdaEffects).routes.map(
  ({ method, path }) => [method, path] as const,
);
test.each(lambdaCalls)("what Lambda's %s %s needs is known", async (method, path) => {
  const call = {
    service: "lambda",
    account,
    region,
    operation: `${method} ${routeName(path)}`,
    request: { method, url: path, headers: {} },
  } as Call;
  const asked = { call, input: {}, arn: of, functionOfMapping: () => undefined } as unknown as Asked;
  expect(await needsOf.lambda?.(asked)).toMatchObject([{ action: expect.stringMatching(/^lambda:/) }]);
});

test.each<[string, Request, object]>([
  [
    "secretsmanager",
    json("DescribeSecret", { SecretId: "app" }),
    { "secretsmanager:ResourceTag/team": "a", "secretsmanager:SecretId": "app" },
  ],
  [
    "secretsmanager",
    json("ReplicateSecretToRegions", { SecretId: "app", AddReplicaRegions: [{ Region: "eu-central-1" }] }),
    { "secretsmanager:AddReplicaRegions": ["eu-central-1"] },
  ],
  ["kms", json("CreateKey", { Tags: [{ TagKey: "a", TagValue: "b" }] }), { "aws:RequestTag/a": "b", "aws:TagKeys": ["a"] }],
  ["s3", rest("GET", "/state?prefix=a%2F"), { "s3:prefix": "a/" }],
  ["dynamodb", json("GetItem", { TableName: "journal", Key: { id: { S: "lease" } } }), { "dynamodb:LeadingKeys": ["lease"] }],
  [
    "dynamodb",
    json("Query", {
      TableName: "journal",
      KeyConditionExpression: "#i = :v",
      ExpressionAttributeNames: { "#i": "id" },
      ExpressionAttributeValues: { ":v": { S: "lease" } },
    }),
    { "dynamodb:LeadingKeys": ["lease"] },
  ],
  ["iam", form({ Action: "CreateUser", UserName: "a", PermissionsBoundary: "arn:b" }), { "iam:PermissionsBoundary": "arn:b" }],
  [
    "sns",
    form({ Action: "Subscribe", TopicArn: topic, Protocol: "email", Endpoint: "a@b.c" }),
    { "sns:Protocol": "email", "sns:Endpoint": "a@b.c" },
  ],
])("%s %j shows policies what it is about", async (service, request, context) => {
  expect((await needs(service, request))?.[0]?.context).toMatchObject(context);
});

test("Secrets Manager tries a key before it takes it for a secret", async () => {
  const [, trial] = (await needs("secretsmanager", json("CreateSecret", { Name: "app", KmsKeyId: "k1" }))) ?? [];
  expect(trial?.context).toMatchObject({
    "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com",
    "kms:EncryptionContext:SecretARN": secret,
    "kms:EncryptionContext:SecretVersionId": "RequestToValidateKeyAccess",
  });
});
