/**
 * What Amazon SNS puts around an event on its way into a queue. Who may write into the queue is a policy's matter; that it was SNS, and our topic, is
 * checked here as well, since both decide whose mail failed.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html
 */
import { type KeyObject, verify } from "node:crypto";
import { type Fields, fieldsOf } from "./fields";

/** Signed fields of a notification, in their order. `Subject` only where there is one. */
const signedFields = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"] as const;

/** SNS takes 256 KiB. */
const longest = 300_000;

export interface SnsEnvelope {
  topic: string;
  message: string;
  certificateUrl: string;
  /** What was signed, and the signature. */
  text: string;
  signature: Buffer;
}

/** Why it is none. "another topic" is told apart: it may be meant for somebody. */
export type NoEnvelope = "no envelope" | "another topic" | "no signature" | "certificate from elsewhere";

export interface ExpectedTopic {
  arn: string;
  /** Such as "https://sns.eu-central-1.amazonaws.com/": where SNS of that region keeps its certificates. */
  certificates: string;
}

/** A confirmation of a subscription is none: nothing that it names is ever fetched. */
export function parseSnsEnvelope(body: unknown, expected: ExpectedTopic): SnsEnvelope | NoEnvelope {
  const fields = fieldsOf(body);
  if (fields?.Type !== "Notification") return "no envelope";
  const message = string(fields, "Message");
  const topic = string(fields, "TopicArn");
  if (message === undefined || topic === undefined || message.length > longest) return "no envelope";
  if (topic !== expected.arn) return "another topic";
  // Version 1 is SHA-1.
  const signature = fields.SignatureVersion === "2" ? string(fields, "Signature") : undefined;
  if (signature === undefined || signature.length > 1024) return "no signature";
  const certificateUrl = string(fields, "SigningCertURL") ?? "";
  const file = certificateUrl.startsWith(expected.certificates) ? certificateUrl.slice(expected.certificates.length) : "";
  if (!/^SimpleNotificationService-[0-9a-f]{1,64}\.pem$/.test(file)) return "certificate from elsewhere";
  return { topic, message, certificateUrl, text: textToSign(fields), signature: Buffer.from(signature, "base64") };
}

export const isSignedBySns = ({ text, signature }: SnsEnvelope, certificateKey: KeyObject): boolean =>
  verify("sha256", Buffer.from(text), certificateKey, signature);

/** https://docs.aws.amazon.com/general/latest/gr/sns.html */
export const snsCertificates = (region: string): string => `https://sns.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}/`;

function textToSign(fields: Fields): string {
  return signedFields
    .map((name) => [name, string(fields, name)] as const)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}\n${value}\n`)
    .join("");
}

function string(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === "string" ? value : undefined;
}
