/** Harmful edits of policies of keys, secrets, topics, buckets and the SMTP user, of kinds that the adversarial review named and did not plan. */
import type { Row } from "../harmful-plans";
import { everyPolicy, policy, set } from "../recorded-plan";
import { account, acct, adding, attacker, conditions, domain, foreign, prod } from "./edits";

const key = "aws_kms_key.secrets_key";
const smtp = "aws_iam_user_policy.ses-smtp_may-send";
const secret = "aws_secretsmanager_secret_policy.secrets_application-policy";
const alerts = "aws_sns_topic_policy.alerts_policy";
const events = "aws_sns_topic_policy.sending_events_policy";
const bucket = "aws_s3_bucket_policy.audit_policy";
const root = { AWS: `arn:aws:iam::${account}:root` };
const stranger = { AWS: `arn:aws:iam::${foreign}:root` };
const ours = { StringEquals: { "aws:SourceAccount": account } };
const allow = (more: object) => ({ Effect: "Allow", Resource: "*", ...more });
const deny = (more: object) => ({ Effect: "Deny", Resource: "*", ...more });
const read = "secretsmanager:GetSecretValue";
const [opened, closed] = [["encryption-key/opened"], ["encryption-key/closed"]];
const weakened = ["secret-policy/weakened"];

export const resourcePolicies: Row[] = [
  prod(
    "key: a service without a condition",
    opened,
    adding(key, allow({ Principal: { Service: "lambda.amazonaws.com" }, Action: "kms:Decrypt" })),
  ),
  prod(
    "key: a service for another account",
    opened,
    adding(
      key,
      allow({
        Principal: { Service: "sns.amazonaws.com" },
        Action: "kms:Decrypt",
        Condition: { StringEquals: { "aws:SourceAccount": foreign } },
      }),
    ),
  ),
  prod(
    "key: a service by a pattern",
    opened,
    adding(
      key,
      allow({
        Principal: { Service: "sns.amazonaws.com" },
        Action: "kms:Decrypt",
        Condition: { StringLike: { "aws:SourceAccount": "*" } },
      }),
    ),
  ),
  prod(
    "key: a service, only if the source is told",
    opened,
    adding(
      key,
      allow({
        Principal: { Service: "sns.amazonaws.com" },
        Action: "kms:Decrypt",
        Condition: { StringEqualsIfExists: { "aws:SourceAccount": account } },
      }),
    ),
  ),
  prod(
    "key: a service for all values, true when there is none",
    opened,
    adding(
      key,
      allow({
        Principal: { Service: "sns.amazonaws.com" },
        Action: "kms:Decrypt",
        Condition: { "ForAllValues:StringEquals": { "aws:SourceAccount": account } },
      }),
    ),
  ),
  prod(
    "key: everything of a service that is ours",
    opened,
    adding(key, allow({ Principal: { Service: "sns.amazonaws.com" }, Action: "kms:*", Condition: ours })),
  ),
  prod(
    "key: principals as a list with a stranger",
    opened,
    adding(key, allow({ Principal: { AWS: [root.AWS, foreign] }, Action: "kms:Decrypt" })),
  ),
  prod(
    "key: grants by a role",
    opened,
    adding(key, allow({ Principal: { AWS: `arn:aws:iam::${account}:role/mallory` }, Action: "kms:CreateGrant" })),
  ),
  prod("key: everybody but one", opened, adding(key, allow({ NotPrincipal: stranger, Action: "kms:Decrypt" }))),
  prod(
    "key: everybody of the organisation by a condition",
    opened,
    adding(key, allow({ Principal: "*", Action: "kms:Decrypt", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } })),
  ),
  prod("key: the account denied everything", closed, adding(key, deny({ Principal: root, Action: "kms:*" }))),
  prod("key: everybody denied decryption", closed, adding(key, deny({ Principal: "*", Action: "kms:Decrypt" }))),
  prod(
    "key: the topics' service denied",
    closed,
    adding(key, deny({ Principal: { Service: "cloudwatch.amazonaws.com" }, Action: "kms:GenerateDataKey*", Condition: ours })),
  ),
  prod("key: a policy that is none", ["policy/not-readable"], set(key, { policy: "{" })),

  prod("secret: another account by a list", weakened, adding(secret, allow({ Principal: { AWS: [foreign] }, Action: read }))),
  prod("secret: everybody but a stranger", weakened, adding(secret, allow({ NotPrincipal: stranger, Action: read }))),
  prod(
    "secret: a role of ours, outside IAM",
    weakened,
    adding(secret, allow({ Principal: { AWS: `arn:aws:iam::${account}:role/twinpost-prod-plan` }, Action: read })),
  ),
  prod(
    "secret: a service",
    weakened,
    adding(secret, allow({ Principal: { Service: "lambda.amazonaws.com" }, Action: read, Condition: ours })),
  ),
  prod(
    "secret: the denial for another resource",
    weakened,
    policy(secret, (all) => all.map((each) => ({ ...each, Resource: "arn:aws:secretsmanager:eu-west-1:444455556666:secret:x" }))),
  ),
  prod(
    "secret: a denial of principals instead of everybody",
    weakened,
    policy(secret, (all) => all.map((each) => ({ ...each, Principal: root }))),
  ),
  prod(
    "secret: a denial with one condition more",
    weakened,
    conditions(secret, (was) => ({ ...was, IpAddress: { "aws:SourceIp": "192.0.2.0/24" } })),
  ),
  prod(
    "secret: a denial if the key is told",
    weakened,
    conditions(secret, (was) =>
      Object.fromEntries(
        Object.entries(was).map(([operator, keys]) => [
          operator === "StringEquals" ? `${operator}IfExists` : operator === "Bool" ? "BoolIfExists" : "ForAnyValue:StringNotEquals",
          keys,
        ]),
      ),
    ),
  ),
  prod(
    "secret: TLS of no version",
    weakened,
    policy(secret, (all) => all.filter(({ Sid }) => Sid !== "TlsOnly")),
  ),
  prod(
    "secret: readers as a pattern",
    ["secret-policy/reader-added"],
    everyPolicy("aws_secretsmanager_secret_policy", (all) =>
      all.map((each) =>
        each.Sid === "NamedReadersOnly" ? { ...each, Condition: { StringNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } } } : each,
      ),
    ),
  ),
  prod(
    "secret: rotation denied",
    ["secret-policy/closed"],
    adding(
      secret,
      deny({
        Principal: "*",
        Action: "secretsmanager:PutSecretValue",
        Condition: { StringNotEquals: { "aws:PrincipalArn": `arn:aws:iam::${account}:user/ada` } },
      }),
    ),
  ),
  prod(
    "secret: our own roles denied everything",
    ["secret-policy/closed"],
    adding(
      secret,
      deny({
        Principal: "*",
        Action: "secretsmanager:*",
        Condition: { StringEquals: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/twinpost-prod-rotate` } },
      }),
    ),
  ),

  prod(
    "SMTP user: any sender",
    ["smtp-user-policy/widened"],
    conditions(smtp, () => ({ StringLike: { "ses:FromAddress": "*" } })),
  ),
  prod(
    "SMTP user: any sender of the domain and below",
    ["smtp-user-policy/widened"],
    conditions(smtp, () => ({ StringLike: { "ses:FromAddress": "*@*mail.example.com" } })),
  ),
  prod(
    "SMTP user: a sender at a look-alike",
    ["smtp-user-policy/widened"],
    conditions(smtp, () => ({ StringEquals: { "ses:FromAddress": `x@${domain}.attacker.example` } })),
  ),
  prod(
    "SMTP user: the sender, if it is told",
    ["smtp-user-policy/widened"],
    conditions(smtp, () => ({ StringEqualsIfExists: { "ses:FromAddress": `x@${domain}` } })),
  ),
  prod(
    "SMTP user: the envelope in place of the sender",
    ["smtp-user-policy/widened"],
    conditions(smtp, () => ({ StringEquals: { "ses:FeedbackAddress": `x@${domain}` } })),
  ),
  prod(
    "SMTP user: every identity",
    ["smtp-user-policy/widened"],
    policy(smtp, (all) => all.map((each) => ({ ...each, Resource: `arn:aws:ses:eu-west-1:${account}:identity/*` }))),
  ),
  prod(
    "SMTP user: everything but",
    ["smtp-user-policy/widened"],
    policy(smtp, (all) => all.map(({ Action: _, ...each }) => ({ ...each, NotAction: "ses:DeleteIdentity" }))),
  ),
  prod("SMTP user: made again, for any sender", ["smtp-user-policy/widened"], (plan) => {
    conditions(smtp, () => ({ StringLike: { "ses:FromAddress": "*" } }))(plan);
    const found = plan.resource_changes.find(({ address }) => address === smtp);
    if (found) Object.assign(found.change, { actions: ["create"], before: null });
  }),
  prod(
    "SMTP user: from Monday on",
    ["smtp-user-policy/stops-mail"],
    conditions(smtp, (was) => ({ ...was, DateGreaterThan: { "aws:CurrentTime": "2030-01-01T00:00:00Z" } })),
  ),

  prod("topic: everybody publishes", ["topic/opened"], adding(alerts, allow({ Principal: "*", Action: "sns:Publish" }))),
  prod(
    "topic: a stranger subscribes",
    ["topic/opened"],
    adding(events, allow({ Principal: stranger, Action: ["sns:Subscribe", "sns:Receive"] })),
  ),
  prod(
    "topic: everybody with an address subscribes",
    ["topic/opened"],
    adding(events, allow({ Principal: "*", Action: "sns:Subscribe", Condition: { StringLike: { "sns:Endpoint": `*@${attacker}` } } })),
  ),
  prod(
    "topic: a service without a source",
    ["topic/opened"],
    adding(alerts, allow({ Principal: { Service: "events.amazonaws.com" }, Action: "sns:Publish" })),
  ),
  prod(
    "topic: the publisher denied",
    ["topic/closed"],
    adding(alerts, deny({ Principal: { Service: "cloudwatch.amazonaws.com" }, Action: "sns:Publish", Condition: ours })),
  ),
  prod(
    "topic: its source condition for another account",
    ["topic/opened"],
    conditions(alerts, () => ({ StringEquals: { "aws:SourceAccount": foreign } })),
  ),
  prod(
    "topic: SES may not publish any more",
    ["topic/closed"],
    policy(events, (all) => all.filter(({ Principal }) => !JSON.stringify(Principal).includes("ses"))),
  ),

  acct("bucket: a stranger reads", ["audit-bucket/opened"], adding(bucket, allow({ Principal: stranger, Action: "s3:GetObject" }))),
  acct(
    "bucket: the account's people delete",
    ["audit-bucket/opened"],
    adding(bucket, allow({ Principal: root, Action: "s3:DeleteObject" })),
  ),
  acct(
    "bucket: CloudTrail of any account",
    ["audit-bucket/opened"],
    adding(bucket, allow({ Principal: { Service: "cloudtrail.amazonaws.com" }, Action: "s3:PutObject" })),
  ),
  acct(
    "bucket: CloudTrail denied for our trail",
    ["audit-bucket/closed"],
    adding(bucket, deny({ Principal: { Service: "cloudtrail.amazonaws.com" }, Action: "s3:PutObject", Condition: ours })),
  ),
  acct(
    "bucket: without TLS",
    ["audit-bucket/opened"],
    policy(bucket, (all) => all.filter(({ Effect }) => Effect !== "Deny")),
  ),
];
