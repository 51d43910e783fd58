/**
 * Recipients that choose their own fault, so that users' tests need no settings: `550.5.1.1@gmail.com` is refused with that reply. Only at the
 * sandbox's own receiver domains; any other address is an ordinary one, also when its local part is nearly such a word. sandbox/README.md has the
 * grammar for users. Other trouble, which no address asks for, is in trouble.ts.
 */
import { gmail } from "./receivers/policies/gmail";
import { outlook } from "./receivers/policies/outlook";
import { yahoo } from "./receivers/policies/yahoo";

/** The server that shows it: the one that a program submits to, or the receiver that the mail is relayed to. */
export type FaultyServer = "submission" | "receiver";

export interface Reply {
  code: number;
  /** Enhanced status code included. */
  text: string;
}

interface AddressFault {
  server: FaultyServer;
  /** What is answered to: RCPT, or the message. */
  at: "recipient" | "message";
  /** Undefined with a dropped connection, and with a late reply that is otherwise the usual one. */
  reply?: Reply;
  delayMs: number;
  drops: boolean;
}

/** What happens to a message as a whole, because of one or more of its recipients. */
export interface MessageFault {
  /** Instead of the usual one; the message is not taken then. */
  reply?: Reply;
  /** The message is taken, and the reply waits. */
  delayMs: number;
  /** The message is taken, and the connection ends without a reply. */
  drops: boolean;
}

export const longestDelayMs = 60_000;

const domains = new Set<string>([gmail, outlook, yahoo].map(({ domain }) => domain));
const grammar = new RegExp(
  [
    "^(?<receiver>receiver-)?",
    "(?:",
    // RFC 5321 4.2: the second digit is 0 to 5. RFC 3463 2: class, subject and detail, and the class is the reply's (RFC 2034 4).
    "(?<data>data-)?(?<code>(?<class>[45])[0-5]\\d)(?:\\.(?<status>\\k<class>\\.\\d{1,3}\\.\\d{1,3}))?",
    "|slow-(?<seconds>\\d{1,6})s",
    "|(?<drop>drop(?<before>-before)?)",
    ")(?:\\+.*)?$",
  ].join(""),
  "i",
);

/** @returns undefined for an ordinary address. */
function faultOf(address: string): AddressFault | undefined {
  const at = address.lastIndexOf("@");
  if (!domains.has(address.slice(at + 1).toLowerCase())) return undefined;
  const found = grammar.exec(address.slice(0, at))?.groups;
  if (!found) return undefined;
  const { receiver, data, code, status, seconds, drop, before, class: kind } = found;
  const server = receiver ? "receiver" : "submission";
  if (code) {
    const text = `${status ?? `${kind}.0.0`} The recipient's address asks for this reply`;
    return { server, at: data ? "message" : "recipient", reply: { code: Number(code), text }, delayMs: 0, drops: false };
  }
  const delayMs = Math.min(Number(seconds ?? 0) * 1000, longestDelayMs);
  return { server, at: before ? "recipient" : "message", delayMs, drops: drop !== undefined };
}

/** Instead of the reply to RCPT; the recipient is not taken. */
export function faultAtRecipient(address: string, isShown: (server: FaultyServer) => boolean): { reply: Reply } | "drop" | undefined {
  const fault = faultOf(address);
  if (fault?.at !== "recipient" || !isShown(fault.server)) return undefined;
  return fault.reply ? { reply: fault.reply } : "drop";
}

/** The first recipient's reply, the longest delay; undefined without any. */
export function faultAtMessage(addresses: readonly string[], isShown: (server: FaultyServer) => boolean): MessageFault | undefined {
  const faults = addresses.flatMap((address) => faultOf(address) ?? []).filter(({ at, server }) => at === "message" && isShown(server));
  const { reply } = faults.find((fault) => fault.reply) ?? {};
  if (faults.length === 0) return undefined;
  return {
    delayMs: Math.max(...faults.map(({ delayMs }) => delayMs)),
    drops: faults.some(({ drops }) => drops),
    ...(reply ? { reply } : {}),
  };
}
