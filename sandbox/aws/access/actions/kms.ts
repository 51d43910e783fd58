/** KMS. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html */
import { requestTags } from "../context";
import { type Asked, need, nothing, type Permission, type Resource, string, tagsOf } from "../permission";

const keys = [
  /^kms:(CallerAccount|ViaService|EncryptionContextKeys|EncryptionContext:.*|RequestAlias|KeySpec|KeyUsage|KeyOrigin|MultiRegion)$/i,
  /^kms:(BypassPolicyLockoutSafetyCheck|ScheduleKeyDeletionPendingWindowInDays)$/i,
];
const aboutNothing = /^(CreateKey|ListKeys|ListAliases|GenerateRandom|(Create|Connect|Describe|Delete|Disconnect|Update)CustomKeyStores?)$/;

export async function kms(asked: Asked): Promise<Permission[] | undefined> {
  const { call, input, arn } = asked;
  const { operation } = call;
  const action = `kms:${operation}`;
  const more = { keys, context: contextOf(asked) };
  if (operation === "CreateKey") {
    // The key that is tagged has no id yet.
    const made: Resource = { arn: arn("kms", "key/00000000-0000-0000-0000-000000000000") };
    return [need(action, nothing, more), ...(Array.isArray(input.Tags) ? [need("kms:TagResource", made, more)] : [])];
  }
  if (aboutNothing.test(operation)) return [need(action, nothing, more)];
  if (/Alias$/.test(operation)) {
    const name = string(input.AliasName);
    const before = operation === "CreateAlias" ? undefined : await asked.holdings.aliasTarget(call, name);
    const targets = [string(input.TargetKeyId), before ?? ""].filter((id) => id !== "");
    const about = await Promise.all(targets.map((id) => keyOf(asked, id)));
    return [{ arn: arn("kms", name) }, ...about].map((resource) => need(action, resource, more));
  }
  if (operation === "ReEncrypt") {
    const to = await keyOf(asked, string(input.DestinationKeyId));
    const from = string(input.SourceKeyId);
    return from ? [need("kms:ReEncryptFrom", await keyOf(asked, from), more), need("kms:ReEncryptTo", to, more)] : undefined;
  }
  const id = string(input.KeyId) || string(input.ResourceArn);
  return id ? [need(action, await keyOf(asked, id), more)] : undefined;
}

async function keyOf({ call, holdings, arn }: Asked, id: string): Promise<Resource> {
  const key = await holdings.key(call, id);
  return key ? { ...key, decides: true } : { arn: id.startsWith("arn:") ? id : arn("kms", `key/${id}`) };
}

function contextOf({ call, input }: Asked): Record<string, string | string[]> {
  const encryption = Object.entries((input.EncryptionContext ?? {}) as Record<string, string>);
  const id = string(input.KeyId);
  const tagKeys = Array.isArray(input.TagKeys) ? { "aws:TagKeys": input.TagKeys.map(String) } : {};
  return {
    "kms:CallerAccount": call.account,
    ...Object.fromEntries(encryption.map(([key, value]) => [`kms:EncryptionContext:${key}`, value])),
    ...(encryption.length > 0 ? { "kms:EncryptionContextKeys": encryption.map(([key]) => key) } : {}),
    ...(id.startsWith("alias/") ? { "kms:RequestAlias": id } : {}),
    ...requestTags(tagsOf(input.Tags)),
    ...tagKeys,
    ...(call.operation === "CreateKey"
      ? {
          "kms:KeySpec": string(input.KeySpec) || "SYMMETRIC_DEFAULT",
          "kms:KeyUsage": string(input.KeyUsage) || "ENCRYPT_DECRYPT",
          "kms:KeyOrigin": string(input.Origin) || "AWS_KMS",
          "kms:MultiRegion": String(input.MultiRegion ?? false),
        }
      : {}),
    ...(input.PendingWindowInDays === undefined ? {} : { "kms:ScheduleKeyDeletionPendingWindowInDays": String(input.PendingWindowInDays) }),
  };
}
