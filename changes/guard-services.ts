/** The guard's rules for AWS and SendGrid: identities, keys, secrets and the state bucket stay; TLS towards receivers stays required. */
import { isStateBucket } from "../declaration/names/terraform-state";
import type { Finding } from "../findings/finding";
import { afterApply, type GuardedResource, type Value, type Values } from "./guarded-resources";

type Hit = Pick<Finding, "id" | "what" | "remedy">;

export function guardServices(resources: readonly GuardedResource[]): Finding[] {
  const requireTls = configurationSetsWithTls(resources);
  return resources
    .filter(({ action }) => action !== "keep")
    .filter((resource) => !goesWithItsOwner(resource, resources))
    .flatMap((resource) =>
      [...lost(resource), ...weakened(resource, requireTls)].map((hit) => ({
        severity: "error" as const,
        where: resource.address,
        ...hit,
      })),
    );
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
  /** The first part of the finding's id. */
  family: string;
  called: string;
  /** The attribute that names it for people. */
  name: string;
  remedy: string;
}

const secret: Omit<Kept, "name"> = {
  family: "secret",
  called: "secret",
  remedy: "the application loses its credentials; AWS can restore the secret during its recovery window only",
};

const kept: Partial<Record<GuardedResource["type"], Kept>> = {
  aws_sesv2_email_identity: {
    family: "identity",
    called: "SES identity",
    name: "email_identity",
    remedy: "SES refuses to send until the domain is verified anew, with new DKIM tokens: up to 72 hours",
  },
  sendgrid_sender_authentication: {
    family: "identity",
    called: "SendGrid sender authentication",
    name: "domain",
    remedy: "SendGrid signs with its own domain until the new records are published and validated",
  },
  sendgrid_link_branding: {
    family: "tracked-links",
    called: "SendGrid link branding",
    name: "domain",
    remedy: "links in mail that was sent already, while clicks were tracked, lead nowhere until SendGrid knows their name again",
  },
  sendgrid_unsubscribe_group: {
    family: "unsubscribe-group",
    called: "SendGrid unsubscribe group",
    name: "name",
    remedy:
      "SendGrid forgets who unsubscribed from it, and a group that is made anew has another id: those people would be written to again",
  },
  aws_sesv2_email_identity_mail_from_attributes: {
    family: "return-path",
    called: "SES return path",
    name: "mail_from_domain",
    remedy: "mail through SES loses its SPF alignment with the From domain",
  },
  aws_kms_key: {
    family: "encryption-key",
    called: "encryption key",
    name: "description",
    remedy: "everything encrypted with it is lost for ever; `aws kms cancel-key-deletion` helps during the waiting period only",
  },
  aws_secretsmanager_secret: { ...secret, name: "name" },
  aws_secretsmanager_secret_policy: {
    family: "secret-policy",
    called: "policy of the secret",
    name: "secret_arn",
    remedy: "everybody whom IAM allows may read the secret then, and without TLS",
  },
  aws_iam_user: {
    family: "smtp-user",
    called: "SES user",
    name: "name",
    remedy: "its access keys are the SMTP credentials: SES refuses the login until `npx twinpost credentials` has made others",
  },
  aws_iam_user_policy: {
    family: "smtp-user-policy",
    called: "permission to send of the SES user",
    name: "user",
    remedy: "SES refuses every message until it is there again",
  },
  aws_s3_bucket: {
    family: "state-bucket",
    called: "bucket with Terraform's state",
    name: "bucket",
    remedy: "Terraform forgets everything that it manages, in every environment of the account",
  },
};

function lost({ type, action, before }: GuardedResource): Hit[] {
  const rule = kept[type];
  if (!rule || !before || (action !== "delete" && action !== "replace")) return [];
  if (type === "aws_s3_bucket" && !isStateBucket(text(before.bucket))) return [];
  const what = `the ${rule.called} "${inName(before[rule.name])}" would be ${action === "delete" ? "deleted" : "deleted and made anew"}`;
  return [{ id: `${rule.family}/${action}d`, what, remedy: rule.remedy }];
}

function weakened(resource: GuardedResource, requireTls: ReadonlySet<Value>): Hit[] {
  const { type, before, after } = resource;
  if (!before) return [];
  switch (type) {
    case "aws_sesv2_configuration_set":
      return [...tlsPolicyLowered(before, after), ...sendingStopped(before, after)];
    case "aws_secretsmanager_secret_policy":
      return after ? denialsDropped(before, after) : [];
    case "sendgrid_enforce_tls":
      if (before.require_tls !== true || after?.require_tls === true) return [];
      return [tlsOff("SendGrid", after ? inWords(after.require_tls) : "not set by us")];
    case "aws_sesv2_email_identity":
      return after ? [...configurationSetDropped(before, after, requireTls), ...keyShortened(before, after)] : [];
    case "aws_sesv2_email_identity_mail_from_attributes":
      return returnPathMoved(resource);
    case "aws_secretsmanager_secret":
      return after ? copyRemoved(before, after) : [];
    case "aws_kms_key":
      if (before.is_enabled !== true || after?.is_enabled !== false) return [];
      return [
        { id: "encryption-key/disabled", what: `the encryption key "${text(before.description)}" would be disabled`, remedy: unreadable },
      ];
    default:
      return [];
  }
}

function copyRemoved(before: Values, after: Values): Hit[] {
  const was = before["replica.0.region"];
  if (!was || was === after["replica.0.region"]) return [];
  const what = `the copy of the secret "${text(before.name)}" in ${text(was)} would be deleted`;
  return [{ id: "secret/copy-removed", what, remedy: "applications there lose their credentials: let them read another region first" }];
}

const unreadable = "no secret can be read while it is disabled, so no application can send";

const tlsOff = (provider: string, willBe: string): Hit => ({
  id: "tls/not-required",
  what: `${provider} would send to receivers without TLS: required -> ${willBe}`,
  remedy: "invitations hold links that log people in: keep TLS required",
});

const tlsPolicy = "delivery_options.0.tls_policy";

function tlsPolicyLowered(before: Values, after: Values | undefined): Hit[] {
  if (before[tlsPolicy] !== "REQUIRE" || after?.[tlsPolicy] === "REQUIRE") return [];
  const willBe = after ? inWords(after[tlsPolicy]) : "its configuration set deleted";
  return [tlsOff(`SES (configuration set "${text(before.configuration_set_name)}")`, willBe)];
}

function sendingStopped(before: Values, after: Values | undefined): Hit[] {
  const enabled = "sending_options.0.sending_enabled";
  if (before[enabled] !== true || after?.[enabled] !== false) return [];
  const what = `SES would send nothing any more (configuration set "${text(before.configuration_set_name)}")`;
  return [{ id: "identity/sending-stopped", what, remedy: "fail over to the other sending provider first (docs/by-hand.md)" }];
}

/** What a secret's policy refuses, by the names of its statements: who is refused may change, that somebody is may not go unseen. */
function denialsDropped(before: Values, after: Values): Hit[] {
  const [was, willBe] = [denials(before.policy), denials(after.policy)];
  const gone = was.filter((sid) => !willBe.includes(sid));
  if (gone.length === 0) return [];
  const what = `the policy of the secret "${inName(before.secret_arn)}" would refuse less: ${gone.join(" and ")} would go`;
  return [
    { id: "secret-policy/weakened", what, remedy: "name readers in secretReaders again, or say why everybody whom IAM allows may read it" },
  ];
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
function configurationSetDropped(before: Values, after: Values, requireTls: ReadonlySet<Value>): Hit[] {
  const was = before.configuration_set_name;
  const willBe = after.configuration_set_name;
  if (!was || was === willBe || requireTls.has(willBe)) return [];
  return [
    tlsOff(`SES (identity "${text(before.email_identity)}")`, willBe ? `configuration set ${inWords(willBe)}` : "no configuration set"),
  ];
}

function configurationSetsWithTls(resources: readonly GuardedResource[]): ReadonlySet<Value> {
  const sets = resources.filter(({ type, after }) => type === "aws_sesv2_configuration_set" && after?.[tlsPolicy] === "REQUIRE");
  return new Set(sets.map(({ after }) => after?.configuration_set_name));
}

function keyShortened(before: Values, after: Values): Hit[] {
  const length = "dkim_signing_attributes.0.next_signing_key_length";
  const bits = (values: Values): number | undefined => {
    const [digits] = /\d+/.exec(text(values[length])) ?? [];
    return digits === undefined ? undefined : Number(digits);
  };
  const [was, willBe] = [bits(before), bits(after)];
  if (was === undefined || willBe === undefined || willBe >= was) return [];
  const what = `SES would sign "${text(before.email_identity)}" with a shorter DKIM key: ${was} -> ${willBe} bits`;
  return [{ id: "dkim/key-shortened", what, remedy: "use 2048 bits (RSA_2048_BIT)" }];
}

function returnPathMoved({ action, before, after }: GuardedResource): Hit[] {
  const was = before?.mail_from_domain;
  const willBe = after?.mail_from_domain;
  if (action !== "update" || !was || was === willBe) return [];
  const what = `SES's return path would change: ${inWords(was)} -> ${willBe ? inWords(willBe) : "SES's own, not aligned with the From domain"}`;
  return [
    { id: "return-path/target-changed", what, remedy: "until the new name's MX and SPF are published, mail through SES loses alignment" },
  ];
}

/** A secret by its name, to whose ARN Secrets Manager adds a dash and six characters; others as they are. */
const inName = (value: Value): string => /:secret:(.+)-\w{6}$/.exec(text(value))?.[1] ?? text(value);

const text = (value: Value): string => (typeof value === "string" ? value : "");
const inWords = (value: Value): string => {
  if (value === afterApply) return "known after the apply";
  return typeof value === "string" ? `"${value}"` : value === true ? "required" : "not required";
};
