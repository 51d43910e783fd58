/**
 * The bucket of raw events: what providers told, as it came, for 30 days. It names recipients, so nobody reads it but people in an emergency, and no
 * version outlives its object: it has none. `twinpost destroy` deletes what is in it, since nothing in it is kept for longer anyway.
 */
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { Construct } from "constructs";
import { archiveDays, eventArchive } from "../../declaration/names/events";
import type { Environment } from "../../declaration/schema/environment";
import { eventArchiveArn } from "../policies/arns";
import { policyDocument } from "../policies/document";
import { blockPublicAccess, overTlsOnly } from "./private-bucket";

export class EventArchive extends Construct {
  /** Its name, once it is there. */
  readonly bucket: string;

  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    // Its name is known before it is made, and its id is not.
    const { bucket } = new S3Bucket(this, "bucket", { bucket: eventArchive(environment), forceDestroy: true });
    this.bucket = bucket;
    blockPublicAccess(this, bucket);
    new S3BucketPolicy(this, "policy", { bucket, policy: policyDocument([overTlsOnly(eventArchiveArn(environment))]) });
    new S3BucketOwnershipControls(this, "ownership", { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } });
    // S3's own key: who writes needs no permission for it, and each object would cost a call of KMS.
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
    new S3BucketLifecycleConfiguration(this, "expiry", {
      bucket,
      rule: [
        {
          id: "expire",
          status: "Enabled",
          filter: [{ prefix: "" }],
          expiration: [{ days: archiveDays }],
          noncurrentVersionExpiration: [{ noncurrentDays: 1 }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
    });
  }
}
