/** The few calls of KMS that are needed (https://docs.aws.amazon.com/kms/latest/APIReference): an environment's key, and digests of addresses. */
import { z } from "zod";
import { awsJsonCall, jsonServices } from "./json-call";
import type { AwsServiceSettings } from "./signed-call";

export type Kms = ReturnType<typeof createKms>;

export function createKms(settings: AwsServiceSettings) {
  const call = awsJsonCall(jsonServices.kms, settings);

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
    /** HMAC of a text under an HMAC key, which never leaves KMS. In base64. @param keyId an id, an ARN or an alias */
    generateMac: async (keyId: string, text: string) =>
      (await call("GenerateMac", { KeyId: keyId, MacAlgorithm: "HMAC_SHA_256", Message: Buffer.from(text).toString("base64") }, macSchema))
        .Mac,
    describeKey: async (keyId: string) => (await call("DescribeKey", { KeyId: keyId }, describedSchema)).KeyMetadata,
  };
}

const macSchema = z.object({ Mac: z.string() });
const describedSchema = z.object({
  KeyMetadata: z.object({
    KeyId: z.string(),
    CreationDate: z.number(),
    KeyState: z.string(),
    KeyManager: z.string().optional(),
    KeyUsage: z.string().optional(),
  }),
});
