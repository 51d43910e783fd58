/**
 * One DNS question to one server over UDP, once, until there is an answer to it or its time is over. Sockets are connected, so the system drops datagrams
 * from anybody else and reports a refused connection. What is left to guess for a forger is the random port of a socket and the random id of a question
 * (RFC 5452 9.2). A socket costs more than a question, so a few share one; it is closed before anybody could find its port.
 */
import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { type DnsServer, type Exchange, failureOf, type NoReply } from "./exchange";
import { type DnsReply, type Question, questionPacket, readReply } from "./message";

const questionsPerSocket = 16;

interface Waiting {
  question: Question;
  packet: Buffer;
  timer: NodeJS.Timeout;
  resolve(result: DnsReply | NoReply): void;
}

interface SharedSocket {
  /** False when the next question needs another one. */
  isFree(): boolean;
  exchange(request: Omit<Exchange, "server">): Promise<DnsReply | NoReply>;
}

export function createUdpExchange(): (request: Exchange) => Promise<DnsReply | NoReply> {
  const sockets = new Map<string, SharedSocket>();
  return ({ server, ...request }) => {
    const key = `${server.address} ${server.port}`;
    let socket = sockets.get(key);
    if (!socket?.isFree()) {
      socket = openSocket(server);
      sockets.set(key, socket);
    }
    return socket.exchange(request);
  };
}

/** Closes when its last question has ended: nothing is left open between looks, and nothing has to be closed by whoever asks. */
function openSocket({ address, port }: DnsServer): SharedSocket {
  const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
  const waiting = new Map<number, Waiting>();
  let isConnected = false;
  let placesLeft = questionsPerSocket;

  const end = (id: number, result: DnsReply | NoReply): void => {
    const ended = waiting.get(id);
    if (!ended) return;
    waiting.delete(id);
    clearTimeout(ended.timer);
    ended.resolve(result);
    if (waiting.size > 0) return;
    placesLeft = 0;
    socket.removeAllListeners().on("error", () => {});
    socket.close();
  };
  const endAll = (error: Error): void => {
    for (const id of [...waiting.keys()]) end(id, failureOf(error));
  };
  const sent = (error: Error | null): void => {
    if (error) endAll(error);
  };
  const send = ({ packet }: Waiting): void => socket.send(packet, sent);
  const giveUp = (id: number): void => {
    // It may be the port that gets no answers: a repetition goes by another.
    placesLeft = 0;
    end(id, { failure: "timeout" });
  };

  socket.on("error", endAll);
  // Anything else that arrives may be forged, so the wait goes on.
  socket.on("message", (packet) => {
    const id = packet.length < 2 ? -1 : packet.readUInt16BE(0);
    const asked = waiting.get(id);
    const reply = asked && readReply(packet, id, asked.question);
    if (reply) end(id, reply);
  });
  socket.once("connect", () => {
    isConnected = true;
    for (const each of waiting.values()) send(each);
  });
  socket.connect(port, address);

  return {
    isFree: () => placesLeft > 0,
    exchange: ({ question, edns, timeoutMs }) =>
      new Promise((resolve) => {
        placesLeft--;
        const id = unusedId(waiting);
        const asked = { question, packet: questionPacket(question, { id, edns }), timer: setTimeout(giveUp, timeoutMs, id), resolve };
        waiting.set(id, asked);
        if (isConnected) send(asked);
      }),
  };
}

function unusedId(used: ReadonlyMap<number, unknown>): number {
  for (;;) {
    const id = randomInt(0x10000);
    if (!used.has(id)) return id;
  }
}
