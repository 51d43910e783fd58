/**
 * The signature of a post by Standard Webhooks 1.0.0, which receivers have libraries for: HMAC-SHA256 over "<id>.<time>.<body>"
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md). A receiver refuses what is older than a few minutes, and
 * takes an id once: each try has a time of its own, and all tries of one alert have one id.
 */
import { createHmac } from "node:crypto";

/** As the specification writes it: "whsec_" and 24 to 64 bytes in base64. */
export function readSigningKey(text: string): Buffer | undefined {
  const [, base64 = ""] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  const bytes = Buffer.from(base64, "base64");
  return bytes.length >= 24 && bytes.length <= 64 ? bytes : undefined;
}

export interface SignedPost {
  headers: Record<string, string>;
  body: string;
}

/** @param keys the current one first; while it is replaced also the earlier one: a receiver needs one signature that it knows. */
export function signPost(post: { id: string; at: Date; body: string }, keys: readonly Buffer[]): SignedPost {
  const seconds = String(Math.floor(post.at.getTime() / 1000));
  const signed = `${post.id}.${seconds}.${post.body}`;
  const signatures = keys.map((key) => `v1,${createHmac("sha256", key).update(signed).digest("base64")}`);
  return {
    headers: {
      "content-type": "application/json",
      "webhook-id": post.id,
      "webhook-timestamp": seconds,
      "webhook-signature": signatures.join(" "),
    },
    body: post.body,
  };
}
