/** The guard's rules for AWS and SendGrid: identities, keys, secrets and the state bucket stay; TLS towards receivers stays required. */
import { isStateBucket } from "../declaration/names/terraform-state";
import { type Finding, findingOf } from "../findings/finding";
import { lossOf } from "../findings/kinds/losses";
import { afterApply, type GuardedResource, type Value, type Values } from "./guarded-resources";

export function guardServices(resources: readonly GuardedResource[]): Finding[] {
  const requireTls = configurationSetsWithTls(resources);
  return resources
    .filter(({ action }) => action !== "keep")
    .filter((resource) => !goesWithItsOwner(resource, resources))
    .flatMap((resource) => [...lost(resource), ...weakened(resource, requireTls)]);
}

/** A policy that goes together with its secret or its user is no loss of its own. */
function goesWithItsOwner({ type, action, before }: GuardedResource, resources: readonly GuardedResource[]): boolean {
  if (action !== "delete") return false;
  const gone = resources.filter((each) => each.action === "delete");
  if (type === "aws_iam_user_policy") return gone.some((each) => each.type === "aws_iam_user" && each.before?.name === before?.user);
  const isOf = (name: Value): boolean => inName(before?.secret_arn) === text(name);
  return (
    type === "aws_secretsmanager_secret_policy" && gone.some((each) => each.type === "aws_secretsmanager_secret" && isOf(each.before?.name))
  );
}

interface Kept {
  family:
    | "identity"
    | "tracked-links"
    | "unsubscribe-group"
    | "return-path"
    | "encryption-key"
    | "secret"
    | "secret-policy"
    | "smtp-user"
    | "smtp-user-policy"
    | "state-bucket";
  called: string;
  /** The attribute that names it for people. */
  name: string;
  /** What is lost with it, where it is more than the family says. */
  loss?: string;
}

const kept: Partial<Record<GuardedResource["type"], Kept>> = {
  aws_sesv2_email_identity: {
    family: "identity",
    called: "SES identity",
    name: "email_identity",
    loss: "SES refuses to send until the domain is verified anew, with new DKIM tokens: up to 72 hours",
  },
  sendgrid_sender_authentication: {
    family: "identity",
    called: "SendGrid sender authentication",
    name: "domain",
    loss: "SendGrid signs with its own domain until the new records are published and validated",
  },
  sendgrid_link_branding: {
    family: "tracked-links",
    called: "SendGrid link branding",
    name: "domain",
    loss: "tracked links in mail that was sent already stop working until SendGrid knows their name again",
  },
  sendgrid_unsubscribe_group: { family: "unsubscribe-group", called: "SendGrid unsubscribe group", name: "name" },
  aws_sesv2_email_identity_mail_from_attributes: {
    family: "return-path",
    called: "SES return path",
    name: "mail_from_domain",
    loss: "mail through SES loses its SPF alignment with the From domain",
  },
  aws_kms_key: { family: "encryption-key", called: "encryption key", name: "description" },
  aws_secretsmanager_secret: { family: "secret", called: "secret", name: "name" },
  aws_secretsmanager_secret_policy: { family: "secret-policy", called: "policy of the secret", name: "secret_arn" },
  aws_iam_user: { family: "smtp-user", called: "SES user", name: "name" },
  aws_iam_user_policy: { family: "smtp-user-policy", called: "sending permission of the SES user", name: "user" },
  aws_s3_bucket: { family: "state-bucket", called: "bucket with Terraform's state", name: "bucket" },
};

function lost({ address: where, type, action, before }: GuardedResource): Finding[] {
  const rule = kept[type];
  if (!rule || !before || (action !== "delete" && action !== "replace")) return [];
  if (type === "aws_s3_bucket" && !isStateBucket(text(before.bucket))) return [];
  const what = `the ${rule.called} "${inName(before[rule.name])}" would be ${action === "delete" ? "deleted" : "replaced"}`;
  return [findingOf(`${rule.family}/${action}d`, { where, what, remedy: rule.loss ?? lossOf(rule.family) })];
}

function weakened(resource: GuardedResource, requireTls: ReadonlySet<Value>): Finding[] {
  const { address: where, type, before, after } = resource;
  if (!before) return [];
  const change = { where, before, after };
  switch (type) {
    case "aws_sesv2_configuration_set":
      return [...tlsPolicyLowered(change), ...sendingStopped(change)];
    case "aws_secretsmanager_secret_policy":
      return after ? denialsDropped({ where, before, after }) : [];
    case "sendgrid_enforce_tls":
      if (before.require_tls !== true || after?.require_tls === true) return [];
      return [tlsOff(where, "SendGrid", after ? inWords(after.require_tls) : "not declared")];
    case "aws_sesv2_email_identity":
      return after ? [...configurationSetDropped({ where, before, after }, requireTls), ...keyShortened({ where, before, after })] : [];
    case "aws_sesv2_email_identity_mail_from_attributes":
      return returnPathMoved(resource);
    case "aws_secretsmanager_secret":
      return after ? copyRemoved({ where, before, after }) : [];
    case "aws_kms_key":
      if (before.is_enabled !== true || after?.is_enabled !== false) return [];
      return [findingOf("encryption-key/disabled", { where, what: `the encryption key "${text(before.description)}" would be disabled` })];
    default:
      return [];
  }
}

interface Change {
  /** The resource's address. */
  where: string;
  before: Values;
  after: Values | undefined;
}

type Update = Change & { after: Values };

function copyRemoved({ where, before, after }: Update): Finding[] {
  const was = before["replica.0.region"];
  if (!was || was === after["replica.0.region"]) return [];
  const what = `the copy of the secret "${text(before.name)}" in ${text(was)} would be deleted`;
  return [findingOf("secret/copy-removed", { where, what })];
}

const tlsOff = (where: string, provider: string, willBe: string): Finding =>
  findingOf("tls/not-required", { where, what: `${provider} would send to receivers without TLS: required -> ${willBe}` });

const tlsPolicy = "delivery_options.0.tls_policy";

function tlsPolicyLowered({ where, before, after }: Change): Finding[] {
  if (before[tlsPolicy] !== "REQUIRE" || after?.[tlsPolicy] === "REQUIRE") return [];
  const willBe = after ? inWords(after[tlsPolicy]) : "its configuration set deleted";
  return [tlsOff(where, `SES (configuration set "${text(before.configuration_set_name)}")`, willBe)];
}

function sendingStopped({ where, before, after }: Change): Finding[] {
  const enabled = "sending_options.0.sending_enabled";
  if (before[enabled] !== true || after?.[enabled] !== false) return [];
  const what = `SES would stop sending (configuration set "${text(before.configuration_set_name)}")`;
  return [findingOf("identity/sending-stopped", { where, what })];
}

/** Denials of a secret's policy, by the names of their statements. A removed denial is a finding; a change of whom it denies is none. */
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
    // Unknown until the apply, or none: nothing is sure to be refused.
    return [];
  }
}

/** Mail over SMTP uses the identity's default configuration set: without one that requires TLS, SES requires none. */
function configurationSetDropped({ where, before, after }: Update, requireTls: ReadonlySet<Value>): Finding[] {
  const was = before.configuration_set_name;
  const willBe = after.configuration_set_name;
  if (!was || was === willBe || requireTls.has(willBe)) return [];
  const instead = willBe ? `configuration set ${inWords(willBe)}` : "no configuration set";
  return [tlsOff(where, `SES (identity "${text(before.email_identity)}")`, instead)];
}

function configurationSetsWithTls(resources: readonly GuardedResource[]): ReadonlySet<Value> {
  const sets = resources.filter(({ type, after }) => type === "aws_sesv2_configuration_set" && after?.[tlsPolicy] === "REQUIRE");
  return new Set(sets.map(({ after }) => after?.configuration_set_name));
}

function keyShortened({ where, before, after }: Update): Finding[] {
  const length = "dkim_signing_attributes.0.next_signing_key_length";
  const bits = (values: Values): number | undefined => {
    const [digits] = /\d+/.exec(text(values[length])) ?? [];
    return digits === undefined ? undefined : Number(digits);
  };
  const [was, willBe] = [bits(before), bits(after)];
  if (was === undefined || willBe === undefined || willBe >= was) return [];
  const what = `SES would sign "${text(before.email_identity)}" with a shorter DKIM key: ${was} -> ${willBe} bits`;
  return [findingOf("dkim/key-shortened", { where, what, remedy: "use 2048 bits (RSA_2048_BIT)" })];
}

function returnPathMoved({ address: where, action, before, after }: GuardedResource): Finding[] {
  const was = before?.mail_from_domain;
  const willBe = after?.mail_from_domain;
  if (action !== "update" || !was || was === willBe) return [];
  const what = `SES's return path would change: ${inWords(was)} -> ${willBe ? inWords(willBe) : "SES's own domain, not aligned with the From domain"}`;
  const remedy = "mail through SES is not aligned until the new name's MX and SPF are published";
  return [findingOf("return-path/target-changed", { where, what, remedy })];
}

/** A secret by its name, to whose ARN Secrets Manager adds a dash and six characters; others as they are. */
const inName = (value: Value): string => /:secret:(.+)-\w{6}$/.exec(text(value))?.[1] ?? text(value);

const text = (value: Value): string => (typeof value === "string" ? value : "");
const inWords = (value: Value): string => {
  if (value === afterApply) return "known after the apply";
  return typeof value === "string" ? `"${value}"` : value === true ? "required" : "not required";
};
