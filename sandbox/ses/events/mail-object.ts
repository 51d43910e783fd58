/**
 * The `mail` object of an event: the message as it was submitted.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html#event-publishing-retrieving-sns-contents-mail-object
 * Belief: that the fields are those that the client wrote, while `messageId` of the common ones is SES's, as AWS's examples have both.
 */
import addressparser from "nodemailer/lib/addressparser";
import type { Envelope } from "../../submission/backend";
import { allHeaders } from "../../submission/headers";

export interface MailObject {
  timestamp: string;
  source: string;
  sourceArn: string;
  sendingAccountId: string;
  messageId: string;
  destination: string[];
  headersTruncated: boolean;
  headers: { name: string; value: string }[];
  commonHeaders: Record<string, unknown>;
  tags: Record<string, string[]>;
}

export interface Sent {
  messageId: string;
  /** Milliseconds since 1970, as SES counts them. */
  at: number;
  account: string;
  /** ARN of the identity that was used. */
  identity: string;
  configurationSet: string;
  /** Of IAM. */
  userName: string;
  envelope: Envelope;
  message: Buffer;
  tags: Record<string, string>;
}

/** "occurs if the headers are larger than 10 KB" */
const mostHeaders = 10_240;

export function mailObject({ messageId, at, account, identity, configurationSet, userName, envelope, message, tags }: Sent): MailObject {
  const all = allHeaders(message);
  const value = (name: string): string | undefined => all.find((each) => each.name.toLowerCase() === name)?.value;
  const list = (name: string): string[] =>
    value(name)
      ?.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
      .map((each) => each.trim()) ?? [];
  const from = addressparser(value("from") ?? "", { flatten: true })[0]?.address ?? "";
  const headers: MailObject["headers"] = [];
  let length = 0;
  for (const header of all) {
    length += header.name.length + header.value.length + 4;
    if (length <= mostHeaders) headers.push(header);
  }
  const optional = { date: value("date"), subject: value("subject") };
  const lists = { replyTo: list("reply-to"), cc: list("cc") };
  return {
    timestamp: new Date(at).toISOString(),
    source: envelope.from,
    sourceArn: identity,
    sendingAccountId: account,
    messageId,
    destination: [...envelope.to],
    headersTruncated: headers.length < all.length,
    headers,
    commonHeaders: {
      from: list("from"),
      ...Object.fromEntries(Object.entries(optional).filter(([, each]) => each !== undefined)),
      to: list("to"),
      ...Object.fromEntries(Object.entries(lists).filter(([, each]) => each.length > 0)),
      messageId,
    },
    tags: {
      "ses:configuration-set": [configurationSet],
      "ses:source-ip": ["127.0.0.1"],
      "ses:from-domain": [from.slice(from.lastIndexOf("@") + 1)],
      "ses:caller-identity": [userName],
      ...Object.fromEntries(Object.entries(tags).map(([name, each]) => [name, [each]])),
    },
  };
}
