/** What Terraform's AWS provider does to a table of DynamoDB. */
import { type ManagedType, on } from "./use";

/** @param table its ARN. @param more what is done to a table of its kind alone. */
export const tableUses = (table: string, ...more: string[]): ManagedType => ({
  read: [
    on(table, "dynamodb:DescribeContinuousBackups", "dynamodb:DescribeTable", "dynamodb:DescribeTimeToLive", "dynamodb:ListTagsOfResource"),
  ],
  write: [
    on(
      table,
      "dynamodb:CreateTable",
      "dynamodb:TagResource",
      "dynamodb:UntagResource",
      "dynamodb:UpdateContinuousBackups",
      "dynamodb:UpdateTable",
      ...more,
    ),
  ],
  remove: [on(table, "dynamodb:DeleteTable")],
});
