/**
 * What each function may do, and no more. Who changes a function's code can do this: so none of them may read a secret with which one could do more
 * than its apply, or change anything but what it keeps. The poller that feeds a function from a queue acts as the function's role.
 */
import { watchSecretsOf } from "../../declaration/alarms/watch-secrets";
import { tellsOutcomes } from "../../declaration/events";
import { addressKeyAlias, type FunctionName } from "../../declaration/names/events";
import { type Environment, sendingProvidersOf } from "../../declaration/schema/environment";
import { sendingProviders } from "../../mail/providers/sending-providers";
import {
  anyKey,
  eventArchiveArn,
  eventQueueArn,
  eventTableArn,
  functionLogs,
  outcomeQueueArn,
  providerSecrets,
  smtpUser,
  watchSecretArn,
} from "./arns";
import type { Statement } from "./document";

export const functionPolicy: Record<FunctionName, (environment: Environment) => Statement[]> = {
  "take-events": (environment) => [
    allow("TakeEvents", ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], eventQueueArn(environment)),
    allow("KeepEvents", ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], eventTableArn(environment)),
    allow("FindMessages", "dynamodb:Query", `${eventTableArn(environment)}/index/*`),
    digestAddresses(environment),
    // Never over one that is there.
    {
      ...allow("ArchiveEvents", "s3:PutObject", `${eventArchiveArn(environment)}/*`),
      Condition: { Null: { "s3:if-none-match": "false" } },
    },
    ...(tellsOutcomes(environment) ? [allow("TellOutcomes", "sqs:SendMessage", outcomeQueueArn(environment))] : []),
    writeLogs(environment, "take-events"),
  ],
  notify: (environment) => [...readSecrets(environment, "notify"), writeLogs(environment, "notify")],
  watch: (environment) => [
    ...readSecrets(environment, "watch"),
    // Neither has resources that could be named.
    allow("AskMetrics", "cloudwatch:GetMetricStatistics", "*"),
    allow("AskSes", "ses:GetAccount", "*"),
    {
      Sid: "AskWhetherCredentialsAreIssued",
      Effect: "Allow",
      Action: "secretsmanager:DescribeSecret",
      Resource: providerSecrets(environment),
    },
    allow("AskForKeys", "iam:ListAccessKeys", smtpUser(environment)),
    allow("AskHowLongEventsAreKept", "dynamodb:DescribeTable", eventTableArn(environment)),
    ...(listsDeliveries(environment)
      ? [
          allow("LookForDeliveries", "dynamodb:GetItem", eventTableArn(environment)),
          allow("FindMessages", "dynamodb:Query", `${eventTableArn(environment)}/index/*`),
          digestAddresses(environment),
        ]
      : []),
    writeLogs(environment, "watch"),
  ],
  webhook: (environment) => [allow("QueueEvents", "sqs:SendMessage", eventQueueArn(environment)), writeLogs(environment, "webhook")],
};

/** Whether the deliveries that a provider lists are looked for among ours. */
const listsDeliveries = (environment: Environment): boolean =>
  sendingProvidersOf(environment).some((provider) => sendingProviders[provider].watchable?.includes("deliveries"));

const digestAddresses = (environment: Environment): Statement => ({
  ...allow("DigestAddresses", "kms:GenerateMac", anyKey(environment)),
  // The key's id is known only once it is made.
  Condition: { StringEquals: { "kms:RequestAlias": addressKeyAlias(environment.name) } },
});

/** Through Secrets Manager only, and for these secrets only. */
function readSecrets(environment: Environment, reader: FunctionName): Statement[] {
  const secrets = watchSecretsOf(environment)
    .filter((each) => each.reader === reader)
    .map(({ name }) => watchSecretArn(environment, name));
  if (secrets.length === 0) return [];
  const read: Statement = { Sid: "ReadSecrets", Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secrets };
  const Condition = {
    StringEquals: { "kms:ViaService": `secretsmanager.${environment.aws.region}.amazonaws.com` },
    StringLike: { "kms:EncryptionContext:SecretARN": secrets },
  };
  return [read, { ...allow("DecryptSecrets", "kms:Decrypt", anyKey(environment)), Condition }];
}

const allow = (Sid: string, Action: string | string[], Resource: string): Statement => ({ Sid, Effect: "Allow", Action, Resource });

const writeLogs = (environment: Environment, name: FunctionName): Statement =>
  allow("WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], `${functionLogs(environment, name)}:*`);

export const trustLambda: Statement = {
  Sid: "Lambda",
  Effect: "Allow",
  Principal: { Service: "lambda.amazonaws.com" },
  Action: "sts:AssumeRole",
};
