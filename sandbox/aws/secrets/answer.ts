/**
 * Secrets Manager, held in memory: values, versions, labels, copies, policies and recovery windows by the book. moto's differs from AWS's in
 * what a failed or repeated write leaves behind. https://docs.aws.amazon.com/secretsmanager/latest/apireference/
 * Not here: rotation by functions, managed secrets, copies in other accounts, encryption.
 */
import type { Answer, Call } from "../call";
import { unknownAction } from "../moto-client";
import { containerOperations, rotateSecret } from "./containers";
import { SecretsError } from "./errors";
import type { Input, Operation } from "./operation";
import { replicaOperations } from "./replicas";
import { policyOperations } from "./resource-policies";
import { type Place, SecretStore } from "./store";
import { valueOperations } from "./values";

type SecretsCall = Pick<Call, "service" | "operation" | "account" | "region" | "resource" | "dialect" | "body">;

export interface SecretsManagerOptions {
  /** Milliseconds since 1970. */
  now(): number;
  /** For how long copies in other regions do not show what this call writes. */
  delayMs(call: SecretsCall): number;
}

const operations: Record<string, Operation> = {
  ...containerOperations,
  ...valueOperations,
  ...replicaOperations,
  ...policyOperations,
};

export interface SecretsManager {
  /** @returns undefined for what is not Secrets Manager's. */
  answer(call: SecretsCall): Answer | undefined;
  /** Every secret of an account in a region, also those that wait to be deleted. */
  list(place: Place): { name: string; scheduled: boolean }[];
}

export function createSecretsManager({ now, delayMs }: SecretsManagerOptions): SecretsManager {
  const store = new SecretStore(now);

  function answer(call: SecretsCall): Answer | undefined {
    const { service, operation, account, region, dialect, body } = call;
    // Random passwords are moto's: they leave nothing behind.
    if (service !== "secretsmanager" || operation === "GetRandomPassword") return undefined;
    const input = JSON.parse(body.toString() || "{}") as Input;
    const perform = operation === "RotateSecret" && !input.RotationLambdaARN ? rotateSecret : operations[operation];
    if (!perform) return unknownAction(dialect);
    try {
      return json(200, perform({ store, place: { account, region }, input, delayMs: delayMs(call) }));
    } catch (error) {
      if (!(error instanceof SecretsError)) throw error;
      return json(400, { __type: error.code, Message: error.message });
    }
  }

  return { answer, list: (place) => store.list(place).map(({ name, deletedAt }) => ({ name, scheduled: deletedAt !== undefined })) };
}

const json = (status: number, body: object): Answer => ({
  status,
  headers: { "content-type": "application/x-amz-json-1.1" },
  body: JSON.stringify(body),
});
