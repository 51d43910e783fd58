/** A DNS server on loopback whose every reply is up to the test: raw packets over UDP and TCP, from any socket, at any pace. */
import { createSocket, type Socket as DatagramSocket, type RemoteInfo } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { type Answer, AUTHORITATIVE_ANSWER, decode, encode, type Packet, type Question } from "dns-packet";

interface Asked {
  id: number;
  question: Question;
  edns: boolean;
  /** A reply that is right in every respect, but for what is given. */
  reply(changes?: Partial<Packet>): Buffer;
}

export interface HostileServer {
  address: string;
  port: number;
  /** "udp TXT name" of each question. */
  asked: string[];
  stop(): Promise<void>;
}

interface Behaviour {
  udp?: (asked: Asked, send: (packet: Buffer) => void, from: RemoteInfo, socket: DatagramSocket) => void;
  tcp?: (asked: Asked, connection: Socket) => void;
}

export const framed = (packet: Buffer): Buffer => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(packet.length);
  return Buffer.concat([length, packet]);
};

export const txt = (name: string, ...strings: string[]): Answer => ({ type: "TXT", name, ttl: 300, data: strings });

/** Without a behaviour for TCP, nobody listens there. */
export async function startHostileServer({ udp, tcp }: Behaviour): Promise<HostileServer> {
  const asked: string[] = [];
  const read = (packet: Buffer, transport: string): Asked => {
    const query = decode(packet);
    const [question] = query.questions ?? [];
    if (!question) throw new Error("no question");
    asked.push(`${transport} ${question.type} ${question.name}`);
    const id = query.id ?? 0;
    const reply = (changes: Partial<Packet> = {}): Buffer =>
      encode({ type: "response", id, flags: AUTHORITATIVE_ANSWER, questions: [question], answers: [], ...changes });
    return { id, question, edns: (query.additionals ?? []).length > 0, reply };
  };
  const connections = new Set<Socket>();
  const server = createServer((connection) => {
    connections.add(connection);
    connection.on("error", () => {}).once("data", (data: Buffer) => tcp?.(read(data.subarray(2), "tcp"), connection));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  if (!tcp) await new Promise((resolve) => server.close(resolve));
  const socket = createSocket("udp4");
  socket.on("message", (packet, from) =>
    udp?.(read(packet, "udp"), (answer) => socket.send(answer, from.port, from.address), from, socket),
  );
  socket.bind(port, "127.0.0.1");
  await once(socket, "listening");
  return {
    address: "127.0.0.1",
    port,
    asked,
    async stop() {
      for (const connection of connections) connection.destroy();
      if (tcp) await new Promise((resolve) => server.close(resolve));
      await new Promise<void>((resolve) => socket.close(resolve));
    },
  };
}
