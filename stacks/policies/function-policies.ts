/**
 * What each function may do, and no more. Who changes a function's code can do this: so none of them may read a secret that its apply may not, or
 * change anything but what it keeps. The poller that feeds a function from a queue acts as the function's role.
 */
import { addressKeyAlias, type FunctionName } from "../../declaration/names/events";
import type { Environment } from "../../declaration/schema/environment";
import { anyKey, eventQueueArn, eventTableArn, functionLogs } from "./arns";
import type { Statement } from "./document";

export const functionPolicy: Record<FunctionName, (environment: Environment) => Statement[]> = {
  "take-events": (environment) => [
    allow("TakeEvents", ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], eventQueueArn(environment)),
    allow("KeepEvents", ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], eventTableArn(environment)),
    allow("FindMessages", "dynamodb:Query", `${eventTableArn(environment)}/index/*`),
    {
      ...allow("DigestAddresses", "kms:GenerateMac", anyKey(environment)),
      // The key's id is known only once it is made.
      Condition: { StringEquals: { "kms:RequestAlias": addressKeyAlias(environment.name) } },
    },
    writeLogs(environment, "take-events"),
  ],
  webhook: (environment) => [allow("QueueEvents", "sqs:SendMessage", eventQueueArn(environment)), writeLogs(environment, "webhook")],
};

const allow = (Sid: string, Action: string | string[], Resource: string): Statement => ({ Sid, Effect: "Allow", Action, Resource });

const writeLogs = (environment: Environment, name: FunctionName): Statement =>
  allow("WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], `${functionLogs(environment, name)}:*`);

export const trustLambda: Statement = {
  Sid: "Lambda",
  Effect: "Allow",
  Principal: { Service: "lambda.amazonaws.com" },
  Action: "sts:AssumeRole",
};
