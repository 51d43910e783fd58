/**
 * S3's answer to a conditional write that meets another write of the same object: "If a conflicting operation occurs during the upload S3
 * returns a 409 ConditionalRequestConflict response. On a 409 failure you should fetch the object's ETag and retry the upload"
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html, If-Match; so too If-None-Match, and CompleteMultipartUpload's).
 * A write that comes after the other has finished gets 412 from moto. S3 may also let both go on, and fail the second one with 412: clients
 * have to expect either.
 */
import type { Answer, Call } from "./call";
import { awsError } from "./wire";

export class ConditionalWrites {
  /** How many writes of an object are under way, by account and path. */
  readonly #underWay = new Map<string, number>();

  async take(call: Call, write: () => Promise<Answer>): Promise<Answer> {
    const object = writtenObject(call);
    if (!object) return write();
    const others = this.#underWay.get(object) ?? 0;
    if (others > 0 && isConditional(call)) {
      return awsError(
        call.dialect,
        409,
        "conditionalConflict",
        "The conditional request cannot succeed due to a conflicting operation against this resource.",
      );
    }
    this.#underWay.set(object, others + 1);
    try {
      return await write();
    } finally {
      const left = (this.#underWay.get(object) ?? 1) - 1;
      if (left > 0) this.#underWay.set(object, left);
      else this.#underWay.delete(object);
    }
  }
}

/** Deletes conflict with conditional writes too; a conditional delete itself is never refused with 409 here. */
const isConditional = ({ request: { method, headers } }: Call): boolean =>
  method !== "DELETE" && (headers["if-match"] ?? headers["if-none-match"]) !== undefined;

/** PutObject, CopyObject, DeleteObject and CompleteMultipartUpload write an object; UploadPart and what has a subresource do not. */
function writtenObject({ service, account, request: { method, url = "/" } }: Call): string | undefined {
  if (service !== "s3") return undefined;
  const { pathname, searchParams } = new URL(url, "http://gateway");
  const isObject = pathname.split("/").filter((part) => part !== "").length > 1;
  const subresources = [...searchParams.keys()].filter((key) => !/^(x-|versionId$)/i.test(key));
  const isWrite = subresources.length === 0 ? method === "PUT" || method === "DELETE" : method === "POST" && searchParams.has("uploadId");
  return isObject && isWrite ? `${account}${pathname}` : undefined;
}
