/**
 * A message as its receiver got it, for people to look at: what it shows, its headers, and the way it took, from its Received fields (RFC 5321 4.4;
 * the newest is first there, and last here).
 */

/** As a mailbox's API tells it. */
export interface MailboxMessage {
  subject: string;
  text: string;
  html: string;
  receivedAt: string;
  raw: string;
}

export interface ReceivedMessage extends Omit<MailboxMessage, "raw"> {
  environment: string;
  recipient: string;
  /** Every header field on a line of its own. */
  headers: string[];
  /** The first is the submission. */
  hops: Hop[];
}

interface Hop {
  by: string;
  from?: string;
  /** Such as "ESMTPS". */
  protocol?: string;
  /** As the server wrote it. */
  at?: string;
}

export function receivedMessage(message: MailboxMessage, whose: Pick<ReceivedMessage, "environment" | "recipient">): ReceivedMessage {
  const { raw, text, html, ...shown } = message;
  const headers = headersOf(raw);
  const hops = headers.flatMap((line) => (/^received:/i.test(line) ? hopOf(line) : [])).reverse();
  return { ...shown, ...whose, text: withoutReturns(text), html: withoutReturns(html), headers, hops };
}

/** Lines of mail end with CRLF (RFC 5322 2.3); a carriage return on a page would be shown as a character that is not printable. */
const withoutReturns = (text: string): string => text.replaceAll("\r\n", "\n");

/** Unfolded (RFC 5322 2.2.3). */
const headersOf = (raw: string): string[] => {
  const [head = ""] = raw.split(/\r?\n\r?\n/, 1);
  return head.replace(/\r?\n(?=[ \t])/g, "").split(/\r?\n/);
};

function hopOf(line: string): Hop[] {
  const [said = "", at] = line.replace(/^received:\s*/i, "").split(/;(?=[^;]*$)/);
  const clause = (name: string): string | undefined => new RegExp(`(?:^|\\s)${name}\\s+(\\S+)`, "i").exec(said)?.[1];
  const [by, from, protocol] = [clause("by"), clause("from"), clause("with")];
  if (by === undefined) return [];
  return [{ by, ...(from ? { from } : {}), ...(protocol ? { protocol } : {}), ...(at ? { at: at.trim() } : {}) }];
}
