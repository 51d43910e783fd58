/** What parliament finds and is left as it is, each with the reason. One that it no longer finds is stale, and red. */
export interface Accepted {
  issue: string;
  /** Ends of resources' addresses. */
  resources: readonly RegExp[];
  reason: string;
}

export const accepted: readonly Accepted[] = [
  {
    issue: "RESOURCE_MISMATCH",
    resources: [/prod_apply-policy$/, /prod_break-glass-policy$/],
    reason:
      "SES's second API has resources for these actions (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsimpleemailservicev2.html); parliament looks at the first API and at Pinpoint, which share the prefix",
  },
  {
    issue: "MISMATCHED_TYPE_BUT_USABLE",
    resources: [/prod_apply-policy$/, /prod_break-glass-policy$/],
    reason: "iam:PermissionsBoundary is compared as a whole and without wildcards, which StringEquals does",
  },
  {
    issue: "UNKNOWN_ACTION",
    resources: [/prod_apply-functions$/, /prod_break-glass-functions$/],
    reason: "apigateway:TagResource, for tags in a request, is not in parliament's list; not tried at AWS",
  },
  {
    issue: "RESOURCE_STAR",
    resources: [/prod_(plan|review|apply|break-glass)-policy$/],
    reason:
      "joined alarms: AWS takes PutCompositeAlarm, and DescribeAlarms of them, with the resource * only (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html)",
  },
  {
    issue: "RESOURCE_POLICY_PRIVILEGE_ESCALATION",
    resources: [/prod_apply-besides$/, /prod_break-glass-besides$/],
    reason:
      "who makes the archive of raw events writes its policy and its expiry: the gate holds back a change of either, the jobs are denied its objects by their own policy, and people may read and delete them anyway",
  },
  {
    issue: "RESOURCE_STAR",
    resources: [/^aws_kms_key\./],
    reason: "in a key's own policy the resource is the key itself, and AWS writes it as a star",
  },
];
