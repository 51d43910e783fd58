/** What a function learns from its variables, which the environment's stack sets. None is a secret: keys that verify signatures are public. */
import type { AwsServiceSettings } from "../../adapters/aws/signed-call";

export type Variables = Readonly<Record<string, string | undefined>>;

/** @throws Error, so that the function does not start: a missing variable is a fault of the stack. */
export function required(variables: Variables, name: string): string {
  const value = variables[name];
  if (value === undefined || value === "") throw new Error(`the variable ${name} is not set: apply the environment's stack again`);
  return value;
}

/** Lambda puts the login of the function's role into these; it is renewed by a new process. */
export function jsonService(variables: Variables, service: string, timeoutMs: number): AwsServiceSettings {
  const login = {
    accessKeyId: required(variables, "AWS_ACCESS_KEY_ID"),
    secretAccessKey: required(variables, "AWS_SECRET_ACCESS_KEY"),
    ...(variables.AWS_SESSION_TOKEN ? { sessionToken: variables.AWS_SESSION_TOKEN } : {}),
  };
  return {
    region: required(variables, "AWS_REGION"),
    endpoint: variables[`AWS_ENDPOINT_URL_${service}`] || variables.AWS_ENDPOINT_URL,
    login: async () => login,
    timeoutMs,
  };
}
