/**
 * Calls of an AWS service that speaks JSON, signed as AWS's clients sign: for a service of which a few calls are needed, in place of a client of
 * its own (https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html).
 */
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { jsonOf } from "../../mail/json";
import { AwsError, lacksPermission } from "./call";
import { type AwsServiceSettings, readAnswer, signedRequest } from "./signed-call";

interface JsonService {
  /** For people: "KMS". */
  title: string;
  /** In the address and the signature: "kms". */
  name: string;
  /** Before the operation in X-Amz-Target: "TrentService". */
  target: string;
  version: "1.0" | "1.1";
}

/** Those that are asked. */
export const jsonServices = {
  cloudwatch: { title: "CloudWatch", name: "monitoring", target: "GraniteServiceVersion20100801", version: "1.0" },
  dynamodb: { title: "DynamoDB", name: "dynamodb", target: "DynamoDB_20120810", version: "1.0" },
  kms: { title: "KMS", name: "kms", target: "TrentService", version: "1.1" },
  secretsManager: { title: "Secrets Manager", name: "secretsmanager", target: "secretsmanager", version: "1.1" },
  sqs: { title: "SQS", name: "sqs", target: "AmazonSQS", version: "1.0" },
} as const satisfies Record<string, JsonService>;

export type JsonCall = <T>(operation: string, input: object, shape: z.ZodType<T>) => Promise<T>;

const mostTries = 4;
const firstPauseMs = 250;

/** The calls @throws AwsError */
export function awsJsonCall(service: JsonService, settings: AwsServiceSettings): JsonCall {
  return async (operation, input, shape) => {
    const asked = {
      service: service.name,
      host: `${service.name}.${settings.region}`,
      ...({ method: "POST", path: "/" } as const),
      headers: { "content-type": `application/x-amz-json-${service.version}`, "x-amz-target": `${service.target}.${operation}` },
      body: JSON.stringify(input),
    };
    const called = `${service.title} ${operation}`;
    for (let tries = 1; ; tries++) {
      const { status, text, failure } = await signedRequest(asked, settings);
      if (status === 200 && !failure) return readAnswer(called, { status, text }, shape);
      const fault = faultSchema.safeParse(jsonOf(text)).data;
      const code = fault?.__type?.split("#").at(-1) ?? (failure ? "NoAnswer" : "UnknownError");
      if (/^(Request)?Thrott/.test(code) && tries < mostTries) {
        await pause(firstPauseMs * 2 ** (tries - 1));
        continue;
      }
      const why = fault?.message ?? fault?.Message ?? failure ?? `status ${status}`;
      const remedy = /^AccessDenied/.test(code) ? lacksPermission : undefined;
      throw new AwsError(`${called} failed with ${code}: ${why}`, code, status, remedy);
    }
  };
}

const faultSchema = z.looseObject({ __type: z.string().optional(), message: z.string().optional(), Message: z.string().optional() });
