// `node distance.mjs <port of a DNS server> <milliseconds>`: a UDP port whose questions reach the server and come back so much later, as those of a server
// that is far away do. Says its port on stdout; in a process of its own, so that nobody's time is spent on it.
import { createSocket } from "node:dgram";
import { once } from "node:events";

const [, , server, milliseconds] = process.argv;
const near = createSocket({ type: "udp4", recvBufferSize: 4 << 20 }).bind(0, "127.0.0.1");
const far = createSocket({ type: "udp4", recvBufferSize: 4 << 20 });
far.connect(Number(server), "127.0.0.1");
await Promise.all([once(near, "listening"), once(far, "connect")]);

/** By the id under which the server knows the question: who asked, and with which id. */
const asked = new Map();
let next = 0;

near.on("message", (packet, { port, address }) => {
  next = (next + 1) % 0x10000;
  asked.set(next, { id: packet.readUInt16BE(0), port, address });
  packet.writeUInt16BE(next, 0);
  far.send(packet);
});
far.on("message", (packet) => {
  const to = asked.get(packet.readUInt16BE(0));
  if (!to) return;
  asked.delete(packet.readUInt16BE(0));
  packet.writeUInt16BE(to.id, 0);
  setTimeout(() => near.send(packet, to.port, to.address), Number(milliseconds));
});
console.log(near.address().port);
