/**
 * What SNS puts around a message, and signs.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html,
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html
 */
import { sign } from "node:crypto";
import type { SigningKey } from "./signing-key";
import type { Subscription } from "./subscriptions";

export interface Publication {
  messageId: string;
  topicArn: string;
  message: string;
  subject?: string | undefined;
  /** With names and values, as they were published. */
  attributes?: Record<string, { Type: string; Value: string }> | undefined;
  at: Date;
}

export type Envelope = Record<string, unknown> & { Type: string; MessageId: string };

const notificationFields = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"];
const confirmationFields = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];

interface Signing {
  key: SigningKey;
  /** "1" is SHA-1, and what a topic has unless it is told. */
  version: string;
  /** Where SNS's own pages are. */
  url: string;
}

export function notification(publication: Publication, subscription: Subscription, signing: Signing): Envelope {
  const { messageId, topicArn, subject, message, attributes, at } = publication;
  const fields = {
    Type: "Notification",
    MessageId: messageId,
    TopicArn: topicArn,
    ...(subject === undefined ? {} : { Subject: subject }),
    Message: message,
    Timestamp: at.toISOString(),
  };
  return {
    ...signed(fields, notificationFields, signing),
    UnsubscribeURL: `${signing.url}?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`,
    ...(attributes ? { MessageAttributes: attributes } : {}),
  };
}

export const subscribeUrl = ({ topicArn, token }: Subscription, url: string): string =>
  `${url}?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${token}`;

export function confirmation(messageId: string, at: Date, subscription: Subscription, signing: Signing): Envelope {
  const { topicArn, token } = subscription;
  const fields = {
    Type: "SubscriptionConfirmation",
    MessageId: messageId,
    Token: token,
    TopicArn: topicArn,
    Message: `You have chosen to subscribe to the topic ${topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
    SubscribeURL: subscribeUrl(subscription, signing.url),
    Timestamp: at.toISOString(),
  };
  return signed(fields, confirmationFields, signing);
}

function signed<T extends { Type: string; MessageId: string }>(fields: T, names: string[], { key, version, url }: Signing) {
  const values: Record<string, unknown> = fields;
  const text = names
    .filter((name) => values[name] !== undefined)
    .map((name) => `${name}\n${values[name]}\n`)
    .join("");
  const Signature = sign(version === "2" ? "sha256" : "sha1", Buffer.from(text), key.privateKey).toString("base64");
  return { ...fields, SignatureVersion: version, Signature, SigningCertURL: `${url}${key.fileName}` };
}
