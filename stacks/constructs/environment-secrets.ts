/**
 * The key, the empty containers and the policies of an environment's secrets. Values are written by workflows: Terraform never sees one, so
 * none is in its state or plans.
 */
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretPolicy } from "@cdktf/provider-aws/lib/secretsmanager-secret-policy";
import { Construct } from "constructs";
import { applicationSecret, encryptionKeyAlias, providerSecret } from "../../environments/names";
import { type Environment, type EnvironmentName, sendingProvidersOf } from "../../environments/schema";
import { policyDocument } from "../policies/document";
import { secretPolicy } from "../policies/secret-policy";

/** Days in which a deleted key or secret can be brought back: AWS's longest. */
const recoveryDays = 30;

export class EnvironmentSecrets extends Construct {
  private readonly policy: string;

  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    const { name } = environment;
    const key = this.encryptionKey(name);
    this.policy = policyDocument(secretPolicy(environment));
    this.container(key, "application", applicationSecret(name), "The application's environment variables");
    for (const provider of sendingProvidersOf(environment)) {
      this.container(key, provider, providerSecret(name, provider), `Sending credentials for ${provider}`);
    }
  }

  private encryptionKey(environment: EnvironmentName): KmsKey {
    const key = new KmsKey(this, "key", {
      description: `Twinpost ${environment}: secrets`,
      enableKeyRotation: true,
      deletionWindowInDays: recoveryDays,
    });
    new KmsAlias(this, "key-alias", { name: encryptionKeyAlias(environment), targetKeyId: key.keyId });
    return key;
  }

  private container(key: KmsKey, id: string, name: string, description: string): void {
    const secret = new SecretsmanagerSecret(this, id, { name, description, kmsKeyId: key.arn, recoveryWindowInDays: recoveryDays });
    new SecretsmanagerSecretPolicy(this, `${id}-policy`, { secretArn: secret.arn, policy: this.policy, blockPublicPolicy: true });
  }
}
