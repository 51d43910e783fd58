/**
 * Hands one message to one recipient's mail exchange, as a sending provider does (RFC 5321 5.1): from the provider's own address, with
 * STARTTLS where it is offered, or only with it. Receivers' certificates are not verified, as in reality. A refusal is a value.
 */
import type { MxRecord } from "node:dns";
import { type SecureVersion, TLSSocket } from "node:tls";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { longestDelayMs } from "../address-faults";
import { resolverAt } from "../dns/node-resolver";

export interface Path {
  /** EHLO name. */
  name: string;
  sourceAddress: string;
  /** The recursive resolver. */
  resolver: string;
  /** Where a mail exchange really listens; ports are not part of MX records. */
  route(mxHost: string): { host: string; port: number } | undefined;
}

export interface Delivery {
  returnPath: string;
  recipient: string;
  requireTls: boolean;
  leastTls: number;
  message: Buffer;
}

export interface Answer {
  /** The receiver's reply code, or the one that stands for why there is none. */
  code: number;
  /** The whole reply, code included. */
  reply: string;
  exchange?: string;
  /** "TLSv1.3"; absent in plain text and when no connection was made. */
  tls?: string;
}

export async function deliver(delivery: Delivery, path: Path): Promise<Answer> {
  const found = await findExchange(delivery.recipient, path);
  if ("reply" in found) return found;
  const connection = new SMTPConnection({
    host: found.host,
    port: found.port,
    name: path.name,
    localAddress: path.sourceAddress,
    ...(delivery.requireTls ? { requireTLS: true } : { opportunisticTLS: true }),
    tls: { servername: found.exchange, rejectUnauthorized: false, minVersion: `TLSv${delivery.leastTls}` as SecureVersion },
    connectionTimeout: 5000,
    greetingTimeout: 5000,
    // Longer than the longest delay that a recipient can ask for.
    socketTimeout: longestDelayMs + 15_000,
  });
  const answer = await transmit(connection, delivery);
  const tls = tlsVersion(connection);
  connection.close();
  return { ...answer, exchange: found.exchange, ...(tls ? { tls } : {}) };
}

interface Failure extends Error {
  code?: string | undefined;
  response?: string | undefined;
  responseCode?: number | undefined;
}

function transmit(connection: SMTPConnection, { returnPath, recipient, message }: Delivery): Promise<Answer> {
  return new Promise((resolve) => {
    const fail = (error: Failure): void => resolve(explainFailure(error));
    connection.once("error", fail);
    connection.connect((failure) => {
      if (failure) return fail(failure);
      connection.send({ from: returnPath, to: [recipient] }, message, (error, sent) => {
        if (error) fail(error);
        else resolve({ code: 250, reply: sent?.response ?? "250" });
      });
    });
  });
}

function explainFailure({ code, response, responseCode, message }: Failure): Answer {
  if (code === "ETLS") return answer(550, "5.7.10 TLS required but not supported");
  if (responseCode && response) return { code: responseCode, reply: response };
  return answer(451, `4.4.1 ${message}`);
}

function tlsVersion({ _socket: socket }: SMTPConnection): string | undefined {
  return socket instanceof TLSSocket ? (socket.getProtocol() ?? undefined) : undefined;
}

/** The first exchange, by preference, that the sandbox has; RFC 7505 for domains that take no mail. */
async function findExchange(
  recipient: string,
  { resolver, route }: Path,
): Promise<Answer | { exchange: string; host: string; port: number }> {
  const domain = recipient.slice(recipient.lastIndexOf("@") + 1);
  let records: MxRecord[];
  try {
    records = (await resolverAt(resolver)(domain, "MX")) as MxRecord[];
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOTFOUND" || code === "ENODATA") return answer(550, `5.1.2 ${domain} has no mail exchange (${code})`);
    return answer(451, `4.4.3 ${domain} could not be looked up (${code})`);
  }
  const exchanges = records.sort((a, b) => a.priority - b.priority).map(({ exchange }) => exchange);
  if (exchanges.every((exchange) => exchange === "")) return answer(556, `5.1.10 ${domain} does not accept mail`);
  for (const exchange of exchanges) {
    const destination = route(exchange);
    if (destination) return { exchange, ...destination };
  }
  return answer(550, `5.4.4 the sandbox has no receiver at ${exchanges.join(", ")}`);
}

const answer = (code: number, text: string): Answer => ({ code, reply: `${code} ${text}` });
