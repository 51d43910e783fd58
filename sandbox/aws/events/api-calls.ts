/**
 * A call to AWS as CloudTrail tells it. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 * Of the request's parameters only those that name something: values of secrets, messages and code are not among them at AWS either.
 */
import { randomUUID } from "node:crypto";
import type { Caller } from "../access/caller";
import type { Answer, Call } from "../call";
import { readInput } from "../query-protocol";

/** Calls that only read match no rule but one for all management events. */
export const isRead = (operation: string): boolean => /^(Get|List|Describe)/.test(operation);

interface Recorded {
  call: Call;
  answer: Answer;
  /** Of the caller. */
  arn: string;
  at: Date;
}

/** @returns the event's `detail`s: reading many secrets in one call is recorded as GetSecretValue of each. */
export function apiCalls({ call, answer, arn, at }: Recorded): Record<string, unknown>[] {
  const { service, operation, region, account, caller, request } = call;
  const common = {
    eventVersion: "1.11",
    userIdentity: identityOf(caller, arn),
    eventTime: at.toISOString().replace(/\.\d+Z$/, "Z"),
    eventSource: `${service}.amazonaws.com`,
    awsRegion: region,
    sourceIPAddress: "127.0.0.1",
    userAgent: request.headers["user-agent"] ?? "",
    ...errorOf(answer),
    responseElements: null,
    requestID: randomUUID(),
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: "Management",
  };
  const record = (eventName: string, requestParameters: object): Record<string, unknown> => ({
    ...common,
    eventName,
    readOnly: isRead(eventName),
    requestParameters,
    eventID: randomUUID(),
  });
  const parameters = parametersOf(call);
  if (service === "secretsmanager" && operation === "BatchGetSecretValue") {
    const { secretIdList = [] } = parameters as { secretIdList?: string[] };
    return secretIdList.map((secretId) => record("GetSecretValue", { secretId }));
  }
  return [record(operation, parameters)];
}

const named =
  /^(secretId|secretIdList|name|versionId|versionStage|userName|roleName|roleArn|keyId|topicArn|functionName|alarmName|tableName|queueUrl)$/;

function parametersOf(call: Call): Record<string, unknown> {
  if (call.dialect === "s3" || !/^\w+$/.test(call.operation)) return {};
  const parameters = Object.entries(readInput(call)).map(
    ([key, value]) => [`${key.charAt(0).toLowerCase()}${key.slice(1)}`, value] as const,
  );
  return Object.fromEntries(parameters.filter(([key]) => named.test(key)));
}

function identityOf(caller: Caller, arn: string): object {
  const { account: accountId } = caller;
  if (caller.kind === "session") {
    const { role } = caller.session;
    const sessionIssuer = { type: "Role", principalId: role.id, arn: role.arn, accountId, userName: role.name };
    return { type: "AssumedRole", principalId: `${role.id}:${caller.session.name}`, arn, accountId, sessionContext: { sessionIssuer } };
  }
  return { type: "IAMUser", arn, accountId, userName: caller.kind === "user" ? caller.userName : "moto" };
}

function errorOf({ status, headers, body }: Answer): object {
  if (status < 400) return {};
  const named = String(headers["x-amzn-errortype"] ?? "") || (/<Code>([^<]+)/.exec(String(body))?.[1] ?? String(status));
  return { errorCode: named.replace(/Exception$/, "") === "AccessDenied" ? "AccessDenied" : named };
}
