/** Where an environment keeps what became of its messages. A contract: another name is an empty table. */
import type { EnvironmentName } from "../schema/environment";

/** Events that wait to be taken, and those that could not be taken after `eventAttempts` tries. */
export const eventQueue = (environment: EnvironmentName): string => `twinpost-${environment}-events`;
export const deadEventQueue = (environment: EnvironmentName): string => `${eventQueue(environment)}-dead`;
export const eventAttempts = 5;

/** A DynamoDB table with an item for each message and recipient. */
export const eventTable = (environment: EnvironmentName): string => `twinpost-${environment}-events`;
/** Its key, its two indexes with their keys, and the attribute by which DynamoDB deletes. */
export const eventTableKey = "message";
export const eventTableIndexes = {
  byProviderId: { name: "by-provider-id", key: "providerMessage" },
  byRecipient: { name: "by-recipient", key: "recipient", sort: "acceptedAt" },
} as const;
export const eventTableExpiry = "expiresAt";
/** 400 days: a year and the month in which somebody asks about it. */
export const eventExpiryDays = 400;

/** The functions, which have the names of their roles. */
export const takeEventsFunction = (environment: EnvironmentName): string => `twinpost-${environment}-take-events`;
export const webhookFunction = (environment: EnvironmentName): string => `twinpost-${environment}-webhook`;
/** Of the HTTP API that SendGrid posts to. */
export const webhookPath = "/events";

/** CloudWatch: where the counts of messages go, with these dimensions and no other. */
export const eventMetrics = { namespace: "Twinpost/Messages", dimensions: ["Environment", "Provider", "Stream"] } as const;
