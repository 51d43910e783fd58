/**
 * Reads from a Terraform plan the resources that the safety gate judges, and of each only the listed attributes. It reads nothing else of the
 * plan, which also holds values of secrets. https://developer.hashicorp.com/terraform/internals/json-format
 */
import { knownAfterApply } from "../mail/dns/record";
import { recordResources } from "./dns-hosts/dns-hosts";
import type { GuardedResource } from "./guarded-resource";
import { actionOf, type PlanJson } from "./plan-json";
import { providerAttributes } from "./providers/providers";
import type { Value, Values } from "./values";

/** By resource type, paths of attributes; blocks are lists in Terraform's JSON, so "delivery_options.0.tls_policy". */
const guardedAttributes: Readonly<Record<string, readonly string[]>> = {
  ...providerAttributes,
  ...Object.fromEntries(Object.values(recordResources).flatMap((host) => (host ? [[host.type, host.attributes]] : []))),
  aws_kms_key: ["description", "is_enabled", "deletion_window_in_days"],
  aws_secretsmanager_secret: ["name", "replica.0.region", "recovery_window_in_days"],
  aws_secretsmanager_secret_policy: ["secret_arn", "policy"],
  aws_s3_bucket: ["bucket"],
  aws_s3_bucket_policy: ["bucket"],
  aws_s3_bucket_public_access_block: [
    "bucket",
    "block_public_acls",
    "block_public_policy",
    "ignore_public_acls",
    "restrict_public_buckets",
  ],
  aws_s3_bucket_versioning: ["bucket", "versioning_configuration.0.status"],
  aws_cloudtrail: [
    "name",
    "s3_bucket_name",
    "enable_logging",
    "is_multi_region_trail",
    "include_global_service_events",
    "enable_log_file_validation",
    "event_selector.0.include_management_events",
    "event_selector.0.read_write_type",
    "event_selector.0.exclude_management_event_sources.0",
    "advanced_event_selector.0.field_selector.0.field",
  ],
  aws_iam_openid_connect_provider: ["url", "client_id_list.0", "client_id_list.1"],
  aws_iam_role: ["name", "assume_role_policy"],
};

export function guardedResources({ resource_changes }: PlanJson): GuardedResource[] {
  return resource_changes.flatMap(({ address, mode, type, change }): GuardedResource[] => {
    const paths = guardedAttributes[type];
    if (mode !== "managed" || !paths) return [];
    const { actions, before, after, after_unknown } = change;
    const action = actionOf(actions);
    const remains = action === "keep" ? before : after;
    return [
      {
        address,
        type,
        action,
        ...(before ? { before: valuesOf(paths, before) } : {}),
        ...(remains ? { after: valuesOf(paths, remains, action === "keep" ? undefined : after_unknown) } : {}),
      },
    ];
  });
}

function valuesOf(paths: readonly string[], attributes: unknown, unknowns?: unknown): Values {
  const read = (path: string): Value => {
    const keys = path.split(".");
    if (isMarked(unknowns, keys)) return knownAfterApply;
    const value = keys.reduce(inside, attributes);
    return typeof value === "string" || typeof value === "boolean" || typeof value === "number" ? value : undefined;
  };
  return Object.fromEntries(paths.map((path) => [path, read(path)]));
}

/** `after_unknown` mirrors the attributes with `true` at what is unknown, which may be a whole block. */
function isMarked(unknowns: unknown, [key, ...more]: string[]): boolean {
  return unknowns === true || (key !== undefined && isMarked(inside(unknowns, key), more));
}

function inside(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
