/** SendGrid's events in the functions: the keys that verify its posts, and the messages that its posts become in the queue. */
import type { KeyObject } from "node:crypto";
import { fieldsOf } from "../../../mail/events/fields";
import type { ReadEvents } from "../../../mail/events/mail-event";
import type { SignedPost } from "../../../mail/events/signed-post";
import { readSendgridEvents } from "../../../mail/providers/sendgrid-events";
import {
  sendgridSignatureHeader,
  sendgridTimestampHeader,
  sendgridVerificationKey,
  verifySendgridPost,
} from "../../../mail/providers/sendgrid-signature";
import { required, type Variables } from "../environment";

export const sendgridPosts = {
  verify: verifySendgridPost,

  /** @param keys in base64, separated by commas: two while SendGrid's key is being replaced */
  keys(variables: Variables): KeyObject[] {
    const name = "TWINPOST_WEBHOOK_KEYS";
    const keys = required(variables, name).split(",").map(sendgridVerificationKey);
    if (keys.some((key) => key === undefined)) throw new Error(`the variable ${name} has a text that is no public key of SendGrid's`);
    return keys.filter((key) => key !== undefined);
  },

  /** @param headers with names in lower case, as an HTTP API gives them */
  post: (body: Buffer, headers: Readonly<Record<string, string | undefined>>): SignedPost => ({
    body,
    signature: headers[sendgridSignatureHeader],
    timestamp: headers[sendgridTimestampHeader],
  }),
};

const provider = "sendgrid";

export const sendgridMessage = {
  write: (events: readonly unknown[]): string => JSON.stringify({ provider, events }),

  /** Undefined when it is no such message. */
  read(body: unknown): { provider: string; read: ReadEvents } | undefined {
    const fields = fieldsOf(body);
    return fields?.provider === provider ? { provider, read: readSendgridEvents(fields.events) } : undefined;
  },
};
