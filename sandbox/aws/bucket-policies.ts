/**
 * Bucket policies, kept from moto, which applies them without their conditions, so that one which demands TLS would lock everybody out. The
 * gateway judges by them. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 */
import type { Asked } from "./call";
import type { PolicyDocument } from "./policy/document";

export class BucketPolicies {
  /** By account and bucket. */
  readonly #policies = new Map<string, Buffer>();

  /** Names of buckets are global: one of another account is found too. @param account of the caller. */
  find(account: string, bucket: string): { policy: PolicyDocument; isElsewhere: boolean } | undefined {
    const [key, stored] = [...this.#policies].find(([each]) => each.slice(each.indexOf("/") + 1) === bucket) ?? [];
    if (key === undefined || !stored) return undefined;
    return { policy: JSON.parse(stored.toString()) as PolicyDocument, isElsewhere: !key.startsWith(`${account}/`) };
  }

  /** @param account of the caller, who has a policy on his own buckets only. @returns undefined when the request is not about a bucket's policy. */
  answer(account: string, { method, url = "/" }: Asked, body: Buffer) {
    const { pathname, searchParams } = new URL(url, "http://gateway");
    if (!searchParams.has("policy")) return undefined;
    // SDKs differ in whether they end it with a slash.
    const bucket = `${account}${pathname.replace(/\/$/, "")}`;
    const stored = this.#policies.get(bucket);
    if (method === "PUT") this.#policies.set(bucket, body);
    if (method === "DELETE") this.#policies.delete(bucket);
    if (method !== "GET") return { status: 204, headers: {}, body: "" };
    if (stored) return { status: 200, headers: { "content-type": "application/json" }, body: stored };
    const missing = "<Error><Code>NoSuchBucketPolicy</Code><Message>The bucket policy does not exist</Message></Error>";
    return { status: 404, headers: { "content-type": "application/xml" }, body: missing };
  }
}
