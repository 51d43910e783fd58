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
const eventArchive = ["events_archive_bucket"];
const functions = ["events_take-events_function", "sendgrid-events_function_function", "watching_watch_function"];
const functionLogs = ["events_take-events_logs", "sendgrid-events_function_logs", "watching_watch_logs"];

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
    check: "CKV_AWS_119",
    resources: ["events_table"],
    reason:
      "addresses in it are HMACs under a key of KMS; DynamoDB encrypts the rest with a key of its own, which costs no call for each event",
  },
  {
    check: "CKV_AWS_116",
    resources: functions,
    reason:
      "what could not be taken waits in the queue of dead letters (docs/runbooks/dead-letters.md); who calls the others at once tries again",
  },
  {
    check: "CKV_AWS_117",
    resources: functions,
    reason: "they call AWS and the provider's API over TLS, and reach nothing inside a network of ours",
  },
  {
    check: "CKV_AWS_115",
    resources: functions,
    reason:
      "a new account has a quota of ten, of which AWS keeps all unreserved; the queue's mapping and the HTTP API's throttling are the limits",
  },
  {
    check: "CKV_AWS_272",
    resources: functions,
    reason: "the code's digest is in the plan that was reviewed, and the apply compares it; only the apply role may change the code",
  },
  {
    check: "CKV_AWS_173",
    resources: functions,
    reason: "no variable is a secret: keys that verify signatures are public (docs/decisions/0023)",
  },
  {
    check: "CKV_AWS_50",
    resources: functions,
    reason: "each event's way is in the function's log by its id; a trace of calls would tell no more",
  },
  {
    check: "CKV_AWS_158",
    resources: functionLogs,
    reason: "they hold counts and ids, and no address: CloudWatch encrypts them with a key of its own",
  },
  {
    check: "CKV_AWS_338",
    resources: functionLogs,
    reason: "30 days (docs/data-map.md): what became of messages is in the table for 400 days",
  },
  {
    check: "CKV_AWS_309",
    resources: ["sendgrid-events_route"],
    reason: "SendGrid can only sign its posts: the function checks the signature over their bytes before it parses anything",
  },
  {
    check: "CKV_AWS_76",
    resources: ["sendgrid-events_stage"],
    reason: "the function logs each post with its status, size and age, and no address",
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
      ...["organisation_admin-cloudflare", "organisation_plan-cloudflare", "secrets_alerts-sendgrid"],
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
  {
    check: "CKV_AWS_145",
    resources: eventArchive,
    reason: "encrypted with S3's own keys: each object would cost a call of KMS, and only break-glass may read one",
  },
  {
    check: "CKV_AWS_18",
    resources: eventArchive,
    reason: "no role but break-glass reads its objects; a log of the function's writes would live longer than they do",
  },
  { check: "CKV_AWS_144", resources: eventArchive, reason: "a second copy of what names recipients, for 30 days of evidence" },
  {
    check: "CKV_AWS_21",
    resources: eventArchive,
    reason: "an object is never written twice (If-None-Match), and a version would outlive its 30 days (docs/data-map.md)",
  },
  { check: "CKV2_AWS_62", resources: eventArchive, reason: "a notice for every event would tell what the function's log tells" },
  { check: "CKV2_AWS_62", resources: auditBucket, reason: "as for the trail (CKV_AWS_252)" },
];
