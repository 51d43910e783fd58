/**
 * What the guard may see of a Terraform plan: these resources, and of each only these attributes. Everything else in the plan, values of
 * secrets included, is never looked at. https://developer.hashicorp.com/terraform/internals/json-format
 */
import { actionOf, type ChangeAction, type PlanJson } from "./plan-json";

/** Paths of attributes; blocks are lists in Terraform's JSON, so "delivery_options.0.tls_policy". */
const guardedAttributes = {
  cloudflare_dns_record: ["name", "type", "content", "ttl", "priority", "proxied"],
  aws_sesv2_email_identity: ["email_identity", "configuration_set_name", "dkim_signing_attributes.0.next_signing_key_length"],
  aws_sesv2_email_identity_mail_from_attributes: ["email_identity", "mail_from_domain"],
  aws_sesv2_configuration_set: ["configuration_set_name", "delivery_options.0.tls_policy", "sending_options.0.sending_enabled"],
  aws_iam_user: ["name"],
  aws_iam_user_policy: ["user"],
  sendgrid_sender_authentication: ["domain", "subdomain"],
  sendgrid_link_branding: ["domain", "subdomain"],
  sendgrid_unsubscribe_group: ["name"],
  sendgrid_enforce_tls: ["require_tls"],
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
} as const;

type GuardedType = keyof typeof guardedAttributes;

/** Terraform knows the value only once it applies. */
export const afterApply = Symbol("known after apply");
export type Value = string | boolean | number | typeof afterApply | undefined;
export type Values = Readonly<Record<string, Value>>;

export interface GuardedResource {
  address: string;
  type: GuardedType;
  /** "keep" leaves it as it is; a resource that Terraform only forgets goes on existing, so it is kept too. */
  action: ChangeAction | "keep";
  /** Absent when it is created. */
  before?: Values;
  /** Absent when it is deleted. */
  after?: Values;
}

export function guardedResources({ resource_changes }: PlanJson): GuardedResource[] {
  return resource_changes.flatMap(({ address, mode, type, change }): GuardedResource[] => {
    if (mode !== "managed" || !isGuarded(type)) return [];
    const { actions, before, after, after_unknown } = change;
    const action = actionOf(actions);
    const remains = action === "keep" ? before : after;
    return [
      {
        address,
        type,
        action,
        ...(before ? { before: valuesOf(type, before) } : {}),
        ...(remains ? { after: valuesOf(type, remains, action === "keep" ? undefined : after_unknown) } : {}),
      },
    ];
  });
}

const isGuarded = (type: string): type is GuardedType => type in guardedAttributes;

function valuesOf(type: GuardedType, attributes: unknown, unknowns?: unknown): Values {
  const read = (path: string): Value => {
    const keys = path.split(".");
    if (isUnknown(unknowns, keys)) return afterApply;
    const value = keys.reduce(inside, attributes);
    return typeof value === "string" || typeof value === "boolean" || typeof value === "number" ? value : undefined;
  };
  return Object.fromEntries(guardedAttributes[type].map((path) => [path, read(path)]));
}

/** `after_unknown` mirrors the attributes with `true` at what is unknown, which may be a whole block. */
function isUnknown(unknowns: unknown, [key, ...more]: string[]): boolean {
  return unknowns === true || (key !== undefined && isUnknown(inside(unknowns, key), more));
}

function inside(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
