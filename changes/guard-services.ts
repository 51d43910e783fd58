/** The gate's rules for services: identities, keys, secrets and the state bucket stay, and mail to receivers keeps requiring TLS. */
import { isStateBucket } from "../declaration/names/terraform-state";
import { type Finding, findingOf } from "../findings/finding";
import { keepIt } from "../findings/kinds/losses";
import type { GuardedResource } from "./guarded-resource";
import type { Kept } from "./kept";
import { providerResourcesOf } from "./providers/providers";
import { text, type Value, type Values } from "./values";

export function guardServices(resources: readonly GuardedResource[]): Finding[] {
  const gone = resources.filter(({ action }) => action === "delete");
  return resources
    .filter(({ action }) => action !== "keep")
    .filter((resource) => resource.action !== "delete" || !goesWithItsOwner(resource, gone))
    .flatMap((resource) => [...lost(resource), ...weakened(resource, resources)]);
}

/** A policy that is deleted together with its owner has no finding of its own. */
function goesWithItsOwner(resource: GuardedResource, gone: readonly GuardedResource[]): boolean {
  const { type, before } = resource;
  const isOf = (name: Value): boolean => inName(before?.secret_arn) === text(name);
  const secretIsGone = (): boolean => gone.some((each) => each.type === "aws_secretsmanager_secret" && isOf(each.before?.name));
  return type === "aws_secretsmanager_secret_policy" ? secretIsGone() : providerResourcesOf(type)?.goesWith?.(resource, gone) === true;
}

/** Resources of every environment, whichever providers it sends through. */
const kept: Readonly<Record<string, Kept>> = {
  aws_kms_key: { family: "encryption-key", called: "encryption key", name: "description" },
  aws_secretsmanager_secret: { family: "secret", called: "secret", name: "name" },
  aws_secretsmanager_secret_policy: { family: "secret-policy", called: "policy of the secret", name: "secret_arn" },
  aws_s3_bucket: { family: "state-bucket", called: "bucket with Terraform's state", name: "bucket" },
};

function lost({ address: where, type, action, before }: GuardedResource): Finding[] {
  const rule = kept[type] ?? providerResourcesOf(type)?.kept[type];
  if (!rule || !before || (action !== "delete" && action !== "replace")) return [];
  if (type === "aws_s3_bucket" && !isStateBucket(text(before.bucket))) return [];
  const what = `the ${rule.called} "${inName(before[rule.name])}" would be ${action === "delete" ? "deleted" : "replaced"}`;
  return [findingOf(`${rule.family}/${action}d`, { where, what, remedy: keepIt(rule.family, rule.loss) })];
}

function weakened(resource: GuardedResource, all: readonly GuardedResource[]): Finding[] {
  const { address: where, type, before, after } = resource;
  if (!before) return [];
  switch (type) {
    case "aws_secretsmanager_secret_policy":
      return after ? denialsDropped({ where, before, after }) : [];
    case "aws_secretsmanager_secret":
      return after ? copyRemoved({ where, before, after }) : [];
    case "aws_kms_key":
      if (before.is_enabled !== true || after?.is_enabled !== false) return [];
      return [findingOf("encryption-key/disabled", { where, what: `the encryption key "${text(before.description)}" would be disabled` })];
    default:
      return providerResourcesOf(type)?.weakened({ ...resource, before }, all) ?? [];
  }
}

interface Update {
  /** The resource's address. */
  where: string;
  before: Values;
  after: Values;
}

function copyRemoved({ where, before, after }: Update): Finding[] {
  const was = before["replica.0.region"];
  if (!was || was === after["replica.0.region"]) return [];
  const what = `the copy of the secret "${text(before.name)}" in ${text(was)} would be deleted`;
  return [findingOf("secret/copy-removed", { where, what })];
}

/** Compares the Deny statements of a secret's policy by their Sid. A removed statement is a finding; a change of its principals is none. */
function denialsDropped({ where, before, after }: Update): Finding[] {
  const [was, willBe] = [denials(before.policy), denials(after.policy)];
  const gone = was.filter((sid) => !willBe.includes(sid));
  if (gone.length === 0) return [];
  const what = `the policy of the secret "${inName(before.secret_arn)}" would allow more: ${gone.join(" and ")} would be removed`;
  return [findingOf("secret-policy/weakened", { where, what })];
}

function denials(policy: Value): string[] {
  try {
    const { Statement } = JSON.parse(text(policy)) as { Statement: { Sid?: string; Effect?: string }[] };
    return Statement.filter(({ Effect }) => Effect === "Deny").map(({ Sid = "a denial" }) => Sid);
  } catch {
    // Known after apply, or no JSON: counts as a policy without denials.
    return [];
  }
}

/** The name in a secret's ARN, which ends with a dash and six characters of Secrets Manager's own; any other value as it is. */
const inName = (value: Value): string => /:secret:(.+)-\w{6}$/.exec(text(value))?.[1] ?? text(value);
