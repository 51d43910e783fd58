/**
 * Bucket policies, kept from moto, which applies them without their conditions, so that one which demands TLS would lock everybody out. The
 * gateway judges by them. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 */
import type { Asked, Call } from "./call";
import type { PolicyDocument } from "./policy/document";

export class BucketPolicies {
  /** By account and bucket. */
  readonly #policies = new Map<string, Buffer>();

  /** Names of buckets are global: one of another account is found too. @param account of the caller. */
  find(account: string, bucket: string): { policy: PolicyDocument; isElsewhere: boolean; owner: string } | undefined {
    const [key, stored] = [...this.#policies].find(([each]) => each.slice(each.indexOf("/") + 1) === bucket) ?? [];
    if (key === undefined || !stored) return undefined;
    const owner = key.slice(0, key.indexOf("/"));
    return { policy: JSON.parse(stored.toString()) as PolicyDocument, isElsewhere: owner !== account, owner };
  }

  /**
   * In whose account a call acts, once it is allowed: a bucket's policy may let somebody of another account in. The administrator, who is not
   * judged, stays in his own.
   */
  accountFor({ service, account, caller, request: { url = "/" } }: Pick<Call, "service" | "account" | "caller" | "request">): string {
    if (service !== "s3" || caller.kind === "administrator") return account;
    const bucket = decodeURIComponent(new URL(url, "http://gateway").pathname).split("/")[1] ?? "";
    return this.find(account, bucket)?.owner ?? account;
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
