/**
 * Calls of an AWS service that speaks JSON, signed as AWS's clients sign: for a service of which a few calls are needed, in place of a client of
 * its own (https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html).
 */
import { setTimeout as pause } from "node:timers/promises";
import { Sha256 } from "@smithy/core/checksum";
import { SignatureV4 } from "@smithy/signature-v4";
import { z } from "zod";
import { request } from "../http/request";
import { AwsError } from "./call";

interface AwsLogin {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

export interface JsonServiceSettings {
  region: string;
  /** Another address than AWS's. */
  endpoint?: string | undefined;
  /** Asked for each call. */
  login(): Promise<AwsLogin>;
  timeoutMs: number;
}

export interface JsonService {
  /** For people: "KMS". */
  title: string;
  /** In the address and the signature: "kms". */
  name: string;
  /** Before the operation in X-Amz-Target: "TrentService". */
  target: string;
  version: "1.0" | "1.1";
}

export type JsonCall = <T>(operation: string, input: object, shape: z.ZodType<T>) => Promise<T>;

const mostTries = 4;
const firstPauseMs = 250;

/** The calls @throws AwsError */
export function awsJsonCall(service: JsonService, { region, endpoint, login, timeoutMs }: JsonServiceSettings): JsonCall {
  const url = new URL(endpoint ?? `https://${service.name}.${region}.amazonaws.com/`);
  const signer = new SignatureV4({ service: service.name, region, credentials: login, sha256: Sha256 });

  return async (operation, input, shape) => {
    const body = JSON.stringify(input);
    const asked = {
      method: "POST" as const,
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port ? { port: Number(url.port) } : {}),
      path: url.pathname,
      query: {},
      headers: {
        host: url.host,
        "content-type": `application/x-amz-json-${service.version}`,
        "x-amz-target": `${service.target}.${operation}`,
      },
      body,
    };
    const called = `${service.title} ${operation}`;
    for (let tries = 1; ; tries++) {
      const { host: _, ...headers } = (await signer.sign(asked)).headers;
      const { status, text, failure } = await request({ method: "POST", url: url.href, headers, body }, { timeoutMs });
      const answer = parse(text);
      if (status === 200) {
        const read = shape.safeParse(answer);
        if (read.success) return read.data;
        throw new AwsError(`${called}: the answer is not as documented`, "UnknownAnswer", status);
      }
      const fault = faultSchema.safeParse(answer).data;
      const code = fault?.__type?.split("#").at(-1) ?? (failure ? "NoAnswer" : "UnknownError");
      if (/^(Request)?Thrott/.test(code) && tries < mostTries) {
        await pause(firstPauseMs * 2 ** (tries - 1));
        continue;
      }
      const why = fault?.message ?? fault?.Message ?? failure ?? `status ${status}`;
      const remedy = /^AccessDenied/.test(code) ? "the AWS role in use lacks the permission for this call" : undefined;
      throw new AwsError(`${called} failed with ${code}: ${why}`, code, status, remedy);
    }
  };
}

const faultSchema = z.looseObject({ __type: z.string().optional(), message: z.string().optional(), Message: z.string().optional() });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
