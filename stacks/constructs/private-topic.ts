/**
 * An SNS topic that named AWS services of this account may publish to, over TLS only, each for the named resources. Messages are encrypted with
 * the environment's key, whose policy must allow the services to use it (environment-secrets.ts).
 */
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { Construct } from "constructs";
import { topicArn } from "../../declaration/names/alarms";
import type { Environment } from "../../declaration/schema/environment";

export interface PrivateTopicProps {
  environment: Environment;
  name: string;
  encryptionKey: string;
  publishers: Publisher[];
  /** 2 is SHA-256, for a program that checks it; SNS's own is 1. */
  signatureVersion?: 2;
}

interface Publisher {
  /** In the statement's id: "Publisher". */
  sid: string;
  /** "cloudwatch.amazonaws.com". */
  service: string;
  /** ARN, or a pattern of ARNs, of what the service publishes for. */
  onBehalfOf: string[];
}

export class PrivateTopic extends Construct {
  /** Of the topic once its policy is in force: SES tries to publish when it is given a topic. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: PrivateTopicProps) {
    super(scope, id);
    const topic = new SnsTopic(this, "topic", {
      name: props.name,
      kmsMasterKeyId: props.encryptionKey,
      ...(props.signatureVersion ? { signatureVersion: props.signatureVersion } : {}),
    });
    this.arn = new SnsTopicPolicy(this, "policy", { arn: topic.arn, policy: this.whoMayPublish(props).json }).arn;
  }

  /** https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html; source conditions keep other accounts' alarms out. */
  private whoMayPublish({ environment, name, publishers }: PrivateTopicProps): DataAwsIamPolicyDocument {
    const resources = [topicArn(environment, name)];
    return new DataAwsIamPolicyDocument(this, "who-may-publish", {
      statement: [
        ...publishers.map(({ sid, service, onBehalfOf }) => ({
          sid,
          actions: ["sns:Publish"],
          resources,
          principals: [{ type: "Service", identifiers: [service] }],
          condition: [
            { test: "StringEquals", variable: "aws:SourceAccount", values: [environment.aws.account] },
            { test: "ArnLike", variable: "aws:SourceArn", values: onBehalfOf },
          ],
        })),
        {
          sid: "TlsOnly",
          effect: "Deny",
          actions: ["sns:Publish"],
          resources,
          principals: [{ type: "*", identifiers: ["*"] }],
          condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
        },
      ],
    });
  }
}
