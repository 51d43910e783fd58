/**
 * Whether a service of AWS may publish to a topic: the topic's policy, and for an encrypted one its key's.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html, https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
import type { RequestLog } from "../../request-log";
import type { Holdings, Topic } from "../access/holdings";
import type { PolicyDocument } from "../policy/document";
import { judge } from "../policy/evaluate";

export interface Publisher {
  /** "cloudwatch.amazonaws.com". */
  service: string;
  /** On whose behalf: of an alarm, a rule, an identity. */
  sourceArn: string;
}

interface Judging {
  holdings: Holdings;
  log: RequestLog;
}

/** @returns what it may not, in AWS's words; undefined when it may. */
export async function refusalOf(by: Publisher, arn: string, topic: Topic, { holdings, log }: Judging): Promise<string | undefined> {
  const [, , , region = "", account = ""] = arn.split(":");
  const allowed = (action: string, resource: string, policy: PolicyDocument | undefined, context: Record<string, string>): boolean => {
    const decision = judge(
      { identity: [], resource: policy ?? { Statement: [] }, resourceDecides: true },
      {
        action,
        resources: [resource],
        principal: { account: sourceAccount, arn: by.service, kind: "service" },
        context: { ...ofService, ...context },
        knows: () => true,
        gap: (what) => log.addUnknown("sns", what),
      },
    );
    if (!decision.allowed) log.addDenied(action, resource, by.service);
    return decision.allowed;
  };
  const sourceAccount = by.sourceArn.split(":")[4] || account;
  const ofService = {
    "aws:SourceArn": by.sourceArn,
    "aws:SourceAccount": sourceAccount,
    "aws:SecureTransport": "true",
    "aws:PrincipalIsAWSService": "true",
  };
  if (!allowed("sns:Publish", arn, topic.policy, {})) return `${by.service} is not authorized to perform: SNS:Publish on resource: ${arn}`;
  const keyId = topic.attributes.KmsMasterKeyId;
  if (!keyId) return undefined;
  // AWS's own key, alias/aws/sns, has a policy that lets no other service use it and cannot be changed.
  const key = keyId.includes("alias/aws/") ? undefined : await holdings.key({ account, region }, keyId);
  const encryption = { "kms:EncryptionContext:aws:sns:topicArn": arn, "kms:ViaService": `sns.${region}.amazonaws.com` };
  const needed = ["kms:GenerateDataKey", "kms:Decrypt"];
  const missing = needed.find((action) => !allowed(action, key?.arn ?? keyId, key?.policy, encryption));
  return missing && `null (Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException; ${missing})`;
}
