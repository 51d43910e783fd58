/** The keys of an environment at KMS: a key has no name, so it is found by the alias that leads to it, or by its tags. */
import { AwsError } from "./call";
import type { Kms } from "./kms";

export interface EncryptionKey {
  keyId: string;
  createdAt: Date;
  /** KMS's own word; left out for one that encrypts. */
  usage?: string;
}

/** @returns the id of the key that the alias leads to. */
export async function keyOfAlias(kms: Kms, alias: string): Promise<string | undefined> {
  return (await kms.listAliases()).find(({ AliasName }) => AliasName === alias)?.TargetKeyId;
}

/** Those with all of these tags that nobody has scheduled for deletion, newest first. */
export async function keysWithTags(kms: Kms, wanted: Readonly<Record<string, string>>): Promise<EncryptionKey[]> {
  const found: EncryptionKey[] = [];
  // One after the other: KMS limits the rate of these calls in the whole account.
  for (const { KeyId } of await kms.listKeys()) {
    const tags = new Map((await tagsOf(kms, KeyId)).map(({ TagKey, TagValue }) => [TagKey, TagValue]));
    if (!Object.entries(wanted).every(([key, value]) => tags.get(key) === value)) continue;
    const { CreationDate, KeyState, KeyUsage } = await kms.describeKey(KeyId);
    const usage = KeyUsage === undefined || KeyUsage === "ENCRYPT_DECRYPT" ? {} : { usage: KeyUsage };
    if (KeyState !== "PendingDeletion") found.push({ keyId: KeyId, createdAt: new Date(CreationDate * 1000), ...usage });
  }
  return found.sort((one, other) => other.createdAt.getTime() - one.createdAt.getTime());
}

/** A key that we may not look at is somebody else's. */
const tagsOf = (kms: Kms, keyId: string) =>
  kms.listTags(keyId).catch((error: unknown) => {
    if (error instanceof AwsError && error.code.startsWith("AccessDenied")) return [];
    throw error;
  });
