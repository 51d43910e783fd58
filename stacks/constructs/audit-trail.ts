/**
 * The audit trail of the account, in all regions: management events, which include every read of a secret and every use of a key. Kept for good, in
 * its own bucket. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
import { Cloudtrail } from "@cdktf/provider-aws/lib/cloudtrail";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { auditBucket, auditTrail } from "../../declaration/names/audit";
import type { DeclaredAccount } from "../../declaration/schema/account";
import { policyDocument, type Statement } from "../policies/document";
import { blockPublicAccess, overTlsOnly } from "./private-bucket";

export class AuditTrail extends Construct {
  constructor(scope: Construct, id: string, account: DeclaredAccount) {
    super(scope, id);
    const bucket = new S3Bucket(this, "bucket", { bucket: auditBucket(account), lifecycle: { preventDestroy: true } });
    blockPublicAccess(this, bucket.id);
    new S3BucketVersioningA(this, "versioning", { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } });
    const policy = new S3BucketPolicy(this, "policy", { bucket: bucket.id, policy: policyDocument(this.onlyTheTrailWrites(account)) });
    new Cloudtrail(this, "trail", {
      name: auditTrail,
      s3BucketName: bucket.id,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      dependsOn: [policy],
    });
  }

  private onlyTheTrailWrites(account: DeclaredAccount): Statement[] {
    const bucket = `arn:aws:s3:::${auditBucket(account)}`;
    const trail = `arn:aws:cloudtrail:${account.region}:${account.id}:trail/${auditTrail}`;
    const cloudtrail = { Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" } } as const;
    return [
      {
        ...cloudtrail,
        Sid: "TrailLooks",
        Action: "s3:GetBucketAcl",
        Resource: bucket,
        Condition: { StringEquals: { "aws:SourceArn": trail } },
      },
      {
        ...cloudtrail,
        Sid: "TrailWrites",
        Action: "s3:PutObject",
        Resource: `${bucket}/AWSLogs/${account.id}/*`,
        Condition: { StringEquals: { "aws:SourceArn": trail, "s3:x-amz-acl": "bucket-owner-full-control" } },
      },
      overTlsOnly(bucket),
    ];
  }
}
