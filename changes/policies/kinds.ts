/** The kinds of IAM policies in the stacks: what a new one may say, and which change of one is a finding. */
import type { FindingId } from "../../findings/catalogue";
import { type Own, otherAccounts } from "../own";
import { type Grant, grantText } from "./statements";

export type PolicyKind = "trust" | "role" | "boundary" | "smtp-user" | "key" | "secret" | "bucket" | "archive" | "topic" | "queue";

export interface PolicyRules {
  /** More is allowed, or less is denied. */
  widened: FindingId;
  /** More is denied; absent where that harms nobody. */
  narrowed?: FindingId;
  /** Less may be allowed no more: mail or alarms would stop. */
  keepsGrants?: true;
  /** Of a new policy and of what a changed one newly allows: whether that is what the stacks declare. */
  isDeclared(grant: Grant, own: Own): boolean;
}

const root = ({ account }: Own): string => `AWS:arn:aws:iam::${account}:root`;

export const fromAddress = "StringLike ses:fromaddress";
/** From addresses of our own domain alone. */
export const isFromUs = ({ conditions }: Grant, { domains }: Own): boolean =>
  conditions.get(fromAddress)?.every((address) => domains.some((domain) => isAddressAt(address.toLowerCase(), domain))) === true;
const isAddressAt = (address: string, domain: string): boolean =>
  address.endsWith(`@${domain}`) && /^[^@*?]+$/.test(address.slice(0, -domain.length - 1));

/** All actions, or all of a service. */
const isWholeService = ({ action }: Grant): boolean => /^(\w[\w-]*:)?[*?]+$/.test(action);

/** A service that acts for resources of ours only, by a condition on which. */
const isPinnedService = (grant: Grant, own: Own): boolean =>
  /^Service:[\w.-]+\.amazonaws\.com$/.test(grant.principal) &&
  [...grant.conditions].some(
    ([condition, values]) =>
      /^(String|Arn)(Equals|Like) (aws:sourcearn|aws:sourceaccount|kms:encryptioncontext:aws:sns:topicarn)$/.test(condition) &&
      values.every((value) => value === own.account || value.includes(`:${own.account}:`)),
  );

const isOurUser = ({ principal }: Grant, { account }: Own): boolean =>
  new RegExp(`^AWS:arn:aws[\\w-]*:iam::${account}:user/[^*?]+$`).test(principal);

const isGithubJob = (grant: Grant, { account, repositories = [] }: Own): boolean =>
  (grant.principal === `Federated:arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` ||
    /^Federated:\$\{aws_iam_openid_connect_provider\.[\w-]+\.arn\}$/.test(grant.principal)) &&
  grant.conditions.get("StringLike token.actions.githubusercontent.com:aud")?.join() === "sts.amazonaws.com" &&
  (grant.conditions.get("StringLike token.actions.githubusercontent.com:sub") ?? ["*"]).every((subject) =>
    repositories.some((repository) => subject.startsWith(`${repository}:`) && !/[*?]/.test(subject)),
  );

/** A function's role: Lambda takes it for functions of the account alone. */
const isLambda = ({ principal, action, conditions }: Grant): boolean =>
  principal === "Service:lambda.amazonaws.com" && action === "sts:assumerole" && conditions.size === 0;

const isTlsOnly = ({ effect, conditions }: Grant): boolean =>
  effect === "Deny" && conditions.size === 1 && conditions.get("Bool aws:securetransport")?.join() === "false";

function isServiceOrTls(grant: Grant, own: Own): boolean {
  return isTlsOnly(grant) || (grant.effect === "Allow" && isPinnedService(grant, own) && !isWholeService(grant));
}

/** A secret's policy names its readers, and the roles of ours that are none. Any other denial shuts out the application, or who renews it. */
const isSecretDenial = (grant: Grant): boolean => {
  if (isTlsOnly(grant)) return true;
  if (grant.effect !== "Deny" || grant.action !== "secretsmanager:getsecretvalue" || grant.conditions.size !== 1) return false;
  const others = grant.conditions.get("StringLike aws:principalarn");
  const isNamed = [...grant.conditions.keys()].every((key) => /^StringNot(Like|Equals) aws:principalarn$/.test(key));
  const isOurs = others?.every((arn) => /:role\/twinpost-[\w-]+$/.test(arn)) === true;
  return isNamed || isOurs;
};

export const policyRules: Record<PolicyKind, PolicyRules> = {
  trust: {
    widened: "role/trust-widened",
    isDeclared: (grant, own) =>
      grant.effect === "Deny" ||
      isLambda(grant) ||
      (grant.action === "sts:assumerolewithwebidentity" && isGithubJob(grant, own)) ||
      (grant.action === "sts:assumerole" &&
        isOurUser(grant, own) &&
        grant.conditions.get("Bool aws:multifactorauthpresent")?.join() === "true"),
  },
  role: {
    widened: "role/permissions-widened",
    isDeclared: (grant, own) => grant.effect === "Deny" || (!isWholeService(grant) && otherAccounts(grant.resource, own).length === 0),
  },
  boundary: {
    widened: "role/permissions-widened",
    narrowed: "smtp-user-policy/stops-mail",
    keepsGrants: true,
    isDeclared: (grant, own) => grant.effect === "Deny" || (!isWholeService(grant) && otherAccounts(grant.resource, own).length === 0),
  },
  "smtp-user": {
    widened: "smtp-user-policy/widened",
    narrowed: "smtp-user-policy/stops-mail",
    keepsGrants: true,
    isDeclared: (grant, own) =>
      grant.effect === "Allow" &&
      grant.action === "ses:sendrawemail" &&
      !/[*?]/.test(grant.resource) &&
      otherAccounts(grant.resource, own).length === 0 &&
      isFromUs(grant, own),
  },
  key: {
    widened: "encryption-key/opened",
    narrowed: "encryption-key/closed",
    keepsGrants: true,
    isDeclared: (grant, own) =>
      grant.effect === "Allow" && (grant.principal === root(own) || (isPinnedService(grant, own) && !isWholeService(grant))),
  },
  secret: { widened: "secret-policy/weakened", narrowed: "secret-policy/closed", isDeclared: isSecretDenial },
  bucket: {
    widened: "audit-bucket/opened",
    narrowed: "audit-bucket/closed",
    keepsGrants: true,
    isDeclared: isServiceOrTls,
  },
  archive: { widened: "event-archive/opened", narrowed: "event-archive/closed", isDeclared: isTlsOnly },
  topic: {
    widened: "topic/opened",
    narrowed: "topic/closed",
    keepsGrants: true,
    isDeclared: isServiceOrTls,
  },
  queue: {
    widened: "event-queue/opened",
    narrowed: "event-queue/closed",
    keepsGrants: true,
    isDeclared: isServiceOrTls,
  },
};

/** No value of a secret is in a state: a new environment's is read by the organisation's roles. */
const readsState = ({ action, resource }: Grant, { account }: Own): boolean =>
  action === "s3:getobject" && new RegExp(`^arn:aws:s3:::twinpost-state-${account}-[\\w-]+/[^*?]+$`).test(resource);

/**
 * What may be added to a policy without a finding: a service that publishes for another resource of ours, a denial with a condition, and the
 * reading of a state.
 */
export const isHarmlessAddition = (kind: PolicyKind, grant: Grant, own: Own): boolean =>
  grant.negated === undefined &&
  ((kind === "role" && grant.effect === "Allow" && readsState(grant, own)) || isDeclaredAddition(kind, grant, own));

const isDeclaredAddition = (kind: PolicyKind, grant: Grant, own: Own): boolean =>
  (isPinnedService(grant, own) || grant.effect === "Deny") && policyRules[kind].isDeclared(grant, own);

export const grantsText = (grants: readonly Grant[]): string => {
  const [first, second, ...more] = grants.map(grantText);
  return [first, second, ...(more.length > 0 ? [`and ${more.length} more`] : [])].filter(Boolean).join("; ");
};
