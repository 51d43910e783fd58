/** A post of a provider's webhook, before anything of it is believed. */

export interface SignedPost {
  /** As they came; the base64 of an HTTP API is decoded. */
  body: Buffer;
  signature: string | undefined;
  timestamp: string | undefined;
}

export type PostVerdict = { signed: true; at: number } | { signed: false; why: "no signature" | "no timestamp" | "wrong signature" };
