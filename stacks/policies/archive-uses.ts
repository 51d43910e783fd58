/**
 * What Terraform's AWS provider does to the bucket of raw events. Its plugin reads every setting that a bucket can have. Keys in it name a day, a
 * provider and a digest, so who lists them learns nothing of a recipient; what is in it, people read in an emergency.
 */
import type { EventAwsType } from "../../declaration/names/managed-types";
import type { Environment } from "../../declaration/schema/environment";
import { eventArchiveArn } from "./arns";
import { type ManagedType, on } from "./use";

type BucketType = Extract<EventAwsType, `aws_s3_${string}`>;

export function archiveUses(environment: Environment): Record<BucketType, ManagedType> {
  const bucket = eventArchiveArn(environment);
  const uses = (read: string[], write: string[], remove: string[] = []): ManagedType => ({
    read: [on(bucket, ...read.map(s3))],
    write: [on(bucket, ...write.map(s3))],
    remove: remove.length > 0 ? [on(bucket, ...remove.map(s3))] : [],
  });
  const whole = uses(
    [
      ...[
        "ListBucket",
        "GetAccelerateConfiguration",
        "GetBucketAcl",
        "GetBucketCORS",
        "GetBucketLogging",
        "GetBucketObjectLockConfiguration",
      ],
      ...["GetBucketPolicy", "GetBucketRequestPayment", "GetBucketTagging", "GetBucketVersioning", "GetBucketWebsite"],
      ...["GetEncryptionConfiguration", "GetLifecycleConfiguration", "GetReplicationConfiguration"],
    ],
    ["CreateBucket", "PutBucketTagging"],
    ["DeleteBucket", "ListBucketVersions"],
  );
  return {
    // Deletes what is in it first (`force_destroy`).
    aws_s3_bucket: { ...whole, remove: [...whole.remove, on(`${bucket}/*`, "s3:DeleteObject", "s3:DeleteObjectVersion")] },
    aws_s3_bucket_lifecycle_configuration: uses(["GetLifecycleConfiguration"], ["PutLifecycleConfiguration"]),
    aws_s3_bucket_ownership_controls: uses(["GetBucketOwnershipControls"], ["PutBucketOwnershipControls"]),
    aws_s3_bucket_policy: uses(["GetBucketPolicy"], ["PutBucketPolicy"], ["DeleteBucketPolicy"]),
    aws_s3_bucket_public_access_block: uses(["GetBucketPublicAccessBlock"], ["PutBucketPublicAccessBlock"]),
    aws_s3_bucket_server_side_encryption_configuration: uses(["GetEncryptionConfiguration"], ["PutEncryptionConfiguration"]),
  };
}

const s3 = (action: string): string => `s3:${action}`;
