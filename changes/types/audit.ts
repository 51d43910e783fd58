/** Types of the audit trail: the trail and its bucket. */
import { isAuditBucket } from "../../declaration/names/audit";
import { isStateBucket } from "../../declaration/names/terraform-state";
import { isUnknown } from "../../mail/dns/record";
import { text, type Values } from "../values";
import { tagRules } from "./access";
import { arnOf, named } from "./adopting";
import { free, nothing, once, only, type Rule, told } from "./rule";
import type { TypeRules } from "./type-rules";

const ofOurs: Rule = {
  isHarmless: ({ willBe, isNew }) => isNew && (isUnknown(willBe) || isAuditBucket(text(willBe)) || isStateBucket(text(willBe))),
};
const blocked = told("audit-bucket/opened", only(true));
const recorded = told("audit-trail/weakened", only(true));

export const auditTypes = {
  aws_cloudtrail: {
    called: "audit trail",
    name: "name",
    adopting: arnOf("name", ({ account, region }) => `arn:aws:cloudtrail:${region}:${account}:trail/`),
    loss: "audit-trail",
    attributes: {
      ...{ id: free, arn: free, home_region: free, ...tagRules, name: once },
      enable_logging: recorded,
      is_multi_region_trail: recorded,
      include_global_service_events: recorded,
      enable_log_file_validation: recorded,
      s3_bucket_name: told("audit-trail/weakened", once),
      event_selector: told("audit-trail/weakened", nothing),
      advanced_event_selector: told("audit-trail/weakened", nothing),
      kms_key_id: nothing,
    },
  },
  aws_s3_bucket: {
    called: "bucket",
    name: "bucket",
    adopting: named("bucket"),
    loss: ({ bucket }: Values) => (isStateBucket(text(bucket)) ? "state-bucket" : "audit-bucket"),
    attributes: {
      ...{ id: free, arn: free, ...tagRules, bucket: ofOurs, force_destroy: only(false, undefined) },
      // Blocks that a stack may write as dynamic ones, of which the plan's configuration says nothing.
      ...{ lifecycle_rule: nothing, replication_configuration: nothing, website: nothing, cors_rule: nothing },
    },
  },
  aws_s3_bucket_policy: {
    called: "policy of the bucket",
    name: "bucket",
    adopting: named("bucket"),
    givesAccess: true,
    policy: { attribute: "policy", kind: "bucket" },
    attributes: { id: free, bucket: ofOurs },
  },
  aws_s3_bucket_public_access_block: {
    called: "public access block of the bucket",
    name: "bucket",
    adopting: named("bucket"),
    givesAccess: true,
    attributes: {
      ...{ id: free, bucket: ofOurs },
      ...{ block_public_acls: blocked, block_public_policy: blocked, ignore_public_acls: blocked, restrict_public_buckets: blocked },
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
