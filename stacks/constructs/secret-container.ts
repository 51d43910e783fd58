/** The empty container of one secret with its resource policy. Workflows and people write its value, Terraform never does. */
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
  /** A second region that has a copy. Its policy is copied with it. */
  replicaRegion?: string | undefined;
  provider?: TerraformProvider;
}

export function addSecret(scope: Construct, id: string, props: SecretContainerProps): void {
  const { name, description, encryptionKey, policy, replicaRegion, provider } = props;
  const place = provider ? { provider } : {};
  const secret = new SecretsmanagerSecret(scope, id, {
    ...place,
    name,
    description,
    kmsKeyId: encryptionKey,
    recoveryWindowInDays: recoveryDays,
    // Encrypted with that region's aws/secretsmanager key (docs/decisions/0015).
    ...(replicaRegion ? { replica: [{ region: replicaRegion }] } : {}),
  });
  new SecretsmanagerSecretPolicy(scope, `${id}-policy`, {
    ...place,
    secretArn: secret.arn,
    policy: policyDocument(policy),
    blockPublicPolicy: true,
  });
}
