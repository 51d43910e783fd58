/**
 * One address and port that answers DNS over UDP and TCP. On TCP each message has a two-byte length (RFC 1035 4.2.2); a segment may hold
 * a part of one or several of them (RFC 7766).
 */
import dgram from "node:dgram";
import net from "node:net";
import { answerPacket, type Responder } from "./wire";

export interface Listener {
  port: number;
  stop(): Promise<void>;
}

const idleMs = 10_000;

/** @param port 0 lets the system choose one. @throws EADDRINUSE or EADDRNOTAVAIL as Node reports them. */
export async function listenForDns(address: string, port: number, responder: Responder): Promise<Listener> {
  const tcp = await listenTcp(address, port, responder);
  try {
    const udp = await listenUdp(address, tcp.port, responder);
    return { port: tcp.port, stop: async () => void (await Promise.all([tcp.stop(), udp.stop()])) };
  } catch (error) {
    await tcp.stop();
    throw error;
  }
}

async function listenUdp(address: string, port: number, responder: Responder): Promise<Listener> {
  const socket = dgram.createSocket("udp4");
  socket.on("message", (packet, client) => {
    const answer = answerPacket(packet, "udp", responder);
    // A client that is gone by now is its own affair.
    if (answer) socket.send(answer, client.port, client.address, () => {});
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("error", (error) => {
      socket.close();
      reject(error);
    });
    socket.bind({ address, port, exclusive: true }, resolve);
  });
  socket.removeAllListeners("error").on("error", () => {});
  return { port, stop: () => new Promise((resolve) => socket.close(resolve)) };
}

async function listenTcp(address: string, port: number, responder: Responder): Promise<Listener> {
  const connections = new Set<net.Socket>();
  const server = net.createServer((connection) => {
    connections.add(connection);
    connection.on("close", () => connections.delete(connection));
    connection.on("error", () => connection.destroy());
    connection.setTimeout(idleMs, () => connection.destroy());
    serve(connection, responder);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: address, port, exclusive: true }, resolve);
  });
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error(`${address}: no port was given`);
  return {
    port: bound.port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const connection of connections) connection.destroy();
      }),
  };
}

function serve(connection: net.Socket, responder: Responder): void {
  let pending = Buffer.alloc(0);
  connection.on("data", (segment) => {
    pending = Buffer.concat([pending, segment]);
    while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
      const end = 2 + pending.readUInt16BE(0);
      const answer = answerPacket(pending.subarray(2, end), "tcp", responder);
      if (answer) connection.write(Buffer.concat([lengthOf(answer), answer]));
      pending = pending.subarray(end);
    }
  });
}

function lengthOf(message: Buffer): Buffer {
  const prefix = Buffer.alloc(2);
  prefix.writeUInt16BE(message.length);
  return prefix;
}
