/** What Terraform does to the key of an environment. */
import type { Environment } from "../../declaration/schema/environment";
import { anyKey, anySecret } from "./arns";
import type { ManagedType } from "./use";

/**
 * Only the tag that the stack gives tells whose a key is. KMS takes up to five minutes to heed a new tag, so what Terraform does right
 * after making a key is allowed on any key of the region: it reads metadata and switches rotation on.
 */
export function keyLifeCycle(environment: Environment): ManagedType {
  const key = anyKey(environment);
  const own = { "aws:ResourceTag/environment": environment.name };
  const made = { "aws:RequestTag/environment": environment.name };
  return {
    read: [{ actions: ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"], resources: [key] }],
    write: [
      { actions: ["kms:CreateKey"], resources: ["*"], condition: { StringEquals: made } },
      // Another environment's key cannot be made one's own by a new tag.
      { actions: ["kms:TagResource"], resources: [key], condition: { StringEquals: made, StringEqualsIfExists: own } },
      { actions: ["kms:EnableKeyRotation"], resources: [key] },
      { actions: ["kms:PutKeyPolicy", "kms:UpdateKeyDescription"], resources: [key], condition: { StringEquals: own } },
      {
        // Secrets Manager tries a key with these before it accepts it for a secret; no value is decrypted.
        actions: ["kms:Decrypt", "kms:GenerateDataKey"],
        resources: [key],
        condition: {
          StringEquals: {
            "kms:ViaService": `secretsmanager.${environment.aws.region}.amazonaws.com`,
            "kms:EncryptionContext:SecretVersionId": "RequestToValidateKeyAccess",
          },
          StringLike: { "kms:EncryptionContext:SecretARN": anySecret(environment) },
        },
      },
    ],
    remove: [
      {
        actions: ["kms:CancelKeyDeletion", "kms:DisableKey", "kms:EnableKey", "kms:ScheduleKeyDeletion"],
        resources: [key],
        condition: { StringEquals: own },
      },
    ],
  };
}
