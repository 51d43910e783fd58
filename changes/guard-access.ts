/** The gate's rules for access: the audit trail, its bucket and GitHub's identity provider stay as they are, and no trust policy widens. */
import { isAuditBucket } from "../declaration/names/audit";
import { type Finding, findingOf } from "../findings/finding";
import { keepIt } from "../findings/kinds/losses";
import { isUnknown } from "../mail/dns/record";
import type { GuardedResource } from "./guarded-resource";
import { newlyTrusted } from "./trust";
import { text, type Value, type Values } from "./values";

export const guardAccess = (resources: readonly GuardedResource[]): Finding[] =>
  resources.filter(({ action }) => action !== "keep").flatMap(judge);

function judge(resource: GuardedResource): Finding[] {
  switch (resource.type) {
    case "aws_cloudtrail":
      return [...lost(resource, trail), ...trailWeakened(resource)];
    case "aws_iam_openid_connect_provider":
      return [...lost(resource, identity), ...audienceAdded(resource)];
    case "aws_iam_role":
      return [...lost(resource, role), ...trustWidened(resource)];
    case "aws_s3_bucket":
    case "aws_s3_bucket_policy":
    case "aws_s3_bucket_public_access_block":
    case "aws_s3_bucket_versioning":
      return isAuditBucket(text(resource.before?.bucket)) ? bucketWeakened(resource) : [];
    default:
      return [];
  }
}

interface Kept {
  family: "audit-trail" | "audit-bucket" | "github-identity" | "role";
  called: string;
  /** The attribute with its name. */
  name: string;
}

const trail: Kept = { family: "audit-trail", called: "audit trail", name: "name" };
const bucket: Kept = { family: "audit-bucket", called: "bucket of the audit trail", name: "bucket" };
const identity: Kept = { family: "github-identity", called: "identity provider of GitHub", name: "url" };
const role: Kept = { family: "role", called: "role", name: "name" };

function lost({ address: where, action, before }: GuardedResource, { family, called, name }: Kept): Finding[] {
  if (!before || (action !== "delete" && action !== "replace")) return [];
  const what = `the ${called} "${text(before[name])}" would be ${action === "delete" ? "deleted" : "replaced"}`;
  return [findingOf(`${family}/${action}d`, { where, what, remedy: keepIt(family) })];
}

const recorded: Record<string, string> = {
  enable_logging: "nothing",
  is_multi_region_trail: "one region only",
  include_global_service_events: "no events of IAM",
  enable_log_file_validation: "files without validation, so changes of them go unnoticed",
};

/** GetSecretValue is a read event: a selector of write events drops it from the trail. */
function trailWeakened({ address: where, before, after }: GuardedResource): Finding[] {
  if (!before || !after) return [];
  const called = `the audit trail "${text(before.name)}"`;
  const less = Object.keys(recorded)
    .filter((attribute) => before[attribute] === true && after[attribute] !== true)
    .map((attribute) => `${called} would record ${recorded[attribute]}`);
  const moved = before.s3_bucket_name !== after.s3_bucket_name ? [`${called} would write to another bucket`] : [];
  const narrowed = selectors.some((path) => after[path] !== undefined && after[path] !== before[path]);
  const selected = narrowed ? [`${called} would record selected events only`] : [];
  return [...less, ...moved, ...selected].map((what) => findingOf("audit-trail/weakened", { where, what }));
}

const selectors = [
  "event_selector.0.include_management_events",
  "event_selector.0.read_write_type",
  "event_selector.0.exclude_management_event_sources.0",
  "advanced_event_selector.0.field_selector.0.field",
];

function bucketWeakened(resource: GuardedResource): Finding[] {
  const { address: where, type, before, after } = resource;
  const called = `the bucket of the audit trail "${text(before?.bucket)}"`;
  const told = (verb: "closed" | "opened" | "not-versioned", end: string): Finding[] => [
    findingOf(`audit-bucket/${verb}`, { where, what: `${called} ${end}` }),
  ];
  const fewer = (still: (values: Values) => boolean): boolean => before !== undefined && still(before) && !(after && still(after));
  switch (type) {
    case "aws_s3_bucket":
      return lost(resource, bucket);
    case "aws_s3_bucket_policy":
      return after ? [] : told("closed", "would lose its policy: the trail could no longer write to it");
    case "aws_s3_bucket_public_access_block":
      return blocks.some((flag) => fewer((values) => values[flag] === true)) ? told("opened", "could be made public") : [];
    default:
      return fewer((values) => values["versioning_configuration.0.status"] === "Enabled")
        ? told("not-versioned", "would keep no earlier versions: overwritten files are lost")
        : [];
  }
}

const blocks = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];

function audienceAdded({ address: where, before, after }: GuardedResource): Finding[] {
  if (!before || !after) return [];
  const audiences = (values: Values): Value[] => ["client_id_list.0", "client_id_list.1"].map((path) => values[path]);
  const added = audiences(after).filter((audience) => audience !== undefined && !audiences(before).includes(audience));
  return added.map((audience) => {
    const whom = isUnknown(audience) ? "an audience known after the apply" : `"${text(audience)}"`;
    return findingOf("github-identity/audience-added", { where, what: `AWS would accept GitHub tokens made for ${whom}` });
  });
}

function trustWidened({ address: where, action, before, after }: GuardedResource): Finding[] {
  if (!before || !after || action === "replace") return [];
  const called = `the role "${text(before.name)}"`;
  if (isUnknown(after.assume_role_policy)) {
    return [findingOf("role/not-readable", { where, what: `the trust policy of ${called} is known only after the apply` })];
  }
  const added = newlyTrusted(text(before.assume_role_policy), text(after.assume_role_policy));
  if (added.length === 0) return [];
  return [findingOf("role/trust-widened", { where, what: `more principals could assume ${called}: ${added.join(", ")}` })];
}
