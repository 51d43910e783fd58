/**
 * What Terraform's AWS provider does to each type of resource in an email stack: which actions a plan takes to read it, an apply to make
 * and change it, and which a person alone may take, since what they remove cannot be made again as it was. A new type in the stack
 * needs an entry here (test/stacks/roles.test.ts says so).
 */
import { alarmArns, watchRuleArn } from "../../declaration/names/alarms";
import type { EnvironmentAwsType, EventAwsType } from "../../declaration/names/managed-types";
import { secretReadRuleArn } from "../../declaration/names/secrets";
import type { Environment } from "../../declaration/schema/environment";
import {
  alertTopics,
  anyKey,
  anySecret,
  copiedSecrets,
  credentialAgeRules,
  dashboard,
  journal,
  keyAlias,
  sesResources,
  smtpBoundary,
  smtpUser,
  topics,
} from "./arns";
import { keyLifeCycle } from "./key-life-cycle";
import { tableUses } from "./table-uses";
import { type ManagedType, on, type Use } from "./use";

/** What keeps what became of messages is in event-resources.ts. */
export type ManagedResources = Record<Exclude<EnvironmentAwsType, EventAwsType>, ManagedType>;

/** Types of alarms and of what becomes of messages. */
type MonitoringType = Extract<
  keyof ManagedResources,
  `aws_cloudwatch_${string}` | `aws_sns_${string}` | "aws_sesv2_configuration_set_event_destination"
>;

export function managedResources(environment: Environment): ManagedResources {
  const secret = anySecret(environment);
  const ses = sesResources(environment);
  const user = smtpUser(environment);
  // Who writes the user's policy and who makes its keys could together do anything, if the account's boundary did not hold.
  const bounded = (...actions: string[]): Use => ({
    ...on(user, ...actions),
    condition: { StringEquals: { "iam:PermissionsBoundary": smtpBoundary(environment) } },
  });
  const key = anyKey(environment);
  const keyUses = keyLifeCycle(environment);
  return {
    ...monitoring(environment),
    aws_dynamodb_table: tableUses(journal(environment)),
    aws_iam_user: {
      // Whether AWS quarantined it, which `doctor` says.
      read: [on(user, "iam:GetUser", "iam:ListAttachedUserPolicies", "iam:ListUserTags")],
      write: [bounded("iam:CreateUser", "iam:PutUserPermissionsBoundary"), on(user, "iam:TagUser", "iam:UntagUser")],
      remove: [on(user, "iam:DeleteUser", "iam:ListGroupsForUser")],
    },
    aws_iam_user_policy: {
      read: [on(user, "iam:GetUserPolicy")],
      write: [bounded("iam:PutUserPolicy"), on(user, "iam:DeleteUserPolicy")],
      remove: [],
    },
    aws_kms_alias: {
      read: [on("*", "kms:ListAliases")],
      write: [on([keyAlias(environment), key], "kms:CreateAlias", "kms:UpdateAlias")],
      remove: [on([keyAlias(environment), key], "kms:DeleteAlias")],
    },
    aws_kms_key: keyUses,
    aws_secretsmanager_secret: {
      read: [on(secret, "secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy")],
      write: [
        on(
          secret,
          "secretsmanager:CreateSecret",
          "secretsmanager:RemoveRegionsFromReplication",
          "secretsmanager:TagResource",
          "secretsmanager:UntagResource",
        ),
        ...replicate(environment),
      ],
      // Changing a secret's description or key takes the permission that also sets its value: people have it, jobs have not.
      remove: [on(secret, "secretsmanager:DeleteSecret", "secretsmanager:RestoreSecret", "secretsmanager:UpdateSecret")],
    },
    aws_secretsmanager_secret_policy: {
      read: [on(secret, "secretsmanager:GetResourcePolicy")],
      write: [on(secret, "secretsmanager:PutResourcePolicy", "secretsmanager:DeleteResourcePolicy")],
      remove: [],
    },
    aws_sesv2_configuration_set: {
      read: [on(ses, "ses:GetConfigurationSet", "ses:ListTagsForResource")],
      write: [
        on(
          ses,
          "ses:CreateConfigurationSet",
          "ses:PutConfigurationSetDeliveryOptions",
          "ses:PutConfigurationSetReputationOptions",
          "ses:PutConfigurationSetSendingOptions",
          "ses:PutConfigurationSetSuppressionOptions",
          "ses:PutConfigurationSetTrackingOptions",
          "ses:PutConfigurationSetVdmOptions",
          "ses:TagResource",
          "ses:UntagResource",
        ),
      ],
      remove: [on(ses, "ses:DeleteConfigurationSet")],
    },
    aws_sesv2_email_identity: {
      read: [on(ses, "ses:GetEmailIdentity", "ses:ListTagsForResource")],
      write: [
        on(
          ses,
          "ses:CreateEmailIdentity",
          "ses:PutEmailIdentityConfigurationSetAttributes",
          "ses:PutEmailIdentityDkimSigningAttributes",
          "ses:TagResource",
          "ses:UntagResource",
        ),
      ],
      remove: [on(ses, "ses:DeleteEmailIdentity")],
    },
    aws_sesv2_email_identity_feedback_attributes: {
      read: [on(ses, "ses:GetEmailIdentity")],
      write: [on(ses, "ses:PutEmailIdentityFeedbackAttributes")],
      remove: [],
    },
    aws_sesv2_email_identity_mail_from_attributes: {
      read: [on(ses, "ses:GetEmailIdentity")],
      write: [on(ses, "ses:PutEmailIdentityMailFromAttributes")],
      remove: [],
    },
  };
}

/** Copying a secret needs to decrypt it: by Secrets Manager, on the caller's behalf. Reading its value is another permission. */
function replicate(environment: Environment): Use[] {
  if (!environment.secrets) return [];
  const secrets = copiedSecrets(environment);
  const { replicaRegion } = environment.secrets;
  return [
    {
      actions: ["secretsmanager:ReplicateSecretToRegions"],
      resources: secrets,
      // Of no value at all, all are right: so there must be one.
      condition: {
        "ForAllValues:StringEquals": { "secretsmanager:AddReplicaRegions": [replicaRegion] },
        Null: { "secretsmanager:AddReplicaRegions": "false" },
      },
    },
    {
      actions: ["kms:Decrypt"],
      resources: [anyKey(environment)],
      condition: {
        StringEquals: { "kms:ViaService": `secretsmanager.${environment.aws.region}.amazonaws.com` },
        StringLike: { "kms:EncryptionContext:SecretARN": secrets },
      },
    },
  ];
}

/** IAM knows no resource for SNS's actions on a subscription. */
function monitoring(environment: Environment): Pick<ManagedResources, MonitoringType> {
  const ses = sesResources(environment);
  const topic = topics(environment);
  const alarms = alarmArns(environment);
  const charts = dashboard(environment);
  const rule = [secretReadRuleArn(environment), watchRuleArn(environment), ...credentialAgeRules(environment)];
  return {
    // CloudWatch wants these two for all alarms at once:
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
    aws_cloudwatch_composite_alarm: {
      read: [on("*", "cloudwatch:DescribeAlarms"), on(alarms, "cloudwatch:ListTagsForResource")],
      write: [
        on("*", "cloudwatch:PutCompositeAlarm"),
        on(alarms, "cloudwatch:DeleteAlarms", "cloudwatch:TagResource", "cloudwatch:UntagResource"),
      ],
      remove: [],
    },
    aws_cloudwatch_dashboard: {
      read: [on(charts, "cloudwatch:GetDashboard")],
      write: [on(charts, "cloudwatch:PutDashboard", "cloudwatch:DeleteDashboards")],
      remove: [],
    },
    aws_cloudwatch_event_rule: {
      read: [on(rule, "events:DescribeRule", "events:ListTagsForResource")],
      write: [on(rule, "events:PutRule", "events:DeleteRule", "events:TagResource", "events:UntagResource")],
      remove: [],
    },
    aws_cloudwatch_event_target: {
      read: [on(rule, "events:ListTargetsByRule")],
      write: [on(rule, "events:PutTargets", "events:RemoveTargets")],
      remove: [],
    },
    aws_cloudwatch_metric_alarm: {
      read: [on("*", "cloudwatch:DescribeAlarms"), on(alarms, "cloudwatch:ListTagsForResource")],
      write: [on(alarms, "cloudwatch:PutMetricAlarm", "cloudwatch:DeleteAlarms", "cloudwatch:TagResource", "cloudwatch:UntagResource")],
      remove: [],
    },
    aws_sesv2_configuration_set_event_destination: {
      read: [on(ses, "ses:GetConfigurationSetEventDestinations")],
      write: [
        on(
          ses,
          "ses:CreateConfigurationSetEventDestination",
          "ses:UpdateConfigurationSetEventDestination",
          "ses:DeleteConfigurationSetEventDestination",
        ),
      ],
      remove: [],
    },
    aws_sns_topic: {
      read: [on(topic, "sns:GetTopicAttributes", "sns:ListTagsForResource")],
      write: [on(topic, "sns:CreateTopic", "sns:SetTopicAttributes", "sns:TagResource", "sns:UntagResource")],
      remove: [on(topic, "sns:DeleteTopic")],
    },
    aws_sns_topic_policy: {
      read: [on(topic, "sns:GetTopicAttributes")],
      write: [on(topic, "sns:SetTopicAttributes")],
      remove: [],
    },
    aws_sns_topic_subscription: {
      read: [on("*", "sns:GetSubscriptionAttributes"), on(alertTopics(environment), "sns:ListSubscriptionsByTopic")],
      // Nobody subscribes to the events, which name recipients.
      write: [on(alertTopics(environment), "sns:Subscribe"), on("*", "sns:SetSubscriptionAttributes", "sns:Unsubscribe")],
      remove: [],
    },
  };
}

/** Who switches between providers asks whether the other one would send; who pauses stops sending and lets it go on. */
export function switchSending(environment: Environment): Use[] {
  const [identity, configurationSet] = sesResources(environment);
  return [on(identity, "ses:GetEmailIdentity"), on(configurationSet, "ses:PutConfigurationSetSendingOptions")];
}
