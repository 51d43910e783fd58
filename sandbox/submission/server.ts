/**
 * The SMTP dialogue of a submission server (RFC 6409): STARTTLS (RFC 3207), then AUTH (RFC 4954), then mail. Decides nothing else and logs
 * no password. AUTH is announced before TLS, as SendGrid does, but refused there. Not imitated: implicit TLS on 465, limits on rate.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { SMTPServer, type SMTPServerAddress, type SMTPServerSession } from "smtp-server";
import { type FaultyServer, faultAtMessage, faultAtRecipient } from "../address-faults";
import type { Certificate } from "../certificate-authority";
import { dropConnection } from "../drop-connection";
import { type Envelope, SmtpRefusal, type SubmissionLimits } from "./backend";

export interface SubmissionServerOptions {
  name: string;
  certificate: Certificate;
  /** None without them. */
  limits?: SubmissionLimits;
  /** @returns the principal; undefined when the connection ends without a reply. @throws SmtpRefusal */
  authenticate(username: string, password: string): Promise<string | undefined>;
  /** Whether this principal may write to this recipient; everybody may to everybody without it. @throws SmtpRefusal */
  admit?(principal: string, recipient: string): Promise<void>;
  /** @returns the text of the 250 reply; undefined when the connection ends without one. @throws SmtpRefusal */
  accept(submitted: Submitted): Promise<string | undefined>;
}

export interface Submitted {
  principal: string;
  envelope: Envelope;
  message: Buffer;
  /** The Received header of this hop, for the id that the message will have. */
  received(messageId: string): string;
}

export interface SubmissionServer {
  port: number;
  stop(): Promise<void>;
}

/** After so many wrong logins the connection ends: RFC 4954 4 lets a server do that, and neither provider says when it does. */
const mostWrongLogins = 3;

export async function startSubmissionServer({ name, certificate, limits, ...decide }: SubmissionServerOptions): Promise<SubmissionServer> {
  const wrongLogins = new WeakMap<SMTPServerSession, number>();
  const server = new SMTPServer({
    name,
    banner: "Twinpost sandbox",
    ...certificate,
    minVersion: "TLSv1.2",
    authMethods: ["PLAIN", "LOGIN"],
    // Refused below instead, with the replies that providers give.
    authOptional: true,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    ...(limits ? { size: limits.bytes, hideSMTPUTF8: !limits.utf8 } : {}),
    onAuth({ username, password }, session, done) {
      if (!session.secure) return done(asReply(startTlsFirst));
      decide.authenticate(username ?? "", password ?? "").then(
        (user) => (user === undefined ? dropConnection(server, session) : done(null, { user })),
        (error) => {
          const count = (wrongLogins.get(session) ?? 0) + 1;
          wrongLogins.set(session, count);
          const isLast = error instanceof SmtpRefusal && error.code >= 500 && count >= mostWrongLogins;
          // With 421 the connection ends.
          done(asReply(isLast ? tooManyLogins : error));
        },
      );
    },
    onMailFrom(address, session, done) {
      const refusal = session.user ? refusalOfSender(address, limits) : session.secure ? notLoggedIn : startTlsFirst;
      done(refusal && asReply(refusal));
    },
    onRcptTo({ address }, session, done) {
      const refusal = refusalOfRecipient(address, session, limits);
      if (refusal) return done(asReply(refusal));
      Promise.resolve(decide.admit?.(String(session.user), address)).then(
        () => {
          const fault = faultAtRecipient(address, isShownHere);
          if (fault === "drop") dropConnection(server, session);
          else done(fault && asReply(new SmtpRefusal(fault.reply.code, fault.reply.text)));
        },
        (error) => done(asReply(error)),
      );
    },
    onData(stream, session, done) {
      readSubmitted(stream, session, name)
        .then(async (submitted) => {
          // RFC 5321 4.5.3.1: what a server does not take it refuses as a whole.
          const { tooManyRecipients } = limits ?? {};
          if (limits && stream.sizeExceeded) throw limits.tooLong;
          if (limits && tooManyRecipients && submitted.envelope.to.length > limits.recipients) throw tooManyRecipients.refusal;
          const fault = faultAtMessage(submitted.envelope.to, isShownHere);
          if (fault?.reply) throw new SmtpRefusal(fault.reply.code, fault.reply.text);
          const text = await decide.accept(submitted);
          await sleep(fault?.delayMs ?? 0, undefined, { ref: false });
          return fault?.drops ? undefined : text;
        })
        .then(
          (text) => (text === undefined ? dropConnection(server, session) : done(null, text)),
          (error) => done(asReply(error)),
        );
    },
  });
  // A client that hangs up or fails its handshake is no failure of the server.
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new Error(`${name}: no port was given`);
  return { port: address.port, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}

const isShownHere = (server: FaultyServer): boolean => server === "submission";

const notLoggedIn = new SmtpRefusal(530, "5.7.0 Authentication required");
const tooManyLogins = new SmtpRefusal(421, "4.7.0 Too many failed logins");
const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

/** RFC 6531 3.1: who was not offered SMTPUTF8 may use neither its parameter (RFC 5321 4.1.1.11: 555) nor such an address (501, in SES's words). */
function refusalOfSender({ address, args }: SMTPServerAddress, limits: SubmissionLimits | undefined): SmtpRefusal | undefined {
  if (!limits) return undefined;
  if (!limits.utf8 && args && "SMTPUTF8" in args) return new SmtpRefusal(555, "SMTPUTF8 is not supported");
  if (!limits.utf8 && !isAscii(address)) return new SmtpRefusal(501, "Invalid MAIL FROM address provided");
  return address === "" ? limits.noNullSender : undefined;
}

function refusalOfRecipient(
  address: string,
  { envelope }: SMTPServerSession,
  limits: SubmissionLimits | undefined,
): SmtpRefusal | undefined {
  if (!limits) return undefined;
  if (!limits.utf8 && !isAscii(address)) return new SmtpRefusal(501, "Invalid RCPT TO address provided");
  const { at, refusal } = limits.tooManyRecipients;
  return at === "recipient" && envelope.rcptTo.length >= limits.recipients ? refusal : undefined;
}

const startTlsFirst = new SmtpRefusal(530, "5.7.0 Must issue a STARTTLS command first");

async function readSubmitted(stream: AsyncIterable<Buffer>, session: SMTPServerSession, name: string): Promise<Submitted> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return {
    principal: String(session.user),
    envelope: {
      from: session.envelope.mailFrom ? session.envelope.mailFrom.address : "",
      to: session.envelope.rcptTo.map(({ address }) => address),
    },
    message: Buffer.concat(chunks),
    received: (messageId) => receivedHeader(session, name, messageId),
  };
}

/** RFC 5321 4.4, with the TLS version and cipher in a comment. */
function receivedHeader(session: SMTPServerSession, name: string, messageId: string): string {
  const tls = session.tlsOptions ? ` (version=${session.tlsOptions.version} cipher=${session.tlsOptions.name})` : "";
  return [
    `Received: from ${session.hostNameAppearsAs} ([${session.remoteAddress}])`,
    ` by ${name} with ${session.transmissionType}${tls}`,
    ` id ${messageId}; ${new Date().toUTCString().replace("GMT", "+0000")}`,
  ].join("\r\n");
}

/** Anything but a refusal is a bug of the sandbox, and says so to whoever is rehearsing. */
function asReply(error: unknown): Error {
  if (error instanceof SmtpRefusal) return Object.assign(new Error(error.reply), { responseCode: error.code });
  return Object.assign(new Error(`4.3.0 the sandbox failed: ${error}`), { responseCode: 451 });
}
