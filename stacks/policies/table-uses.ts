/** What Terraform's AWS provider does to a table of DynamoDB. */
import { type ManagedType, on } from "./use";

/** @param table its ARN. */
export const tableUses = (table: string): ManagedType => ({
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
      "dynamodb:UpdateTimeToLive",
    ),
  ],
  remove: [on(table, "dynamodb:DeleteTable")],
});
