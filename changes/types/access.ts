/** Types that decide who may do what: roles, users, keys, secrets, GitHub's identity. */
import { functionNames } from "../../declaration/names/events";
import { roleKinds } from "../../declaration/names/roles";
import { isUnknown } from "../../mail/dns/record";
import { listOf, text, type Values } from "../values";
import { arnOf, lookedUp, named } from "./adopting";
import { atLeast, free, needed, ofName, once, only, type Rule, told } from "./rule";
import { isDeleted, type TypeRules } from "./type-rules";

/** IAM goes by the tag "environment": with another one, another environment's roles may change the resource. */
export const tagRules = { tags: free, "tags.environment": once, tags_all: free, "tags_all.environment": once };
const hmac = "GENERATE_VERIFY_MAC";
const computedOnes = { id: free, arn: free, unique_id: free, create_date: free };
const usual = { ...computedOnes, ...tagRules };
const roleNames = ofName(new RegExp(`^twinpost-[\\w-]+-(${[...roleKinds, ...functionNames].join("|")})$`));

/** One that the account's stack declares. */
const ourPolicy = /^arn:aws[\w-]*:iam::\d{12}:policy\/twinpost-[\w-]+$/;
/** What a role is told to have when it is made again; a stack attaches policies by resources of their own. */
const attachedToRoles: Rule = {
  isHarmless: ({ willBe }) => !isUnknown(willBe) && listOf(willBe).every((arn) => ourPolicy.test(text(arn))),
};

export const accessTypes = {
  aws_iam_role: {
    called: "role",
    name: "name",
    adopting: named("name"),
    loss: "role",
    givesAccess: true,
    policy: { attribute: "assume_role_policy", kind: "trust" },
    attributes: {
      ...{ ...usual, name: roleNames, path: once, description: free, max_session_duration: only(3600) },
      // What an imported role has of others stays, since the stack says nothing of it.
      ...{ managed_policy_arns: attachedToRoles, "inline_policy.name": only("may", undefined) },
    },
  },
  aws_iam_role_policy: {
    called: "permissions of the role",
    name: "role",
    adopting: named(["role", "name"], ":"),
    givesAccess: true,
    policy: { attribute: "policy", kind: "role" },
    // Another name would be a second policy of a role that has one.
    attributes: { ...computedOnes, name: ofName(/^may$/), role: roleNames },
    goesWith: ({ before }, all) => isDeleted(all, "aws_iam_role", "name", before.role),
  },
  aws_iam_role_policy_attachment: {
    called: "further permissions of the role",
    name: "role",
    adopting: named(["role", "policy_arn"], "/"),
    givesAccess: true,
    attributes: { id: free, role: roleNames, policy_arn: told("role/permissions-widened", ofName(ourPolicy)) },
    goesWith: ({ before }, all) => isDeleted(all, "aws_iam_role", "name", before.role),
  },
  aws_iam_policy: {
    called: "managed policy",
    name: "name",
    adopting: arnOf("name", ({ account }) => `arn:aws:iam::${account}:policy/`),
    givesAccess: true,
    policy: { attribute: "policy", kind: ({ name }: Values) => (/-smtp-boundary$/.test(text(name)) ? "boundary" : "role") },
    attributes: {
      ...usual,
      name: ofName(/^twinpost-[\w-]+-(smtp-boundary|(plan|review|apply|break-glass)-(events|functions)|break-glass-support)$/),
      path: once,
      description: once,
      policy_id: free,
      attachment_count: free,
    },
  },
  aws_iam_user: {
    called: "SMTP user",
    name: "name",
    adopting: named("name"),
    loss: "smtp-user",
    givesAccess: true,
    attributes: {
      ...usual,
      name: ofName(/^twinpost-[\w-]+-smtp$/),
      path: once,
      force_destroy: only(false, undefined),
      // It may be put on, and never off.
      permissions_boundary: { isHarmless: ({ willBe, was }) => was === undefined && willBe !== undefined },
    },
  },
  aws_iam_user_policy: {
    called: "sending permission of the SMTP user",
    name: "user",
    adopting: named(["user", "name"], ":"),
    loss: "smtp-user-policy",
    givesAccess: true,
    policy: { attribute: "policy", kind: "smtp-user" },
    attributes: { ...computedOnes, name: ofName(/^may-send$/), user: ofName(/^twinpost-[\w-]+-smtp$/) },
    goesWith: ({ before }, all) => isDeleted(all, "aws_iam_user", "name", before.user),
  },
  aws_iam_openid_connect_provider: {
    called: "identity provider of GitHub",
    name: "url",
    adopting: arnOf(
      "url",
      ({ account }) => `arn:aws:iam::${account}:oidc-provider/`,
      (url) => url.replace(/^https:\/\//, ""),
    ),
    loss: "github-identity",
    givesAccess: true,
    attributes: {
      ...usual,
      url: only("https://token.actions.githubusercontent.com", "token.actions.githubusercontent.com"),
      client_id_list: told("github-identity/audience-added", only("sts.amazonaws.com")),
    },
  },
  aws_kms_key: {
    called: "encryption key",
    name: "description",
    adopting: lookedUp(),
    loss: ({ key_usage: usage }: Values) => (usage === hmac ? "address-key" : "encryption-key"),
    isUsedByName: true,
    givesAccess: true,
    policy: { attribute: "policy", kind: "key" },
    attributes: {
      ...usual,
      description: free,
      key_id: free,
      timeouts: free,
      // KMS rotates no key of this kind: https://docs.aws.amazon.com/kms/latest/developerguide/hmac.html
      enable_key_rotation: { isHarmless: ({ willBe, all }) => willBe === true || all.key_usage === hmac },
      ...{ key_usage: once, customer_master_key_spec: once },
      deletion_window_in_days: atLeast(30),
      is_enabled: told("encryption-key/disabled", only(true, undefined)),
    },
  },
  aws_kms_alias: {
    called: "name of the encryption key",
    name: "name",
    adopting: named("name"),
    attributes: { ...computedOnes, name: once, target_key_id: once, target_key_arn: once },
    goesWith: ({ before }, all) => isDeleted(all, "aws_kms_key", "key_id", before.target_key_id),
  },
  aws_secretsmanager_secret: {
    called: "secret",
    name: "name",
    adopting: lookedUp("name"),
    loss: "secret",
    attributes: {
      ...usual,
      name: once,
      description: free,
      kms_key_id: needed,
      recovery_window_in_days: atLeast(30),
      replica: free,
      // A copy may be added.
      "replica.region": told("secret/copy-removed", { isHarmless: ({ was }) => was === undefined }),
      // AWS's own key of that region, which the provider fills in.
      "replica.kms_key_id": { isHarmless: ({ willBe }) => typeof willBe !== "string" },
    },
  },
  aws_secretsmanager_secret_policy: {
    called: "policy of the secret",
    name: "secret_arn",
    adopting: named("secret_arn"),
    loss: "secret-policy",
    givesAccess: true,
    policy: { attribute: "policy", kind: "secret" },
    attributes: { ...computedOnes, secret_arn: once, block_public_policy: only(true) },
    goesWith: ({ before }, all) => isDeleted(all, "aws_secretsmanager_secret", "arn", before.secret_arn),
  },
} as const satisfies Record<string, TypeRules>;
