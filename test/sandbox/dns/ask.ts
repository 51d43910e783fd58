/** Sends raw DNS packets, to see on the wire what Node's resolver hides. */
import dgram from "node:dgram";
import { once } from "node:events";
import net from "node:net";
import { type DecodedPacket, decode, encode, type Packet, RECURSION_DESIRED, streamEncode } from "dns-packet";

export type Reply = DecodedPacket & { rcode: string };

export const query = (name: string, type: string, more: Packet = {}): Packet => ({
  type: "query",
  id: 4711,
  flags: RECURSION_DESIRED,
  questions: [{ name, type: type as "TXT" }],
  ...more,
});

export const edns = (udpPayloadSize: number, ednsVersion = 0): Packet => ({
  additionals: [{ type: "OPT", name: ".", udpPayloadSize, extendedRcode: 0, ednsVersion, flags: 0, flag_do: false, options: [] }],
});

export async function askUdp(address: string, port: number, packet: Packet | Buffer): Promise<Reply> {
  const socket = dgram.createSocket("udp4");
  socket.send(Buffer.isBuffer(packet) ? packet : encode(packet), port, address);
  const [answer] = (await once(socket, "message")) as [Buffer];
  socket.close();
  return decode(answer) as Reply;
}

/** Writes these segments one by one and reads as many answers as are expected. */
export async function askTcp(address: string, port: number, segments: Buffer[], expected = 1): Promise<Reply[]> {
  const socket = net.connect({ host: address, port, noDelay: true });
  await once(socket, "connect");
  const replies: Reply[] = [];
  let pending = Buffer.alloc(0);
  for (const segment of segments) {
    await new Promise((resolve) => socket.write(segment, resolve));
    await new Promise(setImmediate);
  }
  while (replies.length < expected) {
    const [data] = (await once(socket, "data")) as [Buffer];
    pending = Buffer.concat([pending, data]);
    while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
      const end = 2 + pending.readUInt16BE(0);
      replies.push(decode(pending.subarray(2, end)) as Reply);
      pending = pending.subarray(end);
    }
  }
  socket.destroy();
  return replies;
}

export const framed = (packet: Packet): Buffer => streamEncode(packet);
