/**
 * The value of a secret as a function reads it: a JSON object, kept for a few minutes. Its errors never hold the value.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
import { z } from "zod";
import { jsonOf } from "../../mail/json";
import { AwsError } from "./call";
import { awsJsonCall, jsonServices } from "./json-call";
import type { AwsServiceSettings } from "./signed-call";

const keptMs = 5 * 60_000;

/** @returns undefined while it has no value. */
export function secretReader<T>(
  name: string,
  shape: z.ZodType<T>,
  settings: AwsServiceSettings,
  now = Date.now,
): () => Promise<T | undefined> {
  const call = awsJsonCall(jsonServices.secretsManager, settings);
  let kept: { value: T; until: number } | undefined;
  return async () => {
    if (kept && now() < kept.until) return kept.value;
    try {
      const { SecretString } = await call("GetSecretValue", { SecretId: name }, z.looseObject({ SecretString: z.string() }));
      const read = shape.safeParse(jsonOf(SecretString));
      if (!read.success)
        throw new Error(`the secret ${name} is not as documented: ${read.error.issues.map(({ path }) => path.join(".")).join(", ")}`);
      kept = { value: read.data, until: now() + keptMs };
      return read.data;
    } catch (error) {
      if (error instanceof AwsError && error.code === "ResourceNotFoundException") return undefined;
      throw error;
    }
  };
}
