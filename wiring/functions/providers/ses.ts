/** SES's events in the functions: SNS brings them, and signs what it brings. */
import { type KeyObject, X509Certificate } from "node:crypto";
import { request } from "../../../adapters/http/request";
import { isSignedBySns, parseSnsEnvelope, snsCertificates } from "../../../mail/events/sns-envelope";
import { jsonOf } from "../../../mail/json";
import { readSesEvent } from "../../../mail/providers/ses-events";
import type { ReadMessage } from "../../../workflows/events/take-batch";
import { required, type Variables } from "../environment";

const timeoutMs = 5_000;

/** Reads one envelope. @throws Error when the certificate cannot be had: the message is taken later. */
export function sesMessages(variables: Variables): (body: unknown) => Promise<ReadMessage> {
  const expected = {
    arn: required(variables, "TWINPOST_EVENT_TOPIC"),
    certificates: variables.TWINPOST_SNS_CERTIFICATES || snsCertificates(required(variables, "AWS_REGION")),
  };
  const keys = new Map<string, KeyObject>();

  /** A few in a year, each under its own address: https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html */
  async function keyAt(url: string): Promise<KeyObject> {
    const known = keys.get(url);
    if (known) return known;
    const { status, text, failure } = await request({ method: "GET", url }, { timeoutMs });
    if (status !== 200) throw new Error(`SNS's certificate cannot be read: ${failure ?? `status ${status}`}`);
    const key = new X509Certificate(text).publicKey;
    keys.set(url, key);
    return key;
  }

  return async (body) => {
    const envelope = parseSnsEnvelope(body, expected);
    if (typeof envelope === "string") return { refused: envelope };
    if (!isSignedBySns(envelope, await keyAt(envelope.certificateUrl))) return { refused: "wrong signature" };
    return { provider: "ses", read: readSesEvent(jsonOf(envelope.message)) };
  };
}
