/** A submission server on loopback whose replies a test decides. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import type { Certificate } from "../../../sandbox/certificate-authority";

export interface SubmissionServer {
  port: number;
  /** One entry per login tried. */
  logins: { user: string | undefined; password: string | null | undefined; secure: boolean }[];
  messages: { from: string; to: string[]; source: string }[];
  stop(): Promise<void>;
}

export interface Replies {
  /** Replies to logins, in order; "235" and past the end accept. */
  auth?: string[];
  recipient?: string;
  message?: string;
}

export async function startSubmissionServer(
  certificate: Certificate,
  replies: Replies = {},
  options: SMTPServerOptions = {},
): Promise<SubmissionServer> {
  const logins: SubmissionServer["logins"] = [];
  const messages: SubmissionServer["messages"] = [];
  const server = new SMTPServer({
    ...certificate,
    disableReverseLookup: true,
    closeTimeout: 50,
    onAuth({ username, password }, session, done) {
      const reply = replies.auth?.[logins.length] ?? "235";
      logins.push({ user: username, password, secure: session.secure });
      if (reply === "235") done(null, { user: username });
      else done(refusal(reply));
    },
    onRcptTo(_address, _session, done) {
      done(replies.recipient ? refusal(replies.recipient) : null);
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : "";
        messages.push({ from, to: envelope.rcptTo.map(({ address }) => address), source: Buffer.concat(chunks).toString() });
        if (replies.message) done(refusal(replies.message));
        else done(null, "Ok 0102018c-id");
      });
    },
    ...options,
  });
  // A client that turns away from the certificate is what some tests are about.
  server.on("error", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return {
    port: (server.server.address() as AddressInfo).port,
    logins,
    messages,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function refusal(reply: string): Error {
  return Object.assign(new Error(reply.slice(4)), { responseCode: Number(reply.slice(0, 3)) });
}
