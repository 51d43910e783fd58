/**
 * The SMTP side of a receiver (RFC 5321, 3207): STARTTLS before MAIL, one domain, and a verdict after DATA. Keeps what it accepts, with
 * Return-Path, Received and Authentication-Results on top. Every local part exists. Not imitated: PTR and FCrDNS, greylisting, limits.
 */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { DNSResolver } from "mailauth";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import { type FaultyServer, faultAtMessage, faultAtRecipient } from "../address-faults";
import type { Certificate } from "../certificate-authority";
import { dropConnection } from "../drop-connection";
import type { RequestLog } from "../request-log";
import { assess, judge } from "./judge";
import type { Mailbox } from "./mailbox";
import type { ReceiverPolicy, SmtpReply } from "./policy";

export interface SmtpOptions {
  policy: ReceiverPolicy;
  certificate: Certificate;
  resolver: DNSResolver;
  mailbox: Mailbox;
  log: RequestLog;
  /** Messages per organisational domain above which the rules for bulk senders apply. */
  bulkAbove: number;
}

export interface SmtpReceiver {
  port: number;
  /** Counts for connections from now on; without STARTTLS plain mail is accepted. */
  setStartTls(offered: boolean): void;
  /** Undefined is what it began with. */
  setBulkAbove(messages: number | undefined): void;
  stop(): Promise<void>;
}

export async function startSmtp(options: SmtpOptions): Promise<SmtpReceiver> {
  const { policy, certificate } = options;
  const volume = new Map<string, number>();
  let offersTls = true;
  let { bulkAbove } = options;
  const server = new SMTPServer({
    name: policy.exchange,
    banner: "Twinpost sandbox",
    key: certificate.key,
    cert: certificate.cert,
    minVersion: "TLSv1.2",
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    onConnect(session, done) {
      session.disabledCommands = offersTls ? ["AUTH"] : ["AUTH", "STARTTLS"];
      done();
    },
    onMailFrom(_address, session, done) {
      const tlsIsMissing = !session.secure && !session.disabledCommands?.includes("STARTTLS");
      done(tlsIsMissing ? asError(policy.tlsRequired) : null);
    },
    onRcptTo({ address }, session, done) {
      const isOurs = address.toLowerCase().endsWith(`@${policy.domain}`);
      if (!isOurs) return done(asError({ code: 550, text: `5.7.1 Relaying denied, this is ${policy.exchange} for ${policy.domain}` }));
      const fault = faultAtRecipient(address, isShownTo(session));
      if (fault === "drop") return dropConnection(server, session);
      done(fault ? asError(fault.reply) : null);
    },
    onData(stream, session, done) {
      const started = performance.now();
      const recipients = session.envelope.rcptTo.map(({ address }) => address);
      const fault = faultAtMessage(recipients, isShownTo(session));
      void collect(stream)
        .then((message) => fault?.reply ?? receive(message, session, { ...options, bulkAbove }, volume))
        .catch(internalError)
        .then(async (reply) => {
          await sleep(fault?.delayMs ?? 0, undefined, { ref: false });
          if (fault?.drops) return dropConnection(server, session);
          options.log.add({ service: policy.name, operation: "DATA", status: reply.code, ms: Math.round(performance.now() - started) });
          if (reply.code < 400) done(null, reply.text);
          else done(asError(reply));
        });
    },
  });
  // A client that hangs up or fails its handshake is no failure of the receiver.
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new Error(`${policy.name}: no port was given`);
  return {
    port: address.port,
    setStartTls: (offered) => {
      offersTls = offered;
    },
    setBulkAbove: (messages = options.bulkAbove) => {
      bulkAbove = messages;
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** What the submission servers have shown their own clients already, they do not meet again when they relay the mail. */
const isShownTo =
  ({ hostNameAppearsAs }: SMTPServerSession) =>
  (server: FaultyServer): boolean =>
    server === "receiver" || !/^(smtp\.sendgrid\.net|email-smtp\..+)$/.test(hostNameAppearsAs);

async function collect(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function receive(
  message: Buffer,
  session: SMTPServerSession,
  { policy, resolver, mailbox, bulkAbove }: SmtpOptions,
  volume: Map<string, number>,
): Promise<SmtpReply> {
  const mailFrom = session.envelope.mailFrom ? session.envelope.mailFrom.address : "";
  const clientAddress = session.remoteAddress;
  const delivery = { clientAddress, helo: session.hostNameAppearsAs, mailFrom, message };
  const { findings, authenticationResults } = await assess(delivery, policy.exchange, resolver);

  const sent = (volume.get(findings.organizationalDomain) ?? 0) + 1;
  volume.set(findings.organizationalDomain, sent);
  const verdict = judge(policy, findings, sent > bulkAbove);
  if ("refusal" in verdict) return verdict.refusal;

  const recipients = session.envelope.rcptTo.map(({ address }) => address);
  const received = new Date();
  const queueId = randomBytes(6).toString("hex");
  const results = `Authentication-Results: ${authenticationResults(verdict.folder)}`;
  const hop = receivedHeader(session, policy.exchange, queueId, received);
  const trace = [`Return-Path: <${mailFrom}>`, ...(policy.resultsBelowReceived ? [hop, results] : [results, hop])];
  const raw = Buffer.concat([Buffer.from(`${trace.join("\r\n")}\r\n`), message]);
  mailbox.add({ folder: verdict.folder, mailFrom, recipients, received, raw });
  return { code: 250, text: `2.0.0 OK ${queueId}` };
}

/** RFC 5321 4.4, with the TLS version and cipher in a comment, as large receivers write it. */
function receivedHeader(session: SMTPServerSession, exchange: string, queueId: string, received: Date): string {
  const tls = session.tlsOptions ? ` (version=${session.tlsOptions.version} cipher=${session.tlsOptions.name})` : "";
  return [
    `Received: from ${session.hostNameAppearsAs} ([${session.remoteAddress}])`,
    ` by ${exchange} with ${session.transmissionType}${tls}`,
    ` id ${queueId}; ${received.toUTCString().replace("GMT", "+0000")}`,
  ].join("\r\n");
}

const asError = ({ code, text }: SmtpReply): Error => Object.assign(new Error(text), { responseCode: code });

const internalError = (error: Error): SmtpReply => ({ code: 451, text: `4.3.0 The sandbox's receiver failed: ${error.message}` });
