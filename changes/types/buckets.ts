/**
 * Buckets of S3 and their settings: the audit trail's, which keeps all for good, and an environment's raw events, which name recipients and are gone
 * after 30 days. Which one a setting is of, its name says.
 */
import { isAuditBucket } from "../../declaration/names/audit";
import { archiveDays, isEventArchive } from "../../declaration/names/events";
import { isStateBucket } from "../../declaration/names/terraform-state";
import type { FindingId } from "../../findings/catalogue";
import { isUnknown } from "../../mail/dns/record";
import { text, type Values } from "../values";
import { tagRules } from "./access";
import { named } from "./adopting";
import { free, nothing, once, only, type Rule, told } from "./rule";
import { isDeleted, type TypeRules } from "./type-rules";

const ofOurs: Rule = {
  isHarmless: ({ willBe, isNew }) =>
    isNew && (isUnknown(willBe) || [isAuditBucket, isStateBucket, isEventArchive].some((isOurs) => isOurs(text(willBe)))),
};

/** No other bucket of ours may delete what is in it. */
const ofArchive: Rule = { isHarmless: ({ willBe, isNew }) => isNew && isEventArchive(text(willBe)) };

const isArchive = ({ bucket }: Values): boolean => isEventArchive(text(bucket));
/** Of the archive this finding, of another bucket the audit trail's. */
const byBucket =
  (archive: FindingId, audit: FindingId) =>
  (all: Values): FindingId =>
    isArchive(all) ? archive : audit;

const blocked = told(byBucket("event-archive/opened", "audit-bucket/opened"), only(true));
/** What is in the archive would be gone soon anyway, and its bucket is deleted by those alone who may destroy the environment. */
const emptied: Rule = {
  isHarmless: ({ willBe, all }) => willBe !== true || isArchive(all),
};
const expires = told("event-archive/expiry", only(archiveDays));
const atOnce = told("event-archive/expiry", only(1));
/** Told with the bucket. */
const goesWith: TypeRules["goesWith"] = ({ before }, all) => isArchive(before) && isDeleted(all, "aws_s3_bucket", "bucket", before.bucket);

export const bucketTypes = {
  aws_s3_bucket: {
    called: "bucket",
    name: "bucket",
    adopting: named("bucket"),
    loss: (before: Values) => (isArchive(before) ? "event-archive" : isStateBucket(text(before.bucket)) ? "state-bucket" : "audit-bucket"),
    attributes: {
      ...{ id: free, arn: free, ...tagRules, bucket: ofOurs, force_destroy: emptied },
      // Blocks that a stack may write as dynamic ones, of which the plan's configuration says nothing.
      ...{ lifecycle_rule: nothing, replication_configuration: nothing, website: nothing, cors_rule: nothing },
    },
  },
  aws_s3_bucket_lifecycle_configuration: {
    called: "expiry of the bucket's objects",
    name: "bucket",
    adopting: named("bucket"),
    goesWith,
    loss: "event-expiry",
    givesAccess: true,
    attributes: {
      ...{ id: free, bucket: ofArchive, expected_bucket_owner: nothing, transition_default_minimum_object_size: free, timeouts: free },
      ...{ "rule.id": free, "rule.prefix": only(undefined, ""), "rule.filter": nothing, "rule.filter.prefix": only("", undefined) },
      ...{ "rule.status": told("event-archive/expiry", only("Enabled")), "rule.expiration.days": expires },
      ...{ "rule.expiration.date": nothing, "rule.expiration.expired_object_delete_marker": free },
      ...{ "rule.noncurrent_version_expiration.noncurrent_days": atOnce, "rule.noncurrent_version_expiration": nothing },
      ...{ "rule.abort_incomplete_multipart_upload.days_after_initiation": atOnce },
      ...{ "rule.transition": nothing, "rule.noncurrent_version_transition": nothing },
    },
  },
  aws_s3_bucket_ownership_controls: {
    called: "ownership of the bucket's objects",
    name: "bucket",
    adopting: named("bucket"),
    goesWith,
    givesAccess: true,
    attributes: { id: free, bucket: ofArchive, "rule.object_ownership": told("event-archive/opened", only("BucketOwnerEnforced")) },
  },
  aws_s3_bucket_policy: {
    called: "policy of the bucket",
    name: "bucket",
    adopting: named("bucket"),
    goesWith,
    givesAccess: true,
    policy: { attribute: "policy", kind: (values: Values) => (isArchive(values) ? "archive" : "bucket") },
    attributes: { id: free, bucket: ofOurs },
  },
  aws_s3_bucket_public_access_block: {
    called: "public access block of the bucket",
    name: "bucket",
    adopting: named("bucket"),
    goesWith,
    givesAccess: true,
    attributes: {
      ...{ id: free, bucket: ofOurs },
      ...{ block_public_acls: blocked, block_public_policy: blocked, ignore_public_acls: blocked, restrict_public_buckets: blocked },
    },
  },
  aws_s3_bucket_server_side_encryption_configuration: {
    called: "encryption of the bucket",
    name: "bucket",
    adopting: named("bucket"),
    goesWith,
    attributes: {
      ...{ id: free, bucket: ofArchive, expected_bucket_owner: nothing, "rule.bucket_key_enabled": free },
      ...{ "rule.apply_server_side_encryption_by_default.sse_algorithm": only("AES256") },
      ...{ "rule.apply_server_side_encryption_by_default.kms_master_key_id": only("", undefined) },
    },
  },
  aws_s3_bucket_versioning: {
    called: "versioning of the bucket",
    name: "bucket",
    adopting: named("bucket"),
    attributes: {
      id: free,
      bucket: ofOurs,
      versioning_configuration: once,
      "versioning_configuration.status": told("audit-bucket/not-versioned", only("Enabled")),
    },
  },
} as const satisfies Record<string, TypeRules>;
