/**
 * The resource policy of a secret that holds credentials. It only denies: who may read is IAM's to allow. Changing the policy itself is never
 * denied, so that a wrong list of readers can be put right. https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html
 */
import { roleArn } from "../../environments/names";
import type { Environment } from "../../environments/schema";
import type { Statement } from "./document";

const read = "secretsmanager:GetSecretValue";

export function secretPolicy(environment: Environment): Statement[] {
  const { secretReaders } = environment;
  const everybody = { Effect: "Deny", Principal: "*", Resource: "*" } as const;
  const tlsOnly: Statement = {
    ...everybody,
    Sid: "TlsOnly",
    Action: "secretsmanager:*",
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  const neverByPlanOrApply: Statement = {
    ...everybody,
    Sid: "NeverByPlanOrApply",
    Action: read,
    Condition: { StringEquals: { "aws:PrincipalArn": [roleArn(environment, "plan"), roleArn(environment, "apply")] } },
  };
  const named = [...secretReaders, roleArn(environment, "rotate"), roleArn(environment, "break-glass")];
  const namedOnly: Statement = {
    ...everybody,
    Sid: "NamedReadersOnly",
    Action: read,
    Condition: { StringNotEquals: { "aws:PrincipalArn": named } },
  };
  // Before anybody is named, whoever sets an environment up must be able to issue its first credentials.
  return [tlsOnly, neverByPlanOrApply, ...(secretReaders.length > 0 ? [namedOnly] : [])];
}
