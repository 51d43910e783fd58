/**
 * What it is to ask one DNS server one question once, and how it is done over TCP (RFC 7766); udp-exchange.ts does it over UDP. A connection of its own
 * for each question, since few need one.
 */
import { randomInt } from "node:crypto";
import { connect } from "node:net";
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

export interface Exchange {
  server: DnsServer;
  question: Question;
  edns: boolean;
  /** Milliseconds. */
  timeoutMs: number;
}

/** More than the longest message twice: what a server sends beyond it is not waited for. */
const mostTcpBytes = 2 * (2 + 65_535);

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

export function failureOf(error: Error): NoReply {
  const { code = "" } = error as NodeJS.ErrnoException;
  if (code === "ECONNREFUSED") return { failure: "connection-refused" };
  if (code === "ETIMEDOUT") return { failure: "timeout" };
  if (unreachable.has(code)) return { failure: "unreachable" };
  if (code === "") throw error;
  return { failure: "broken" };
}
