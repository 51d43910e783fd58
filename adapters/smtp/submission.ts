/**
 * Submits mail to a sending provider (RFC 6409), or only proves that its credentials work. One connection per call: no pool, no queue,
 * and no second try of a message, which might arrive twice.
 */
import { setTimeout as pause } from "node:timers/promises";
import MailComposer from "nodemailer/lib/mail-composer";
import { openSession, type SubmissionSession, type SubmissionSettings } from "./session";
import { SmtpError } from "./smtp-error";

export interface LoginSettings extends SubmissionSettings {
  /**
   * How long credentials may take to be known everywhere: so long any refusal of the login is tried again, 535 too, which is what SES
   * says of a key that is seconds old. Without it only 4yz is, for a few seconds.
   */
  retryForMs?: number;
  /** Whether the server may be starting just now: then a connection that cannot be made is tried again, too, for as long. */
  mayBeStarting?: boolean;
  now?: () => number;
  sleep?: (ms: number) => Promise<unknown>;
}

export interface OutgoingMessage {
  from: string | { name: string; address: string };
  to: string;
  replyTo?: string;
  subject: string;
  text: string;
  html?: string;
  /** In ASCII. */
  headers?: Readonly<Record<string, string>>;
}

export interface Submission {
  /** The server's reply to the message; it holds the provider's id. */
  response: string;
  /** As submitted, with angle brackets; SES puts another in its place. */
  messageId: string;
  tlsVersion: string;
  /** From before connecting to the server's reply. */
  ms: number;
}

const temporaryRetryMs = 10_000;
const longestPauseMs = 4_000;

/** @throws SmtpError */
export async function proveLogin(settings: LoginSettings): Promise<{ tlsVersion: string }> {
  const session = await openAndLogin(settings);
  session.end();
  return { tlsVersion: session.tlsVersion };
}

/** Connects and verifies the server's certificate, without logging in. @throws SmtpError */
export async function proveTls(settings: Omit<SubmissionSettings, "user" | "password">): Promise<{ tlsVersion: string }> {
  const session = await openSession({ ...settings, user: "", password: "" });
  session.end();
  return { tlsVersion: session.tlsVersion };
}

/** @param envelope another return path or recipient than the message's own. @throws SmtpError */
export async function submitMessage({
  message,
  envelope = { from: addressOf(message.from), to: message.to },
  ...settings
}: LoginSettings & { message: OutgoingMessage; envelope?: { from: string; to: string } }): Promise<Submission> {
  // Prepared: a long value is folded at its spaces, and not written in encoded words.
  const headers = Object.entries(message.headers ?? {}).map(([key, value]) => ({ key, value: { prepared: true, value } }));
  const node = new MailComposer({ ...message, headers, disableFileAccess: true, disableUrlAccess: true }).compile();
  const messageId = node.messageId();
  const source = await node.build();
  const started = performance.now();
  const session = await openAndLogin(settings);
  const response = await session.send(envelope, source);
  const ms = Math.round(performance.now() - started);
  session.end();
  return { response, messageId, tlsVersion: session.tlsVersion, ms };
}

const addressOf = (from: OutgoingMessage["from"]): string => (typeof from === "string" ? from : from.address);

async function openAndLogin({
  retryForMs,
  mayBeStarting = false,
  now = Date.now,
  sleep = pause,
  ...settings
}: LoginSettings): Promise<SubmissionSession> {
  const deadline = now() + (retryForMs ?? temporaryRetryMs);
  const mayPass = ({ phase, code = 0 }: SmtpError): boolean =>
    (phase === "auth" && code >= 400 && (code < 500 || retryForMs !== undefined)) || (phase === "connect" && mayBeStarting);
  for (let waitMs = 250; ; waitMs = Math.min(waitMs * 2, longestPauseMs)) {
    try {
      const session = await openSession(settings);
      await session.login();
      return session;
    } catch (error) {
      if (!(error instanceof SmtpError && mayPass(error)) || now() + waitMs > deadline) throw error;
      await sleep(waitMs);
    }
  }
}
