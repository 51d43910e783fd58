/**
 * Secrets Manager. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
 * With a key of the account's own, values are encrypted on the caller's behalf, so the caller needs the key as well.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
import { prefixed, requestTags } from "../context";
import type { Secret } from "../holdings";
import { type Asked, need, nothing, type Permission, type Resource, string, strings, tagsOf } from "../permission";

const keys = [
  /^secretsmanager:(AddReplicaRegions|BlockPublicPolicy|Description|ForceDeleteWithoutRecovery|ForceOverwriteReplicaSecret|KmsKeyId|Name|SecretId)$/i,
  /^secretsmanager:(RecoveryWindowInDays|SecretPrimaryRegion|VersionId|VersionStage|ResourceTag\/.*)$/i,
];
const aboutNothing = /^(BatchGetSecretValue|GetRandomPassword|ListSecrets)$/;

export async function secretsManager(asked: Asked): Promise<Permission[]> {
  const { call, input, holdings, arn } = asked;
  const { operation } = call;
  const action = `secretsmanager:${operation}`;
  const tags = tagsOf(input.Tags);
  const context = { ...contextOf(input), ...requestTags(tags) };
  if (operation === "CreateSecret") return creation(asked, context, tags);
  if (aboutNothing.test(operation)) {
    const values = await Promise.all(strings(input.SecretIdList).map((id) => reading(asked, id, context)));
    return [need(action, nothing, { keys, context }), ...values.flat()];
  }
  const id = string(input.SecretId);
  if (operation === "GetSecretValue") return reading(asked, id, context);
  const secret = await holdings.secret(call, id);
  const resource = resourceOf(secret, id, arn);
  const first = need(action, resource, { keys, context: { ...context, ...primaryRegion(secret) } });
  const use = (keyId: string, version: string, actions: readonly string[]) =>
    usesOfKey(asked, { keyId, secretArn: resource.arn, version, actions });
  const newKey = operation === "UpdateSecret" ? string(input.KmsKeyId) : "";
  const writes =
    operation === "PutSecretValue" || (operation === "UpdateSecret" && (input.SecretString ?? input.SecretBinary) !== undefined);
  return [
    first,
    ...(newKey ? await use(newKey, trial, both) : []),
    ...(writes && secret?.keyId ? await use(newKey || secret.keyId, string(input.ClientRequestToken), both) : []),
    ...(operation === "ReplicateSecretToRegions" && secret?.keyId ? await use(secret.keyId, "", ["Decrypt"]) : []),
  ];
}

const both = ["GenerateDataKey", "Decrypt"];
/** What the version is called when Secrets Manager only tries whether the caller may use a key. */
const trial = "RequestToValidateKeyAccess";

/** A name of which AWS adds six characters of its own, unknown before. */
async function creation(asked: Asked, context: Permission["context"], tags: Record<string, string>): Promise<Permission[]> {
  const { input, arn } = asked;
  const name = string(input.Name);
  const resource: Resource = { arn: arn("secretsmanager", `secret:${name}-AbCdEf`), called: name };
  const more = { keys, context: { ...context, ...prefixed("aws:ResourceTag/", {}) } };
  const keyId = string(input.KmsKeyId);
  return [
    need("secretsmanager:CreateSecret", resource, more),
    ...(Object.keys(tags).length > 0 ? [need("secretsmanager:TagResource", resource, more)] : []),
    ...(Array.isArray(input.AddReplicaRegions) ? [need("secretsmanager:ReplicateSecretToRegions", resource, more)] : []),
    ...(keyId ? await usesOfKey(asked, { keyId, secretArn: resource.arn, version: trial, actions: both }) : []),
  ];
}

async function reading(asked: Asked, id: string, context: Permission["context"]): Promise<Permission[]> {
  const secret = await asked.holdings.secret(asked.call, id);
  const resource = resourceOf(secret, id, asked.arn);
  const more = { ...context, ...primaryRegion(secret), "secretsmanager:SecretId": resource.arn };
  const version = string(asked.input.VersionId);
  return [
    need("secretsmanager:GetSecretValue", resource, { keys, context: more }),
    ...(secret?.keyId ? await usesOfKey(asked, { keyId: secret.keyId, secretArn: resource.arn, version, actions: ["Decrypt"] }) : []),
  ];
}

/** What is not there is judged by the name that the caller gave: who may see nothing of it must not learn that it is missing. */
function resourceOf(secret: Secret | undefined, id: string, arn: Asked["arn"]): Resource {
  if (secret) return { arn: secret.arn, tags: secret.tags, ...(secret.policy ? { policy: secret.policy } : {}) };
  return id.startsWith("arn:") ? { arn: id } : { arn: arn("secretsmanager", `secret:${id}`), called: id };
}

const primaryRegion = (secret: Secret | undefined): Record<string, string> => {
  const region = secret?.arn.split(":")[3];
  return region ? { "secretsmanager:SecretPrimaryRegion": region } : {};
};

interface UseOfKey {
  keyId: string;
  secretArn: string;
  version: string;
  actions: readonly string[];
}

async function usesOfKey({ call, holdings, arn }: Asked, { keyId, secretArn, version, actions }: UseOfKey): Promise<Permission[]> {
  const key = await holdings.key(call, keyId);
  const resource: Resource = key ? { ...key, decides: true } : { arn: keyId.startsWith("arn:") ? keyId : arn("kms", `key/${keyId}`) };
  const context = {
    "aws:ViaAWSService": "true",
    "aws:CalledVia": ["secretsmanager.amazonaws.com"],
    "aws:CalledViaFirst": "secretsmanager.amazonaws.com",
    "aws:CalledViaLast": "secretsmanager.amazonaws.com",
    "kms:CallerAccount": call.account,
    "kms:ViaService": `secretsmanager.${call.region}.amazonaws.com`,
    "kms:EncryptionContext:SecretARN": secretArn,
    "kms:EncryptionContextKeys": ["SecretARN", "SecretVersionId"],
    ...(version ? { "kms:EncryptionContext:SecretVersionId": version } : {}),
  };
  const kms = [/^kms:(CallerAccount|ViaService|EncryptionContextKeys|EncryptionContext:.*|GrantOperations|GranteePrincipal)$/i];
  return actions.map((each) => need(`kms:${each}`, resource, { keys: kms, context, refusal: "Access to KMS is not allowed" }));
}

function contextOf(input: Record<string, unknown>): Record<string, string | string[]> {
  const regions = Array.isArray(input.AddReplicaRegions)
    ? (input.AddReplicaRegions as { Region: string }[]).map(({ Region }) => Region)
    : undefined;
  const named = [
    "BlockPublicPolicy",
    "Description",
    "KmsKeyId",
    "Name",
    "SecretId",
    "VersionId",
    "VersionStage",
    "ForceDeleteWithoutRecovery",
    "ForceOverwriteReplicaSecret",
    "RecoveryWindowInDays",
  ];
  const given = named.filter((name) => input[name] !== undefined).map((name) => [`secretsmanager:${name}`, String(input[name])]);
  return { ...Object.fromEntries(given), ...(regions ? { "secretsmanager:AddReplicaRegions": regions } : {}) };
}
