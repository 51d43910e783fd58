/** Where an environment keeps what became of its messages, and the functions that take and watch it. A contract: another name is an empty table. */
import type { Environment, EnvironmentName } from "../schema/environment";

/** Of DynamoDB. */
export const eventTable = (environment: EnvironmentName): string => `twinpost-${environment}-events`;
/** Of SQS: events that wait to be taken, and those that could not be. */
export const eventQueue = (environment: EnvironmentName): string => `twinpost-${environment}-events`;
export const eventQueueUrl = ({ name, aws }: Pick<Environment, "name" | "aws">): string =>
  `https://sqs.${aws.region}.amazonaws.com/${aws.account}/${eventQueue(name)}`;
export const deadEventQueue = (environment: EnvironmentName): string => `twinpost-${environment}-events-dead`;
/** The HTTP API to which a provider posts its events, and the webhook at the provider. */
export const webhookApi = (environment: EnvironmentName): string => `twinpost-${environment}-webhook`;
export const webhookPath = "/events";
/** Of SQS: what became of messages, for the application. */
export const outcomeQueue = (environment: EnvironmentName): string => `twinpost-${environment}-outcomes`;
/** Of S3: what providers told, as it came. Names are global, so the account makes it unique; a region has 14 letters, and a name may have 63. */
export const eventArchive = ({ name, aws }: Pick<Environment, "name" | "aws">): string =>
  `twinpost-events-${name}-${aws.account}-${aws.region}`;
export const isEventArchive = (bucket: string): boolean => /^twinpost-events-[a-z][a-z0-9-]*-\d{12}-[a-z0-9-]+$/.test(bucket);
/** S3 deletes what is older. */
export const archiveDays = 30;
/**
 * "2026-11-29/ses-101530123Z-4fa1...": the day of its first event, the provider, the time, and the digest of its bytes. The same for the same bytes,
 * however often and whenever they come.
 */
export function archiveKey({ provider, at, digest }: { provider: string; at: number | undefined; digest: string }): string {
  const time = new Date(at ?? Number.NaN);
  const [day, second] = Number.isNaN(time.getTime()) ? ["undated", "unknown"] : time.toISOString().split("T");
  return `${day}/${provider}-${second?.replace(/[:.]/g, "")}-${digest}`;
}
/** Of KMS: makes the keyed digests of addresses. */
export const addressKeyAlias = (environment: EnvironmentName): string => `alias/twinpost-${environment}-addresses`;

/** Of Lambda. Each runs as a role of its own, which has its name and is in the account's stack. */
export const functionNames = ["take-events", "webhook", "notify", "watch"] as const;
export type FunctionName = (typeof functionNames)[number];
export const functionName = (environment: EnvironmentName, name: FunctionName): string => `twinpost-${environment}-${name}`;
export const functionRoleArn = ({ name, aws }: Pick<Environment, "name" | "aws">, of: FunctionName): string =>
  `arn:aws:iam::${aws.account}:role/${functionName(name, of)}`;
/** Of its code, in the folder of the synthesised stack. */
export const codeFile = (name: FunctionName): string => `functions/${name}.zip`;
/** Where Lambda writes what a function prints. */
export const functionLogGroup = (environment: EnvironmentName, name: FunctionName): string =>
  `/aws/lambda/${functionName(environment, name)}`;

/** Of the table: its key, its two indexes with their keys, and the attribute by which DynamoDB deletes. */
export const eventTableKey = "message";
export const eventTableIndexes = {
  byProviderId: { name: "by-provider-id", key: "providerMessage" },
  byRecipient: { name: "by-recipient", key: "recipient", sort: "acceptedAt" },
} as const;
export const eventTableExpiry = "expiresAt";
/** 400 days: a year and the month in which somebody asks about it. */
export const eventExpiryDays = 400;

/** In CloudWatch, of the counts of messages. */
export const messageMetrics = "Twinpost/Messages";
