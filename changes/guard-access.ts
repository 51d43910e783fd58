/** The guard's rules for who may act and what is recorded of it: the audit trail and its bucket stay whole, GitHub stays known, no role trusts more. */
import { isAuditBucket } from "../declaration/names/audit";
import type { Finding } from "../findings/finding";
import { afterApply, type GuardedResource, type Value, type Values } from "./guarded-resources";
import { newlyTrusted } from "./trust";

type Hit = Pick<Finding, "id" | "what" | "remedy">;

export function guardAccess(resources: readonly GuardedResource[]): Finding[] {
  return resources
    .filter(({ action }) => action !== "keep")
    .flatMap((resource) => judge(resource).map((hit) => ({ severity: "error" as const, where: resource.address, ...hit })));
}

function judge(resource: GuardedResource): Hit[] {
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
  family: string;
  called: string;
  /** The attribute that names it for people. */
  name: string;
  remedy: string;
}

const noEvidence = "nobody can say afterwards who read a secret or changed what: keep it, or say where it is recorded instead";
const trail: Kept = { family: "audit-trail", called: "audit trail", name: "name", remedy: noEvidence };
const bucket: Kept = { family: "audit-bucket", called: "bucket of the audit trail", name: "bucket", remedy: noEvidence };
const identity: Kept = {
  family: "github-identity",
  called: "identity provider of GitHub",
  name: "url",
  remedy: "no job can take any role of the account until it is there again and the roles trust it: no plan, no apply, no fail-over",
};
const role: Kept = {
  family: "role",
  called: "role",
  name: "name",
  remedy: "whoever takes it can do so no more; first take the environment out of environments/, after `npx twinpost destroy`",
};

function lost({ action, before }: GuardedResource, { family, called, name, remedy }: Kept): Hit[] {
  if (!before || (action !== "delete" && action !== "replace")) return [];
  const what = `the ${called} "${text(before[name])}" would be ${action === "delete" ? "deleted" : "deleted and made anew"}`;
  return [{ id: `${family}/${action}d`, what, remedy }];
}

const recorded: Record<string, string> = {
  enable_logging: "nothing",
  is_multi_region_trail: "one region only",
  include_global_service_events: "nothing of IAM",
  enable_log_file_validation: "files that could be changed unseen",
};

/** Reading a secret's value is an event that only reads: a selector for those that write leaves it out. */
function trailWeakened({ before, after }: GuardedResource): Hit[] {
  if (!before || !after) return [];
  const id = "audit-trail/weakened";
  const called = `the audit trail "${text(before.name)}"`;
  const less = Object.keys(recorded)
    .filter((attribute) => before[attribute] === true && after[attribute] !== true)
    .map((attribute) => `${called} would record ${recorded[attribute]}`);
  const moved = before.s3_bucket_name !== after.s3_bucket_name ? [`${called} would be kept in another bucket`] : [];
  const narrowed = selectors.some((path) => after[path] !== undefined && after[path] !== before[path]);
  const selected = narrowed ? [`${called} would record selected events only`] : [];
  return [...less, ...moved, ...selected].map((what) => ({ id, what, remedy: noEvidence }));
}

const selectors = [
  "event_selector.0.include_management_events",
  "event_selector.0.read_write_type",
  "event_selector.0.exclude_management_event_sources.0",
  "advanced_event_selector.0.field_selector.0.field",
];

function bucketWeakened(resource: GuardedResource): Hit[] {
  const { type, before, after } = resource;
  const called = `the bucket of the audit trail "${text(before?.bucket)}"`;
  const hit = (verb: string, what: string): Hit[] => [{ id: `audit-bucket/${verb}`, what: `${called} ${what}`, remedy: noEvidence }];
  const fewer = (still: (values: Values) => boolean): boolean => before !== undefined && still(before) && !(after && still(after));
  switch (type) {
    case "aws_s3_bucket":
      return lost(resource, bucket);
    case "aws_s3_bucket_policy":
      return after ? [] : hit("closed", "would lose its policy: the trail could not write to it any more");
    case "aws_s3_bucket_public_access_block":
      return blocks.some((flag) => fewer((values) => values[flag] === true)) ? hit("opened", "could be opened to everybody") : [];
    default:
      return fewer((values) => values["versioning_configuration.0.status"] === "Enabled")
        ? hit("not-versioned", "would keep no earlier versions: what is overwritten is lost")
        : [];
  }
}

const blocks = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];

function audienceAdded({ before, after }: GuardedResource): Hit[] {
  if (!before || !after) return [];
  const audiences = (values: Values): Value[] => ["client_id_list.0", "client_id_list.1"].map((path) => values[path]);
  const added = audiences(after).filter((audience) => audience !== undefined && !audiences(before).includes(audience));
  return added.map((audience) => ({
    id: "github-identity/audience-added",
    what: `tokens of GitHub that were made for ${audience === afterApply ? "somebody yet unknown" : `"${text(audience)}"`} would be accepted`,
    remedy: 'only "sts.amazonaws.com" is AWS: a token that was made for somebody else may have been seen by them',
  }));
}

function trustWidened({ action, before, after }: GuardedResource): Hit[] {
  if (!before || !after || action === "replace") return [];
  const called = `the role "${text(before.name)}"`;
  if (after.assume_role_policy === afterApply) {
    const remedy = "it comes from a resource that changes too: look at that change first";
    return [{ id: "role/not-readable", what: `whom ${called} would trust is known only after the apply`, remedy }];
  }
  const added = newlyTrusted(text(before.assume_role_policy), text(after.assume_role_policy));
  if (added.length === 0) return [];
  const remedy = "make sure that you know each of them: whoever takes the role may do all that docs/roles.md says of it";
  return [{ id: "role/trust-widened", what: `${called} could be taken by more: ${added.join(", ")}`, remedy }];
}

const text = (value: Value): string => (typeof value === "string" ? value : "");
