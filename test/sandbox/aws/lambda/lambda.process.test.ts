/** The sandbox's Lambda: code that really runs, as its role, fed from a queue. */
import { createHash } from "node:crypto";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { zipSync } from "fflate";
import { type AwsWorld, account, region, startAwsWorld } from "../world";

let world: AwsWorld;

const trust = (service: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }] });
const roleArn = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const queueArn = (name: string) => `arn:aws:sqs:${region}:${account}:${name}`;

beforeAll(async () => {
  world = await startAwsWorld();

  await world.admin.iam.createRole({ RoleName: "runs", AssumeRolePolicyDocument: trust("lambda.amazonaws.com") });
  await world.admin.iam.createRole({ RoleName: "another", AssumeRolePolicyDocument: trust("ecs-tasks.amazonaws.com") });
  await world.admin.iam.putRolePolicy({
    RoleName: "runs",
    PolicyName: "own",
    PolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], Resource: queueArn("in") },
        { Effect: "Allow", Action: "dynamodb:PutItem", Resource: `arn:aws:dynamodb:${region}:${account}:table/seen` },
      ],
    }),
  });
}, 180_000);
afterAll(() => world.stop());

function headersOf(service: string, more: Record<string, string> = {}) {
  const { accessKeyId } = world.aws.account(account);
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=none`,
    ...more,
  };
}

async function lambda(
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
  const response = await fetch(`${world.aws.url}${path}`, {
    method,
    headers: headersOf("lambda"),
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? {} : JSON.parse(text) };
}

const sqs = (action: string, input: object) => json("sqs", `AmazonSQS.${action}`, input);
const logs = (action: string, input: object) => json("logs", `Logs_20140328.${action}`, input);

async function json(service: string, target: string, input: object): Promise<Record<string, unknown>> {
  const headers = headersOf(service, { "content-type": "application/x-amz-json-1.0", "x-amz-target": target });
  const response = await fetch(world.aws.url, { method: "POST", headers, body: JSON.stringify(input) });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text === "" ? {} : JSON.parse(text);
}

const zipOf = (code: string) => Buffer.from(zipSync({ "handler.js": Buffer.from(code) }));
async function create(name: string, code: string, more: object = {}) {
  const zip = zipOf(code);
  const given = {
    FunctionName: name,
    Role: roleArn("runs"),
    Handler: "handler.handler",
    Runtime: "nodejs22.x",
    Code: { ZipFile: zip.toString("base64") },
    ...more,
  };
  return { zip, answer: await lambda("POST", "/2015-03-31/functions", given) };
}
const invoke = (name: string, event: object) => lambda("POST", `/2015-03-31/functions/${name}/invocations`, event);

test("the code that was given is run, with its variables and nothing of ours", async () => {
  process.env.SECRET_OF_THIS_PROCESS = "x";
  const code =
    "exports.handler = async (event) => ({ event, variable: process.env.GIVEN, ours: process.env.SECRET_OF_THIS_PROCESS ?? null, region: process.env.AWS_REGION })";
  const { zip, answer } = await create("echo", code, { Environment: { Variables: { GIVEN: "1" } } });
  expect([answer.status, answer.body.CodeSha256]).toEqual([201, createHash("sha256").update(zip).digest("base64")]);
  expect((await invoke("echo", { a: 1 })).body).toEqual({ event: { a: 1 }, variable: "1", ours: null, region });
});

test("an update is run by the next call", async () => {
  await create("changes", "exports.handler = async () => 1");
  expect((await invoke("changes", {})).body).toBe(1);
  await lambda("PUT", "/2015-03-31/functions/changes/code", { ZipFile: zipOf("exports.handler = async () => 2").toString("base64") });
  expect((await invoke("changes", {})).body).toBe(2);
});

test.each([
  ["throws", "exports.handler = async () => { throw new TypeError('no') }", { errorType: "TypeError", errorMessage: "no" }],
  ["ends its process", "exports.handler = async () => process.exit(3)", { errorType: "Runtime.ExitError" }],
  ["takes too long", "exports.handler = () => new Promise(() => setTimeout(() => {}, 60_000))", { errorType: "Sandbox.Timedout" }],
  ["has no handler", "exports.other = 1", { errorType: "Runtime.HandlerNotFound" }],
  ["is no JavaScript", "exports.handler = (", { errorType: "SyntaxError" }],
])("a function that %s fails, and the next call is served", async (what, code, payload) => {
  const name = what.replaceAll(" ", "-");
  await create(name, code, { Timeout: 1 });
  for (const _ of [1, 2]) {
    const { headers, body } = await invoke(name, {});
    expect(headers.get("x-amz-function-error")).toBe("Unhandled");
    expect(body).toMatchObject(payload);
  }
});

test.each([roleArn("another"), roleArn("nobody")])("%s cannot be taken by Lambda", async (Role) => {
  const { answer } = await create("without-role", "", { Role });
  expect([answer.status, answer.headers.get("x-amzn-errortype")]).toEqual([400, "InvalidParameterValueException"]);
});

test("events of a function run side by side, each in a process that the next one uses again", async () => {
  const code = "exports.handler = async () => { await new Promise((end) => setTimeout(end, 500)); return process.pid; }";
  await create("slow", code);
  const pids = (await Promise.all([invoke("slow", {}), invoke("slow", {}), invoke("slow", {})])).map(({ body }) => Number(body));
  expect(new Set(pids).size).toBe(3);
  expect(pids).toContain(Number((await invoke("slow", {})).body));
});

test("a role that cannot be taken for a while does not break its function", async () => {
  const role = { RoleName: "comes-and-goes", AssumeRolePolicyDocument: trust("lambda.amazonaws.com") };
  await world.admin.iam.createRole(role);
  await create("patient", "exports.handler = async () => 1", { Role: roleArn("comes-and-goes") });
  await world.admin.iam.deleteRole({ RoleName: "comes-and-goes" });
  expect((await invoke("patient", {})).status).toBe(400);
  await world.admin.iam.createRole(role);
  expect((await invoke("patient", {})).body).toBe(1);
});

test("a queue feeds it: what failed comes again, what was taken is gone", async () => {
  await sqs("CreateQueue", { QueueName: "in", Attributes: { VisibilityTimeout: "1" } });
  const { accessKeyId, secretAccessKey } = world.aws.account(account);
  const dynamodb = new DynamoDB({ endpoint: world.aws.url, region, credentials: { accessKeyId, secretAccessKey } });
  await dynamodb.createTable({
    TableName: "seen",
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
  });
  const code = `let first = true;
    exports.handler = async ({ Records }) => {
      const { accessKeyId, token } = { accessKeyId: process.env.AWS_ACCESS_KEY_ID, token: process.env.AWS_SESSION_TOKEN };
      const batchItemFailures = [];
      for (const { messageId, body } of Records) {
        if (body === "again" && first) { first = false; batchItemFailures.push({ itemIdentifier: messageId }); continue; }
        const headers = { authorization: "AWS4-HMAC-SHA256 Credential=" + accessKeyId + "/20260101/${region}/dynamodb/aws4_request, SignedHeaders=host, Signature=none",
          "x-amz-security-token": token, "content-type": "application/x-amz-json-1.0", "x-amz-target": "DynamoDB_20120810.PutItem" };
        const put = { TableName: "seen", Item: { id: { S: body } } };
        const answer = await fetch(process.env.AWS_ENDPOINT_URL, { method: "POST", headers, body: JSON.stringify(put) });
        console.log(JSON.stringify({ body, status: answer.status }));
      }
      return { batchItemFailures };
    };`;
  await create("taker", code);
  const mapping = { FunctionName: "taker", EventSourceArn: queueArn("in"), FunctionResponseTypes: ["ReportBatchItemFailures"] };
  const { body } = await lambda("POST", "/2015-03-31/event-source-mappings", mapping);
  const QueueUrl = `${world.aws.url}/${account}/in`;
  for (const text of ["one", "again", "two"]) await sqs("SendMessage", { QueueUrl, MessageBody: text });
  await until(async () => ((await dynamodb.scan({ TableName: "seen" })).Items ?? []).length === 3);
  await until(async () => {
    const { Attributes } = (await sqs("GetQueueAttributes", { QueueUrl, AttributeNames: ["All"] })) as {
      Attributes: Record<string, string>;
    };
    return Attributes.ApproximateNumberOfMessages === "0" && Attributes.ApproximateNumberOfMessagesNotVisible === "0";
  });
  expect(world.aws.lambda.lines().filter(({ name }) => name === "taker")).toHaveLength(3);
  const path = `/2015-03-31/event-source-mappings/${body.UUID}`;
  expect((await lambda("DELETE", path)).status).toBe(202);
  expect((await lambda("GET", path)).status).toBe(404);
});

test("what its role may not do, it cannot do", async () => {
  const code = `exports.handler = async () => {
    const headers = { authorization: "AWS4-HMAC-SHA256 Credential=" + process.env.AWS_ACCESS_KEY_ID + "/20260101/${region}/dynamodb/aws4_request, SignedHeaders=host, Signature=none",
      "x-amz-security-token": process.env.AWS_SESSION_TOKEN, "content-type": "application/x-amz-json-1.0", "x-amz-target": "DynamoDB_20120810.DeleteTable" };
    return (await fetch(process.env.AWS_ENDPOINT_URL, { method: "POST", headers, body: JSON.stringify({ TableName: "seen" }) })).status;
  }`;
  await create("curious", code);
  expect((await invoke("curious", {})).body).toBe(400);
  expect([...world.log.denied].join("\n")).toContain("dynamodb:DeleteTable");
});

test("a function's line of metrics counts if its role may write logs, and for the filters of its log group", async () => {
  const Statement = {
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: "arn:aws:logs:*:*:log-group:/aws/lambda/counts:*",
  };
  const line = {
    _aws: { Timestamp: Date.now(), CloudWatchMetrics: [{ Namespace: "n", Dimensions: [[]], Metrics: [{ Name: "m" }] }] },
    m: 1,
  };
  await create("counts", `exports.handler = async () => console.log(${JSON.stringify(JSON.stringify(line))});`);
  const metric = { namespace: "n", name: "m", dimensions: {} };
  const store = world.aws.cloudwatch.metrics(account, region);
  const counted = () => store.samples(metric).length;
  const logGroupName = "/aws/lambda/counts";
  const metricTransformations = [{ metricNamespace: "n", metricName: "filtered", metricValue: "$.m" }];
  await logs("CreateLogGroup", { logGroupName });
  await logs("PutMetricFilter", { logGroupName, filterName: "f", filterPattern: "{ $.m >= 1 }", metricTransformations });

  await invoke("counts", {});
  await until(async () => [...world.log.denied].some((each) => each.startsWith("logs:CreateLogStream") && each.includes("/counts:")));
  await world.admin.iam.putRolePolicy({
    RoleName: "runs",
    PolicyName: "logs",
    PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
  });
  await invoke("counts", {});
  await until(async () => counted() > 0);
  expect(counted()).toBe(1);
  expect(store.samples({ ...metric, name: "filtered" })).toMatchObject([{ sum: 1, count: 1 }]);
  expect(await logs("DescribeMetricFilters", { logGroupName })).toMatchObject({
    metricFilters: [{ filterName: "f", filterPattern: "{ $.m >= 1 }", metricTransformations }],
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error("it did not come about within a minute");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
