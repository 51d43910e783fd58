/**
 * One SMTP submission session as promises: connect, STARTTLS (required, TLS 1.2 or later, certificate verified: RFC 8314 4.1, 5.1), AUTH,
 * one message, QUIT. A thin layer over nodemailer's connection that tells in which phase it failed.
 */
import { createSecureContext, rootCertificates, type SecureContext, TLSSocket } from "node:tls";
import type { NodemailerError } from "nodemailer";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { type SmtpPhase, withoutOwnWords } from "../../mail/smtp/answer";
import { limits } from "../limits";
import { redact } from "../redact";
import { SmtpError } from "./smtp-error";

export interface SubmissionSettings {
  host: string;
  port: number;
  user: string;
  password: string;
  /** PEM of private authorities to trust besides the public ones. */
  ca?: string | undefined;
  /** The name that the certificate must be for; the host unless told. An address must be in the certificate as an address. */
  servername?: string;
  /** Of connecting, of the greeting, and of silence after that; 10 s unless told. */
  timeoutMs?: number;
  /** Of the whole session, whatever the server says meanwhile; 60 s unless told. One that keeps talking is never silent. */
  sessionMs?: number;
}

export interface SubmissionSession {
  /** "TLSv1.3". */
  tlsVersion: string;
  login(): Promise<void>;
  /** @returns the server's reply. */
  send(envelope: { from: string; to: string }, message: Buffer): Promise<string>;
  /** Says QUIT and leaves. */
  end(): void;
}

type Done<T> = (error?: NodemailerError | null, result?: T) => void;

export async function openSession({
  host,
  port,
  user,
  password,
  ca,
  servername,
  timeoutMs = 10_000,
  sessionMs = 60_000,
}: SubmissionSettings): Promise<SubmissionSession> {
  const secrets = [password, saslPlain(user, password)];
  const connection = new SMTPConnection({
    host,
    port,
    ...(servername ? { servername } : {}),
    secure: false,
    requireTLS: true,
    // Said, since NODE_TLS_REJECT_UNAUTHORIZED=0 in somebody's shell would change the default.
    tls: { secureContext: secureContext(ca), rejectUnauthorized: true },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    maxResponseSize: limits.smtp,
  });
  // A connection that breaks reports here and may leave the step in progress without an answer.
  const broken = new Promise<never>((_, reject) => connection.on("error", reject));
  // An answer to QUIT is waited for as well, so the deadline holds until the connection is closed.
  const expired = new Promise<never>((_, reject) => {
    const deadline = setTimeout(() => {
      reject(Object.assign(new Error(`the session was not over after ${sessionMs / 1000} s`), { code: expiry }));
      connection.close();
      // Closing waits for the other side.
      if (connection._socket) connection._socket.destroy();
    }, sessionMs);
    connection.once("end", () => clearTimeout(deadline));
  });
  for (const failure of [broken, expired]) failure.catch(() => undefined);

  const step = async <T>(phase: SmtpPhase, run: (done: Done<T>) => void): Promise<T | undefined> => {
    const finished = new Promise<T | undefined>((resolve, reject) => run((error, result) => (error ? reject(error) : resolve(result))));
    finished.catch(() => undefined);
    try {
      return await Promise.race([expired, finished, broken]);
    } catch (error) {
      const failed = phase === "connect" && isTlsFailure(connection, error as NodemailerError) ? "tls" : phase;
      connection.close();
      throw describe(`${host}:${port}`, failed, error as NodemailerError, secrets);
    }
  };

  await step("connect", (done) => connection.connect(done));
  const socket = connection._socket;
  return {
    tlsVersion: (socket instanceof TLSSocket && socket.getProtocol()) || "none",
    login: async () => {
      await step("auth", (done: Done<boolean>) => connection.login({ user, pass: password }, done));
    },
    send: async (envelope, message) => {
      const info = await step("message", (done: Done<{ response: string }>) => connection.send(envelope, message, done));
      return redact(info?.response ?? "", secrets);
    },
    end: () => connection.quit(),
  };
}

/** Reading 150 public authorities takes tens of milliseconds, so it is done once for all sessions. */
const contexts = new Map<string | undefined, SecureContext>();

function secureContext(ca: string | undefined): SecureContext {
  const context = contexts.get(ca) ?? createSecureContext({ minVersion: "TLSv1.2", ...(ca ? { ca: [...rootCertificates, ca] } : {}) });
  contexts.set(ca, context);
  return context;
}

const isTlsFailure = ({ upgrading }: SMTPConnection, { code }: NodemailerError): boolean => code === "ETLS" || upgrading === true;

function describe(server: string, phase: SmtpPhase, error: NodemailerError, secrets: readonly string[]): SmtpError {
  const { code, command, responseCode, response, message } = error;
  const refusedEnvelope = code === "EENVELOPE" && command !== "DATA";
  const ownWords = code === expiry || phase !== "auth";
  return new SmtpError({
    server,
    phase: phase === "message" && refusedEnvelope ? "envelope" : phase,
    what: ownWords ? redact(message, secrets) : (failures[code ?? ""] ?? "the login was broken off"),
    ...(command ? { command } : {}),
    ...(responseCode ? { code: responseCode } : {}),
    ...(response ? { reply: response, shown: phase === "auth" ? withoutOwnWords(response) : redact(response, secrets) } : {}),
  });
}

const expiry = "EDEADLINE";

/** While a password is on the wire, nothing that the server said is shown but its codes; nodemailer's messages quote it. */
const failures: Record<string, string> = {
  ETIMEDOUT: "no answer in time",
  ECONNECTION: "the connection was closed",
  ESOCKET: "the connection broke",
  EPROTOCOL: "the answer is not SMTP",
  ETLS: "TLS broke",
};

const saslPlain = (user: string, password: string): string => Buffer.from(`\0${user}\0${password}`).toString("base64");
