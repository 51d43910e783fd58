/** What checkov finds and is left as it is, each with the reason. One that checkov no longer finds is stale, and red. */
export interface Accepted {
  check: string;
  /** Construct ids of the resources, the same in every stack. */
  resources: readonly string[];
  reason: string;
}

const keyPolicy =
  "in the policy of a key \"*\" means that key alone, and the account's own IAM policies decide, as in AWS's default policy";
const auditBucket = ["audit_bucket"];

export const accepted: readonly Accepted[] = [
  { check: "CKV_AWS_109", resources: ["secrets_key-policy"], reason: keyPolicy },
  { check: "CKV_AWS_111", resources: ["secrets_key-policy"], reason: keyPolicy },
  { check: "CKV_AWS_356", resources: ["secrets_key-policy"], reason: keyPolicy },
  {
    check: "CKV_AWS_273",
    resources: ["ses-smtp_user"],
    reason: "SES derives SMTP passwords from the access key of an IAM user; a role has none. It may do nothing but send from one address",
  },
  {
    check: "CKV_AWS_40",
    resources: ["ses-smtp_may-send"],
    reason: "a program's user, one per environment: a group for it alone would only hide what it may do",
  },
  {
    check: "CKV_AWS_119",
    resources: ["journal_table"],
    reason:
      "it holds ids, times and reasons, and no secret; DynamoDB encrypts it with a key of its own, and a run in a hurry needs no permission for another key",
  },
  {
    check: "CKV2_AWS_57",
    resources: ["secrets_application", "secrets_sendgrid", "secrets_ses", "secrets_capture"],
    reason:
      "`twinpost credentials` makes what is in them and proves it by logging in, which rotation inside Secrets Manager cannot do; `twinpost rotate`, run on a schedule, replaces it",
  },
  {
    check: "CKV2_AWS_57",
    resources: [
      ...["secrets_admin-cloudflare", "secrets_admin-sendgrid", "secrets_plan-cloudflare", "secrets_plan-sendgrid"],
      ...["organisation_admin-cloudflare", "organisation_plan-cloudflare"],
    ],
    reason: "tokens of other services, which an administrator makes there and stores here (docs/roles.md): AWS cannot renew them",
  },
  {
    check: "CKV2_AWS_10",
    resources: ["audit_trail"],
    reason: "what must be told at once goes by EventBridge (docs/monitoring.md); the rest is evidence to be read after the fact",
  },
  { check: "CKV_AWS_252", resources: ["audit_trail"], reason: "a notice for every file of the trail would tell nobody anything" },
  {
    check: "CKV_AWS_35",
    resources: ["audit_trail"],
    reason: "encrypted with S3's own keys: the trail holds no values, and a lost key would lose the evidence",
  },
  { check: "CKV_AWS_145", resources: auditBucket, reason: "as for the trail (CKV_AWS_35)" },
  {
    check: "CKV_AWS_18",
    resources: auditBucket,
    reason: "who reads the bucket's objects is of little use: only administrators may, and changes of it are in the trail",
  },
  { check: "CKV_AWS_144", resources: auditBucket, reason: "a second region doubles the cost of what is read after an incident only" },
  {
    check: "CKV2_AWS_61",
    resources: auditBucket,
    reason: "the trail is kept for good (docs/roles.md): management events are a few megabytes a month",
  },
  { check: "CKV2_AWS_62", resources: auditBucket, reason: "as for the trail (CKV_AWS_252)" },
];
