/** Where an environment keeps what became of its messages. A contract: another name is an empty table. */

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
