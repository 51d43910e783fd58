/**
 * The key of an environment, which encrypts its secrets and its topics, and the empty containers of its secrets with their policies. Workflows
 * write the values: Terraform never sees one, so its state and plans hold none.
 */
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { watchSecretsOf } from "../../declaration/alarms/watch-secrets";
import { applicationSecret } from "../../declaration/names/application";
import { adminSecret, encryptionKeyAlias, planSecret, providerSecret } from "../../declaration/names/secrets";
import { type Environment, sendingProvidersOf } from "../../declaration/schema/environment";
import { tokensOf } from "../../declaration/tokens";
import { topics } from "../policies/arns";
import { adminKind, type SecretKind, secretPolicy } from "../policies/secret-policy";
import { addSecret, recoveryDays } from "./secret-container";

export class EnvironmentSecrets extends Construct {
  /** ARN of the environment's key. */
  readonly encryptionKey: string;

  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    const { name } = environment;
    const key = this.createKey(environment);
    this.encryptionKey = key.arn;
    const secret = (id: string, kind: SecretKind, secretName: string, description: string): void =>
      addSecret(this, id, {
        name: secretName,
        description,
        encryptionKey: key.arn,
        policy: secretPolicy(environment, kind),
        // Nobody plans, applies or rotates from another region.
        replicaRegion: kind === "credentials" ? environment.secrets?.replicaRegion : undefined,
      });

    secret("application", "credentials", applicationSecret(name), "The application's environment variables");
    for (const provider of sendingProvidersOf(environment)) {
      secret(provider, "credentials", providerSecret(name, provider), `Sending credentials for ${provider}`);
    }
    for (const token of tokensOf(environment)) {
      const { service } = token;
      secret(`admin-${service}`, adminKind(token), adminSecret(name, service), `Token that changes things at ${service}`);
      secret(`plan-${service}`, "plan", planSecret(name, service), `Token that only reads at ${service}`);
    }
    for (const each of watchSecretsOf(environment)) secret(each.id, "alerts", each.name, each.description);
  }

  private createKey(environment: Environment): KmsKey {
    const key = new KmsKey(this, "key", {
      description: `Twinpost ${environment.name}: secrets and topics`,
      enableKeyRotation: true,
      deletionWindowInDays: recoveryDays,
      policy: this.whoMayUseTheKey(environment).json,
    });
    new KmsAlias(this, "key-alias", { name: encryptionKeyAlias(environment.name), targetKeyId: key.keyId });
    return key;
  }

  /**
   * The account's own IAM policies decide, as in a key's default policy. Besides, the services that publish to the topics may use the key
   * for those topics, by SNS's encryption context: no secret can be read that way.
   * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
   */
  private whoMayUseTheKey(environment: Environment): DataAwsIamPolicyDocument {
    const account = {
      sid: "IamPoliciesOfTheAccount",
      actions: ["kms:*"],
      resources: ["*"],
      principals: [{ type: "AWS", identifiers: [`arn:aws:iam::${environment.aws.account}:root`] }],
    };
    const publishers = {
      sid: "PublishersOfTheTopics",
      actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
      resources: ["*"],
      principals: [{ type: "Service", identifiers: ["cloudwatch.amazonaws.com", "events.amazonaws.com", "ses.amazonaws.com"] }],
      condition: [{ test: "StringEquals", variable: "kms:EncryptionContext:aws:sns:topicArn", values: topics(environment) }],
    };
    return new DataAwsIamPolicyDocument(this, "key-policy", { statement: [account, publishers] });
  }
}
