/**
 * Reads what a mailbox shows of a message: addresses, subject, the text and HTML parts (RFC 5322, 2045 to 2047). Lenient, and small:
 * no nested messages, no RFC 2231 parameters, attachments are counted only.
 */
import addressparser, { type MailboxAddress } from "nodemailer/lib/addressparser";

export interface MessageContent {
  from: MailboxAddress | undefined;
  to: MailboxAddress[];
  cc: MailboxAddress[];
  replyTo: MailboxAddress[];
  subject: string;
  /** Without angle brackets. */
  messageId: string;
  date: Date | undefined;
  text: string;
  html: string;
  attachments: number;
}

interface Part {
  /** By name in lower case; the first of several. */
  headers: Map<string, string>;
  /** One character per byte. */
  body: string;
}

export function readMessage(raw: Buffer): MessageContent {
  const message = readPart(raw.toString("latin1"));
  const leaves = leavesOf(message);
  const header = (name: string): string => decodeWords(Buffer.from(message.headers.get(name) ?? "", "latin1").toString("utf8"));
  // Encoded words are decoded after the address list is parsed: a decoded name may hold a comma.
  const addresses = (name: string): MailboxAddress[] =>
    addressparser(message.headers.get(name) ?? "", { flatten: true }).map((each) => ({ ...each, name: decodeWords(each.name) }));
  const inline = (type: string): Part | undefined => leaves.find((part) => contentType(part) === type && !isAttachment(part));
  const textPart = inline("text/plain");
  const htmlPart = inline("text/html");
  const date = new Date(header("date"));
  return {
    from: addresses("from")[0],
    to: addresses("to"),
    cc: addresses("cc"),
    replyTo: addresses("reply-to"),
    subject: header("subject"),
    messageId: header("message-id").replace(/^<|>$/g, ""),
    date: Number.isNaN(date.getTime()) ? undefined : date,
    text: textPart ? decodeBody(textPart) : "",
    html: htmlPart ? decodeBody(htmlPart) : "",
    attachments: leaves.filter(isAttachment).length,
  };
}

function readPart(source: string): Part {
  const blankLine = /(?:^|\r?\n)\r?\n/.exec(source);
  const head = source.slice(0, blankLine?.index);
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r?\n(?=[ \t])/g, "").split(/\r?\n/)) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return { headers, body: blankLine ? source.slice(blankLine.index + blankLine[0].length) : "" };
}

function leavesOf(part: Part): Part[] {
  const boundary = contentType(part).startsWith("multipart/") && parameter(part, "content-type", "boundary");
  if (!boundary) return [part];
  const sections = `\n${part.body}`.split(`\n--${boundary}`).slice(1);
  return sections
    .filter((section) => !section.startsWith("--"))
    .flatMap((section) => leavesOf(readPart(section.replace(/^[^\n]*\n/, "").replace(/\r$/, ""))));
}

const contentType = (part: Part): string => (part.headers.get("content-type") ?? "text/plain").replace(/;.*/s, "").trim().toLowerCase();

const isAttachment = (part: Part): boolean => /^attachment\b/i.test(part.headers.get("content-disposition") ?? "");

function parameter(part: Part, header: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^;\\s]+))`, "i").exec(part.headers.get(header) ?? "");
  return found?.[1] ?? found?.[2];
}

function decodeBody(part: Part): string {
  const encoding = part.headers.get("content-transfer-encoding")?.toLowerCase();
  const bytes =
    encoding === "base64"
      ? Buffer.from(part.body, "base64")
      : Buffer.from(encoding === "quoted-printable" ? decodeHex(part.body.replace(/=[ \t]*\r?\n/g, "")) : part.body, "latin1");
  return decodeCharset(bytes, parameter(part, "content-type", "charset") ?? "utf-8");
}

/** RFC 2047; white space between two encoded words is not content. */
function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?([^?]+)\?([bq])\?([^?]*)\?=/gi, (_, charset: string, encoding: string, text: string) => {
      const bytes =
        encoding.toLowerCase() === "b" ? Buffer.from(text, "base64") : Buffer.from(decodeHex(text.replace(/_/g, " ")), "latin1");
      return decodeCharset(bytes, charset);
    });
}

const decodeHex = (text: string): string =>
  text.replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

function decodeCharset(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString("utf8");
  }
}
