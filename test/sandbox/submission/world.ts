/** SendGrid's submission server, and one receiver that keeps what it gets together with mailauth's judgement of it. */
import { type AuthenticateResult, authenticate, type DNSResolver } from "mailauth";
import { createTransport, type SendMailOptions } from "nodemailer";
import { SMTPServer } from "smtp-server";
import { receiverNameServers } from "../../../sandbox/dns/name-servers";
import { resolverAt } from "../../../sandbox/dns/node-resolver";
import { startSubmission } from "../../../sandbox/submission/start";
import type { Trouble } from "../../../sandbox/trouble";
import { startSendgridWorld } from "../sendgrid/world";

interface Received {
  raw: string;
  mailFrom: string;
  clientAddress: string;
  helo: string;
  judged: AuthenticateResult;
}

export const exchange = "mx.receiver.example";
export const recipient = "ann@receiver.example";

export type SubmissionWorld = Awaited<ReturnType<typeof startSubmissionWorld>>;

export async function startSubmissionWorld(options: { trouble?: Trouble } = {}) {
  const world = await startSendgridWorld(options);
  const receiver = await startReceiver(world.surroundings);
  const zone = world.zones.open("receiver.example", receiverNameServers);
  zone.set("mx", { name: "receiver.example", ttl: 300, type: "MX", priority: 10, target: exchange });
  const submission = await startSubmission(world.surroundings, {
    backend: world.sendgrid.submission,
    name: "smtp.sendgrid.net",
    sourceAddress: "127.0.10.1",
    route: (host) => (host === exchange ? { host: "127.0.0.1", port: receiver.port } : undefined),
  });
  const sendingKey = world.sendgrid.issueKey(["mail.send"]);

  const transport = (pass = sendingKey, user = "apikey") =>
    createTransport({
      host: "127.0.0.1",
      port: submission.port,
      requireTLS: true,
      tls: { ca: world.surroundings.authority.pem, servername: "smtp.sendgrid.net" },
      auth: { user, pass },
    });

  async function send(mail: SendMailOptions = {}, pass?: string): Promise<string> {
    const message = { from: "Billing <billing@reject.example>", to: recipient, subject: "Hello", text: "Hello Ann", ...mail };
    const { response } = await transport(pass).sendMail(message);
    await submission.idle();
    return response;
  }

  return {
    ...world,
    submission,
    receiver,
    sendingKey,
    transport,
    send,
    stop: async () => {
      await submission.stop();
      await receiver.stop();
      await world.stop();
    },
  };
}

async function startReceiver({ authority, resolver }: Awaited<ReturnType<typeof startSendgridWorld>>["surroundings"]) {
  const received: Received[] = [];
  /** Replies to give to the next messages instead of taking them. */
  const replies: { responseCode: number; message: string }[] = [];
  const behaviour = { offersTls: true };
  const server = new SMTPServer({
    // A certificate for another name: senders do not verify receivers.
    ...(await authority.issue(["bad.example"])),
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    onConnect(session, done) {
      session.disabledCommands = behaviour.offersTls ? [] : ["STARTTLS"];
      done();
    },
    onData(stream, session, done) {
      const keep = async () => {
        let raw = "";
        for await (const chunk of stream) raw += (chunk as Buffer).toString("latin1");
        const reply = replies.shift();
        if (reply) throw Object.assign(new Error(reply.message), reply);
        const mailFrom = session.envelope.mailFrom ? session.envelope.mailFrom.address : "";
        const { remoteAddress: clientAddress, hostNameAppearsAs: helo } = session;
        const judged = await authenticate(Buffer.from(raw, "latin1"), {
          ip: clientAddress,
          helo,
          sender: mailFrom,
          mta: exchange,
          resolver: resolverAt(resolver) as DNSResolver,
        });
        received.push({ raw, mailFrom, clientAddress, helo, judged });
      };
      keep().then(() => done(null, "2.0.0 OK kept"), done);
    },
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as { port: number };
  return { port, received, replies, behaviour, stop: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}
