/**
 * The few calls of KMS that find an environment's key (https://docs.aws.amazon.com/kms/latest/APIReference): JSON 1.1 over HTTPS, signed as AWS's
 * clients sign, with the login of one of them.
 */
import { setTimeout as pause } from "node:timers/promises";
import { Sha256 } from "@smithy/core/checksum";
import { SignatureV4 } from "@smithy/signature-v4";
import { z } from "zod";
import { request } from "../http/request";
import { AwsError } from "./call";

interface KmsSettings {
  region: string;
  /** Another address than AWS's. */
  endpoint?: string | undefined;
  /** Asked for each call. */
  login(): Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken?: string }>;
  timeoutMs: number;
}

const mostTries = 4;
const firstPauseMs = 250;

export type Kms = ReturnType<typeof createKms>;

export function createKms({ region, endpoint, login, timeoutMs }: KmsSettings) {
  const url = new URL(endpoint ?? `https://kms.${region}.amazonaws.com/`);
  const signer = new SignatureV4({ service: "kms", region, credentials: login, sha256: Sha256 });

  async function call<T>(operation: string, input: object, shape: z.ZodType<T>): Promise<T> {
    const body = JSON.stringify(input);
    const asked = {
      method: "POST" as const,
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port ? { port: Number(url.port) } : {}),
      path: url.pathname,
      query: {},
      headers: { host: url.host, "content-type": "application/x-amz-json-1.1", "x-amz-target": `TrentService.${operation}` },
      body,
    };
    for (let tries = 1; ; tries++) {
      const { host: _, ...headers } = (await signer.sign(asked)).headers;
      const { status, text, failure } = await request({ method: "POST", url: url.href, headers, body }, { timeoutMs });
      const answer = parse(text);
      if (status === 200) {
        const read = shape.safeParse(answer);
        if (read.success) return read.data;
        throw new AwsError(`KMS ${operation}: the answer is not as documented`, "UnknownAnswer", status);
      }
      const fault = faultSchema.safeParse(answer).data;
      const code = fault?.__type?.split("#").at(-1) ?? (failure ? "NoAnswer" : "UnknownError");
      if (/^Throttling/.test(code) && tries < mostTries) {
        await pause(firstPauseMs * 2 ** (tries - 1));
        continue;
      }
      const why = fault?.message ?? fault?.Message ?? failure ?? `status ${status}`;
      const remedy = /^AccessDenied/.test(code) ? "the AWS role in use lacks the permission for this call" : undefined;
      throw new AwsError(`KMS ${operation} failed with ${code}: ${why}`, code, status, remedy);
    }
  }

  /** Page by page. */
  async function all<T>(operation: string, input: object, list: string, item: z.ZodType<T>): Promise<T[]> {
    const page = z.looseObject({ [list]: z.array(item), Truncated: z.boolean().nullish(), NextMarker: z.string().nullish() });
    const found: T[] = [];
    for (let marker: string | undefined; ; ) {
      const answer = (await call(operation, { ...input, ...(marker ? { Marker: marker } : {}) }, page)) as Record<string, unknown>;
      found.push(...(answer[list] as T[]));
      marker = answer.Truncated === true ? (answer.NextMarker as string) : undefined;
      if (!marker) return found;
    }
  }

  return {
    /** With the id of the key that each leads to. */
    listAliases: () => all("ListAliases", {}, "Aliases", z.object({ AliasName: z.string(), TargetKeyId: z.string().optional() })),
    listKeys: () => all("ListKeys", {}, "Keys", z.object({ KeyId: z.string() })),
    listTags: (keyId: string) => all("ListResourceTags", { KeyId: keyId }, "Tags", z.object({ TagKey: z.string(), TagValue: z.string() })),
    describeKey: async (keyId: string) => (await call("DescribeKey", { KeyId: keyId }, describedSchema)).KeyMetadata,
  };
}

const faultSchema = z.looseObject({ __type: z.string().optional(), message: z.string().optional(), Message: z.string().optional() });
const describedSchema = z.object({
  KeyMetadata: z.object({ KeyId: z.string(), CreationDate: z.number(), KeyState: z.string(), KeyManager: z.string().optional() }),
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
