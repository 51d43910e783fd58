/** What keeps what became of messages, as it is declared: names and limits on which functions and roles rely, and whose code may run. */
import { createHash } from "node:crypto";
import { keepsEvents } from "../../declaration/events";
import { functionNames } from "../../declaration/names/events";
import { codeOf } from "../../stacks/assets/function-code";
import { dev } from "../fixtures/environments/dev";
import { staging } from "../fixtures/environments/staging";
import { resourcesOf, stack, synthesise } from "./synthesised-email";
import { accounts, synthesise as synthesiseAccount } from "./synthesised-roles";

const only = (type: string): Record<string, unknown> => resourcesOf(type)[0] as Record<string, unknown>;
const json = (value: unknown): unknown => JSON.parse(String(value));

test("a capture server's environment keeps nothing, and has no function", () => {
  expect(keepsEvents(dev)).toBe(false);
  expect(Object.keys(synthesise(dev as never).resource).filter((type) => /lambda|sqs|apigateway/.test(type))).toEqual([]);
});

test("a message that fails five times is kept for two weeks; nobody reads a queue without TLS, and only SNS's topic writes by its policy", () => {
  const queue = stack.resource.aws_sqs_queue?.events_queue ?? {};
  const dead = "arn:aws:sqs:eu-west-1:111122223333:twinpost-staging-events-dead";
  expect(json(queue.redrive_policy)).toEqual({ deadLetterTargetArn: dead, maxReceiveCount: 5 });
  expect(resourcesOf("aws_sqs_queue")).toMatchObject([
    { message_retention_seconds: 1_209_600, sqs_managed_sse_enabled: true },
    { message_retention_seconds: 1_209_600, sqs_managed_sse_enabled: true },
  ]);
  const topic = "arn:aws:sns:eu-west-1:111122223333:twinpost-staging-sending-events";
  expect(json(queue.policy)).toMatchObject({
    Statement: [
      { Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Condition: { ArnEquals: { "aws:SourceArn": topic } } },
      { Effect: "Deny", Principal: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
    ],
  });
  // SQS asks for the time of six tries: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
  expect(queue.visibility_timeout_seconds).toBe(180);
});

test("one message that cannot be taken brings back itself alone, and the account's concurrency is left to others", () => {
  expect(only("aws_lambda_event_source_mapping")).toMatchObject({
    function_response_types: ["ReportBatchItemFailures"],
    scaling_config: { maximum_concurrency: 5 },
  });
  for (const each of resourcesOf("aws_lambda_function")) expect(each).not.toHaveProperty("reserved_concurrent_executions");
});

test("SNS signs with SHA-256 what it puts into the queue, in its envelope", () => {
  expect(stack.resource.aws_sns_topic?.sending_events_topic).toMatchObject({ signature_version: 2 });
  expect(stack.resource.aws_sns_topic_subscription?.["sending_to-queue"]).not.toHaveProperty("raw_message_delivery");
});

test("SendGrid posts signed events, and none about opens and clicks, to an address that is throttled and takes nothing else", () => {
  expect(only("sendgrid_event_webhook")).toMatchObject({ enabled: true, signed: true, delivered: true, bounce: true, dropped: true });
  for (const kind of ["open", "click"]) expect(only("sendgrid_event_webhook")).not.toHaveProperty(kind);
  expect(resourcesOf("aws_apigatewayv2_route")).toMatchObject([{ route_key: "POST /events" }]);
  expect(only("aws_apigatewayv2_stage")).toMatchObject({
    default_route_settings: { throttling_rate_limit: 100, throttling_burst_limit: 200 },
  });
});

test("the code that is applied is the code that was planned", () => {
  for (const name of ["take-events", "webhook"] as const) {
    const digest = createHash("sha256").update(codeOf(name)).digest("base64");
    const found = resourcesOf("aws_lambda_function").find(({ filename }) => filename === `functions/${name}.zip`);
    expect(found).toMatchObject({ source_code_hash: digest });
    const checked = { precondition: [{ condition: expect.stringContaining(`== "${digest}"`) }] };
    expect(found?.lifecycle).toMatchObject(checked);
  }
});

test("no function has a variable that could be a secret, and each runs as the role of its name", () => {
  for (const { environment, role, function_name: name } of resourcesOf("aws_lambda_function")) {
    const { variables } = environment as { variables: Record<string, string> };
    expect(Object.keys(variables).filter((each) => /SECRET|TOKEN|PASSWORD|API_KEY/.test(each))).toEqual([]);
    expect(role).toBe(`arn:aws:iam::111122223333:role/${name}`);
  }
});

test("only Lambda takes a function's role, which reads no secret, assumes no role and passes none", () => {
  const roles = accounts.flatMap((account) => Object.values(synthesiseAccount(account).resource.aws_iam_role ?? {}));
  const policies = accounts.flatMap((account) => Object.entries(synthesiseAccount(account).resource.aws_iam_role_policy ?? {}));
  const ours = roles.filter(({ name }) => functionNames.some((each) => name === `twinpost-staging-${each}`));
  expect(ours.length).toBeGreaterThanOrEqual(2);
  for (const { assume_role_policy: trust } of ours)
    expect(json(trust)).toMatchObject({ Statement: [{ Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }] });
  for (const name of ["take-events", "webhook"]) {
    const [, found] = policies.find(([id]) => id === `staging-functions_${name}-policy`) ?? [];
    const { Statement } = json(found?.policy) as { Statement: { Action: string | string[]; Resource: string }[] };
    const actions = Statement.flatMap(({ Action }) => Action);
    expect(
      actions.filter((action) => /^(secretsmanager|iam|sts|ses|lambda):|^s3:(?!PutObject$)|\*|:Delete(?!Message)/.test(action)),
    ).toEqual([]);
    expect(Statement.map(({ Resource }) => Resource)).not.toContain("*");
  }
});

test("streams are what the environment declares", () => {
  const { resource } = synthesise({ ...staging, streams: ["invitations", "reminders"] } as never);
  const taker = Object.values(resource.aws_lambda_function ?? {}).find(({ filename }) => filename === "functions/take-events.zip");
  expect(taker).toMatchObject({ environment: { variables: { TWINPOST_STREAMS: "invitations,reminders" } } });
});
