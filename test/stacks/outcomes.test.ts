/** Where an application hears of outcomes: a queue, its address in the function, and the right to write there. */
import { Testing } from "cdktf";
import type { Environment } from "../../declaration/schema/environment";
import { isAllowed, type PolicyDocument } from "../../sandbox/aws/iam-policy";
import { EmailStack } from "../../stacks/email-stack";
import { eventRolePolicies } from "../../stacks/policies/event-resources";
import { functionPolicy } from "../../stacks/policies/function-policies";
import { dev } from "../fixtures/environments/dev";
import { staging } from "../fixtures/environments/staging";
import { testingApp } from "./testing-app";

type Attributes = Record<string, unknown>;
const synthesised = (environment: Environment) => {
  const text = Testing.synth(new EmailStack(testingApp(), environment), false);
  const { resource } = JSON.parse(text) as { resource: Record<string, Record<string, Attributes>> };
  const queues = Object.entries(resource.aws_sqs_queue ?? {});
  const queue = queues.find(([, { name }]) => name === `twinpost-${environment.name}-outcomes`);
  const functions = Object.values(resource.aws_lambda_function ?? {});
  const take = functions.find(({ function_name }) => function_name === `twinpost-${environment.name}-take-events`);
  const { variables } = (take?.environment ?? {}) as { variables?: Record<string, string> };
  return { queue, variables };
};

const declared: Environment = { ...staging, outcomes: "queue" };
const arn = `arn:aws:sqs:${staging.aws.region}:${staging.aws.account}:twinpost-staging-outcomes`;
const may = (environment: Environment, action: string): boolean => {
  const Statement = functionPolicy["take-events"](environment) as PolicyDocument["Statement"];
  return isAllowed([{ Statement }], { action, resources: [arn], context: {} });
};

test("declared, the function knows the queue and may write into it, no more", () => {
  const { queue, variables } = synthesised(declared);
  expect(queue?.[1]).toMatchObject({ sqs_managed_sse_enabled: true, message_retention_seconds: 14 * 24 * 3600 });
  expect(variables?.TWINPOST_OUTCOME_QUEUE).toBe(`\${aws_sqs_queue.${queue?.[0]}.url}`);
  expect(["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"].map((action) => may(declared, action))).toEqual([
    true,
    false,
    false,
  ]);
});

test("not declared, there is none", () => {
  const { queue, variables } = synthesised(staging);
  expect([queue, variables?.TWINPOST_OUTCOME_QUEUE, may(staging, "sqs:SendMessage")]).toEqual([undefined, undefined, false]);
});

test("where all mail ends in a test server, nobody hears of anything", () => {
  expect(synthesised({ ...dev, outcomes: "queue" }).queue).toBeUndefined();
  expect(JSON.stringify(eventRolePolicies["break-glass"]({ ...dev, outcomes: "queue" }))).toBe("[]");
});
