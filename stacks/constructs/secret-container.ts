/** The empty container of one secret with its resource policy. Its value is written by workflows and people, never by Terraform. */
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretPolicy } from "@cdktf/provider-aws/lib/secretsmanager-secret-policy";
import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { policyDocument, type Statement } from "../policies/document";

/** Days in which a deleted key or secret can be brought back: AWS's longest. */
export const recoveryDays = 30;

export interface SecretContainerProps {
  name: string;
  description: string;
  /** ARN of the key that encrypts it. */
  encryptionKey: string;
  policy: readonly Statement[];
  provider?: TerraformProvider;
}

export function addSecret(scope: Construct, id: string, { encryptionKey, policy, provider, ...named }: SecretContainerProps): void {
  const place = provider ? { provider } : {};
  const secret = new SecretsmanagerSecret(scope, id, { ...named, ...place, kmsKeyId: encryptionKey, recoveryWindowInDays: recoveryDays });
  new SecretsmanagerSecretPolicy(scope, `${id}-policy`, {
    ...place,
    secretArn: secret.arn,
    policy: policyDocument(policy),
    blockPublicPolicy: true,
  });
}
