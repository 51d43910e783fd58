/** The audit trail; its bucket is in buckets.ts. */
import { tagRules } from "./access";
import { arnOf } from "./adopting";
import { free, nothing, once, only, told } from "./rule";
import type { TypeRules } from "./type-rules";

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
} as const satisfies Record<string, TypeRules>;
