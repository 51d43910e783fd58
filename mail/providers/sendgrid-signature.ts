/**
 * The signature of a post of SendGrid's Event Webhook: ECDSA over P-256 and SHA-256, of the timestamp header and the bytes of the body as they
 * came. Parsing and writing a body anew changes it (sendgrid-nodejs#1143 and others), so this comes before anything is parsed.
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 */
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import type { PostVerdict, SignedPost } from "../events/signed-post";

export const sendgridSignatureHeader = "x-twilio-email-event-webhook-signature";
export const sendgridTimestampHeader = "x-twilio-email-event-webhook-timestamp";

/** SendGrid gives SPKI in base64, without the lines of a PEM. Undefined when it is no such key, or one of another kind. */
export function sendgridVerificationKey(base64: string): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(base64.trim(), "base64"), format: "der", type: "spki" });
    return key.asymmetricKeyDetails?.namedCurve === "prime256v1" ? key : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param keys more than one while SendGrid's key is being replaced. Which of them signed is not told.
 * An old post is signed all the same: SendGrid repeats a post for 24 hours, and whether with a new timestamp is not documented.
 */
export function verifySendgridPost({ body, signature, timestamp }: SignedPost, keys: readonly KeyObject[]): PostVerdict {
  if (timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) return { signed: false, why: "no timestamp" };
  // A signature in DER is at most 72 octets.
  if (signature === undefined || !/^[A-Za-z0-9+/]{8,96}={0,2}$/.test(signature)) return { signed: false, why: "no signature" };
  const signed = Buffer.concat([Buffer.from(timestamp), body]);
  const isSigned = keys.some((key) => verify("sha256", signed, { key, dsaEncoding: "der" }, Buffer.from(signature, "base64")));
  return isSigned ? { signed: true, at: Number(timestamp) * 1000 } : { signed: false, why: "wrong signature" };
}
