/**
 * One DNS question to one server, once, over UDP or TCP (RFC 7766), until there is an answer to it or its time is over. A connected socket
 * of its own for each question: the system chooses a random port, drops datagrams from anybody else, and reports a refused connection.
 */
import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { connect, isIPv6 } from "node:net";
import { type DnsReply, type Question, questionPacket, readReply } from "./message";

export interface DnsServer {
  /** An IP address. */
  address: string;
  port: number;
}

/** Why there is no reply. "unreachable" says that this machine has no way there, such as to IPv6 addresses. */
export interface NoReply {
  failure: "timeout" | "connection-refused" | "unreachable" | "broken";
}

interface Exchange {
  server: DnsServer;
  question: Question;
  edns: boolean;
  /** Milliseconds. */
  timeoutMs: number;
}

/** More than the longest message twice: what a server sends beyond it is not waited for. */
const mostTcpBytes = 2 * (2 + 65_535);

export function exchangeUdp({ server, question, edns, timeoutMs }: Exchange): Promise<DnsReply | NoReply> {
  const id = randomInt(0x10000);
  const socket = createSocket(isIPv6(server.address) ? "udp6" : "udp4");
  return new Promise((resolve) => {
    const end = (result: DnsReply | NoReply): void => {
      clearTimeout(timer);
      socket.removeAllListeners().on("error", () => {});
      socket.close();
      resolve(result);
    };
    const timer = setTimeout(end, timeoutMs, { failure: "timeout" });
    socket.on("error", (error) => end(failureOf(error)));
    // Anything else that arrives may be forged, so the wait goes on.
    socket.on("message", (packet) => {
      const reply = readReply(packet, id, question);
      if (reply) end(reply);
    });
    socket.once("connect", () => socket.send(questionPacket(question, { id, edns }), (error) => error && end(failureOf(error))));
    socket.connect(server.port, server.address);
  });
}

export function exchangeTcp({ server, question, edns, timeoutMs }: Exchange): Promise<DnsReply | NoReply> {
  const id = randomInt(0x10000);
  const packet = questionPacket(question, { id, edns });
  const socket = connect({ host: server.address, port: server.port });
  return new Promise((resolve) => {
    const end = (result: DnsReply | NoReply): void => {
      clearTimeout(timer);
      socket.removeAllListeners().on("error", () => {});
      socket.destroy();
      resolve(result);
    };
    // Of the whole exchange: a server that drips a byte now and then never looks idle.
    const timer = setTimeout(end, timeoutMs, { failure: "timeout" });
    let chunks: Buffer[] = [];
    let held = 0;
    let needed = 2;
    let total = 0;
    socket.on("error", (error) => end(failureOf(error)));
    socket.on("close", () => end({ failure: "broken" }));
    socket.on("data", (segment) => {
      chunks.push(segment);
      held += segment.length;
      total += segment.length;
      if (total > mostTcpBytes) return end({ failure: "broken" });
      // Joined only once a message may be whole: joining at every dripped byte would be work without end.
      if (held < needed) return;
      let received = Buffer.concat(chunks);
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        const until = 2 + received.readUInt16BE(0);
        const reply = readReply(received.subarray(2, until), id, question);
        if (reply) return end(reply);
        received = received.subarray(until);
      }
      chunks = [received];
      held = received.length;
      needed = held < 2 ? 2 : 2 + received.readUInt16BE(0);
    });
    socket.once("connect", () => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(packet.length);
      socket.write(Buffer.concat([length, packet]));
    });
  });
}

const unreachable = new Set(["ENETUNREACH", "EHOSTUNREACH", "EADDRNOTAVAIL", "EAFNOSUPPORT", "EINVAL"]);

function failureOf(error: Error): NoReply {
  const { code = "" } = error as NodeJS.ErrnoException;
  if (code === "ECONNREFUSED") return { failure: "connection-refused" };
  if (code === "ETIMEDOUT") return { failure: "timeout" };
  if (unreachable.has(code)) return { failure: "unreachable" };
  if (code === "") throw error;
  return { failure: "broken" };
}
