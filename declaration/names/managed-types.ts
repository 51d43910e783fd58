/**
 * AWS's types of resources in the stacks: the one list. The permissions of the roles follow from it (stacks/policies/managed-resources.ts), and the
 * safety gate holds back every other type (changes/types/). The types of sending providers and DNS hosts are in their own files.
 */

/** In an environment's stack. Its jobs make and change them. */
const environmentAwsTypes = [
  "aws_cloudwatch_composite_alarm",
  "aws_cloudwatch_dashboard",
  "aws_cloudwatch_event_rule",
  "aws_cloudwatch_event_target",
  "aws_cloudwatch_metric_alarm",
  "aws_dynamodb_table",
  "aws_iam_user",
  "aws_iam_user_policy",
  "aws_kms_alias",
  "aws_kms_key",
  "aws_secretsmanager_secret",
  "aws_secretsmanager_secret_policy",
  "aws_sesv2_configuration_set",
  "aws_sesv2_configuration_set_event_destination",
  "aws_sesv2_email_identity",
  "aws_sesv2_email_identity_feedback_attributes",
  "aws_sesv2_email_identity_mail_from_attributes",
  "aws_sns_topic",
  "aws_sns_topic_policy",
  "aws_sns_topic_subscription",
] as const;
/** Besides, where it is kept what became of messages. */
const eventAwsTypes = [
  "aws_apigatewayv2_api",
  "aws_apigatewayv2_integration",
  "aws_apigatewayv2_route",
  "aws_apigatewayv2_stage",
  "aws_cloudwatch_log_group",
  "aws_lambda_event_source_mapping",
  "aws_lambda_function",
  "aws_lambda_permission",
  "aws_s3_bucket",
  "aws_s3_bucket_lifecycle_configuration",
  "aws_s3_bucket_ownership_controls",
  "aws_s3_bucket_policy",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_sqs_queue",
] as const;
export type EventAwsType = (typeof eventAwsTypes)[number];
export type EnvironmentAwsType = (typeof environmentAwsTypes)[number] | EventAwsType;

/** In an account's stack only, which a person applies; it has a bucket with its policy and its block of public access, too. */
const accountAwsTypes = [
  "aws_cloudtrail",
  "aws_iam_openid_connect_provider",
  "aws_iam_policy",
  "aws_iam_role",
  "aws_iam_role_policy",
  "aws_iam_role_policy_attachment",
  "aws_s3_bucket_versioning",
  "aws_sesv2_account_suppression_attributes",
] as const;
export type AwsType = EnvironmentAwsType | (typeof accountAwsTypes)[number];

/** AWS's data sources in the stacks: they read nothing from AWS. */
export const awsDataSourceTypes: readonly string[] = ["aws_iam_policy_document"];
