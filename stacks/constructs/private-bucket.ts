/** What is so of every bucket in the stacks: nobody outside is let in, whatever its policy or an object says, and nobody comes without TLS. */
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import type { Construct } from "constructs";
import type { Statement } from "../policies/document";

export const blockPublicAccess = (scope: Construct, bucket: string): S3BucketPublicAccessBlock =>
  new S3BucketPublicAccessBlock(scope, "no-public-access", {
    bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });

/** @param bucket its ARN. */
export const overTlsOnly = (bucket: string): Statement => ({
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: [bucket, `${bucket}/*`],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});
