/**
 * The SMTP dialogue of a submission server (RFC 6409): STARTTLS (RFC 3207), then AUTH (RFC 4954), then mail. Decides nothing else and logs
 * no password. AUTH is announced before TLS, as SendGrid does, but refused there. Not imitated: implicit TLS on 465, limits on size and rate.
 */
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import type { Certificate } from "../certificate-authority";
import { type Envelope, SmtpRefusal } from "./backend";

export interface SubmissionServerOptions {
  name: string;
  certificate: Certificate;
  /** @returns the principal. @throws SmtpRefusal */
  authenticate(username: string, password: string): Promise<string>;
  /** Whether this principal may write to this recipient; everybody may to everybody without it. @throws SmtpRefusal */
  admit?(principal: string, recipient: string): Promise<void>;
  /** @returns the text of the 250 reply. @throws SmtpRefusal */
  accept(submitted: Submitted): Promise<string>;
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

export async function startSubmissionServer({ name, certificate, ...decide }: SubmissionServerOptions): Promise<SubmissionServer> {
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
    onAuth({ username, password }, session, done) {
      if (!session.secure) return done(asReply(startTlsFirst));
      decide.authenticate(username ?? "", password ?? "").then(
        (user) => done(null, { user }),
        (error) => done(asReply(error)),
      );
    },
    onMailFrom(_address, session, done) {
      if (session.user) done();
      else done(asReply(session.secure ? new SmtpRefusal(530, "5.7.0 Authentication required") : startTlsFirst));
    },
    onRcptTo({ address }, session, done) {
      Promise.resolve(decide.admit?.(String(session.user), address)).then(
        () => done(),
        (error) => done(asReply(error)),
      );
    },
    onData(stream, session, done) {
      readSubmitted(stream, session, name)
        .then(decide.accept)
        .then(
          (text) => done(null, text),
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
