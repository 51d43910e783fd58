/**
 * What Terraform's AWS provider does to what keeps what became of messages. Each role has it in managed policies of its own: IAM stores 10,240
 * characters of a role's other permissions. Names are whole: "twinpost-prod-*" would be those of "prod-eu" as well.
 */
import { functionsOf, tellsOutcomes } from "../../declaration/events";
import { sendingEventTopic, topicArn } from "../../declaration/names/alarms";
import { addressKeyAlias, functionRoleArn } from "../../declaration/names/events";
import type { EventAwsType } from "../../declaration/names/managed-types";
import type { RoleKind } from "../../declaration/names/roles";
import type { Environment } from "../../declaration/schema/environment";
import { archiveUses } from "./archive-uses";
import {
  anyKey,
  deadEventQueueArn,
  eventArchiveArn,
  eventQueueArn,
  eventTableArn,
  functionArn,
  functionLogs,
  outcomeQueueArn,
  regional,
} from "./arns";
import type { Statement } from "./document";
import { tableUses } from "./table-uses";
import { type ManagedType, on, statementsOf, type Use } from "./use";

/** The functions' roles, for Lambda alone: who makes a function chooses what it may do. */
const passRoles = (environment: Environment): Use => ({
  ...on(
    functionsOf(environment).map((name) => functionRoleArn(environment, name)),
    "iam:PassRole",
  ),
  condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
});

export function eventResources(environment: Environment): Record<EventAwsType, ManagedType> {
  const names = functionsOf(environment);
  const functions = names.map((name) => functionArn(environment, name));
  const logs = names.map((name) => functionLogs(environment, name));
  const outcomes = tellsOutcomes(environment) ? [outcomeQueueArn(environment)] : [];
  const queues = [eventQueueArn(environment), deadEventQueueArn(environment), ...outcomes];
  const ofOurFunctions = { ArnEquals: { "lambda:FunctionArn": functions } };
  const mappings = regional("lambda", environment, "event-source-mapping:*");
  return {
    ...archiveUses(environment),
    ...httpApi(environment),
    aws_cloudwatch_log_group: {
      // IAM knows no resource for the first.
      read: [
        on("*", "logs:DescribeLogGroups"),
        on(
          logs.flatMap((group) => [group, `${group}:*`]),
          "logs:ListTagsForResource",
        ),
      ],
      write: [
        on(
          logs.flatMap((group) => [group, `${group}:*`]),
          "logs:CreateLogGroup",
          "logs:PutRetentionPolicy",
          "logs:TagResource",
          "logs:UntagResource",
          "logs:DeleteLogGroup",
        ),
      ],
      remove: [],
    },
    aws_lambda_event_source_mapping: {
      read: [
        // Of one that is gone there is no function: Terraform asks until it is told so.
        { ...on(mappings, "lambda:GetEventSourceMapping"), condition: { ArnEqualsIfExists: ofOurFunctions.ArnEquals } },
        on(mappings, "lambda:ListTags"),
      ],
      // One that is not there yet has no ARN.
      write: [
        { ...on("*", "lambda:CreateEventSourceMapping"), condition: ofOurFunctions },
        { ...on(mappings, "lambda:UpdateEventSourceMapping", "lambda:DeleteEventSourceMapping"), condition: ofOurFunctions },
        on(mappings, "lambda:TagResource", "lambda:UntagResource"),
      ],
      remove: [],
    },
    aws_lambda_function: {
      read: [
        on(functions, "lambda:GetFunction", "lambda:GetFunctionCodeSigningConfig", "lambda:ListTags", "lambda:ListVersionsByFunction"),
      ],
      write: [
        on(
          functions,
          "lambda:CreateFunction",
          "lambda:UpdateFunctionCode",
          "lambda:UpdateFunctionConfiguration",
          "lambda:TagResource",
          "lambda:UntagResource",
          "lambda:DeleteFunction",
        ),
        on(functions, "lambda:GetFunctionConfiguration"),
        passRoles(environment),
      ],
      remove: [],
    },
    aws_lambda_permission: {
      read: [on(functions, "lambda:GetPolicy")],
      write: [
        {
          ...on(functions, "lambda:AddPermission"),
          condition: { StringEquals: { "lambda:Principal": ["apigateway.amazonaws.com", "events.amazonaws.com", "sns.amazonaws.com"] } },
        },
        on(functions, "lambda:RemovePermission"),
      ],
      remove: [],
    },
    aws_sqs_queue: {
      read: [on(queues, "sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags")],
      write: [on(queues, "sqs:CreateQueue", "sqs:SetQueueAttributes", "sqs:TagQueue", "sqs:UntagQueue")],
      remove: [on(queues, "sqs:DeleteQueue")],
    },
  };
}

/** API Gateway's ids are its own, and what is in an API has no tags: the region's APIs are not told apart. */
function httpApi(environment: Environment): Pick<Record<EventAwsType, ManagedType>, Extract<EventAwsType, `aws_apigatewayv2_${string}`>> {
  const root = `arn:aws:apigateway:${environment.aws.region}::`;
  const [apis, tags] = [[`${root}/apis`, `${root}/apis/*`], `${root}/tags/*`];
  const none: ManagedType = { read: [], write: [], remove: [] };
  if (!functionsOf(environment).includes("webhook"))
    return { aws_apigatewayv2_api: none, aws_apigatewayv2_integration: none, aws_apigatewayv2_route: none, aws_apigatewayv2_stage: none };
  const each: ManagedType = {
    read: [on(apis, "apigateway:GET")],
    write: [on(apis, "apigateway:POST", "apigateway:PATCH", "apigateway:DELETE")],
    remove: [],
  };
  return {
    aws_apigatewayv2_api: {
      read: [...each.read, on(tags, "apigateway:GET")],
      write: [...each.write, on(apis, "apigateway:TagResource"), on(tags, "apigateway:POST", "apigateway:DELETE")],
      remove: [],
    },
    aws_apigatewayv2_integration: each,
    aws_apigatewayv2_route: each,
    aws_apigatewayv2_stage: each,
  };
}

/** Of types that the rest of the stack has as well. */
function alsoOfEvents(environment: Environment): ManagedType[] {
  const alias = [regional("kms", environment, addressKeyAlias(environment.name)), anyKey(environment)];
  return [
    tableUses(eventTableArn(environment), "dynamodb:UpdateTimeToLive"),
    {
      read: [],
      write: [on(alias, "kms:CreateAlias", "kms:UpdateAlias")],
      remove: [on(alias, "kms:DeleteAlias")],
    },
    // The queue alone: whoever else subscribed would get events, which name recipients.
    {
      read: [on(topicArn(environment, sendingEventTopic(environment.name)), "sns:ListSubscriptionsByTopic")],
      write: [
        {
          ...on(topicArn(environment, sendingEventTopic(environment.name)), "sns:Subscribe"),
          condition: { StringEquals: { "sns:Protocol": "sqs", "sns:Endpoint": eventQueueArn(environment) } },
        },
      ],
      remove: [],
    },
  ];
}

/** Each is in a managed policy of its own: IAM stores 6,144 characters of one. */
const parts = ["events", "functions"] as const;
export type EventPart = (typeof parts)[number];
const partOf = (type: string): EventPart => (/^aws_(lambda_|apigatewayv2_|cloudwatch_log_group$)/.test(type) ? "functions" : "events");

/** Where nothing is kept: none. */
function eventPolicy(environment: Environment, ...phases: ("read" | "write" | "remove")[]): [EventPart, Statement[]][] {
  if (functionsOf(environment).length === 0) return [];
  const all = Object.entries(eventResources(environment));
  return parts.map((part) => {
    const own = all.filter(([type]) => partOf(type) === part).map(([, uses]) => uses);
    const types = part === "events" ? [...own, ...alsoOfEvents(environment)] : own;
    return [part, statementsOf(phases.flatMap((phase) => types.flatMap((type) => type[phase])))];
  });
}

/** Who may write the bucket's policy could let itself in, and ReadOnlyAccess would let anybody in: a job reads no raw event. */
const withoutRawEvents = (environment: Environment, all: [EventPart, Statement[]][]): [EventPart, Statement[]][] =>
  all.map(([part, may]) => [part, part === "events" ? [...may, neverReadsRawEvents(environment)] : may]);

const neverReadsRawEvents = (environment: Environment): Statement => ({
  Sid: "NeverReadsRawEvents",
  Effect: "Deny",
  Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:DeleteObject", "s3:DeleteObjectVersion"],
  Resource: `${eventArchiveArn(environment)}/*`,
});

/** Besides what role-policies.ts has. */
export const eventRolePolicies: Record<RoleKind, (environment: Environment) => [EventPart, Statement[]][]> = {
  plan: (environment) => withoutRawEvents(environment, eventPolicy(environment, "read")),
  review: (environment) => withoutRawEvents(environment, eventPolicy(environment, "read")),
  apply: (environment) => withoutRawEvents(environment, eventPolicy(environment, "read", "write")),
  rotate: () => [],
  "break-glass": (environment) => eventPolicy(environment, "read", "write", "remove"),
};
