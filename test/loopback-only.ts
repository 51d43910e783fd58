/**
 * Preloaded into every test file: a TCP or TLS connection or a UDP datagram to anything but loopback throws and says so.
 * Node's own resolver (c-ares) is out of its sight: the product does not use it, the sandbox does with addresses of its own.
 * Child processes (terraform, moto, Python) are pointed at loopback by their environment; this guard cannot see them.
 */
import dgram from "node:dgram";
import net from "node:net";

const isLoopback = (host: string): boolean => host === "localhost" || host === "::1" || host.startsWith("127.");

function requireLoopback(host: string | undefined, what: string): void {
  if (host !== undefined && !isLoopback(host)) throw new Error(`tests stay on loopback: ${what} to "${host}" was refused`);
}

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
  // Node normalises net.connect() arguments into an array before calling this method.
  const first = Array.isArray(args[0]) ? args[0][0] : args[0];
  const options = typeof first === "object" && first !== null ? (first as { host?: string; path?: string }) : undefined;
  if (options === undefined) requireLoopback(typeof args[1] === "string" ? args[1] : undefined, "a connection");
  else if (options.path === undefined) requireLoopback(options.host, "a connection");
  return (connect as (...all: unknown[]) => net.Socket).apply(this, args);
} as typeof connect;

const send = dgram.Socket.prototype.send;
dgram.Socket.prototype.send = function (this: dgram.Socket, ...args: unknown[]) {
  requireLoopback(
    args.find((value): value is string => typeof value === "string" && /^[\d.]+$|:/.test(value)),
    "a datagram",
  );
  return (send as (...all: unknown[]) => void).apply(this, args);
} as typeof send;

const connectDatagrams = dgram.Socket.prototype.connect;
dgram.Socket.prototype.connect = function (this: dgram.Socket, ...args: unknown[]) {
  requireLoopback(typeof args[1] === "string" ? args[1] : undefined, "datagrams");
  (connectDatagrams as (...all: unknown[]) => void).apply(this, args);
} as typeof connectDatagrams;
