/**
 * An HTTP CONNECT proxy (RFC 9110 9.3.6) that answers for hosts of the outside world with stand-ins: it terminates TLS with a certificate
 * of the sandbox's authority. For programs that cannot be given another address, but honour HTTPS_PROXY and SSL_CERT_FILE as the real
 * Terraform plugin of SendGrid does. Any other host is refused: nothing gets out.
 */
import http from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import type { CertificateAuthority } from "../certificate-authority";

export interface ConnectProxy {
  url: string;
  stop(): Promise<void>;
}

export interface ConnectProxyOptions {
  authority: CertificateAuthority;
  /** Base URLs of the stand-ins, by the host that they answer for (port 443). */
  targets: Record<string, string>;
}

export async function startConnectProxy({ authority, targets }: ConnectProxyOptions): Promise<ConnectProxy> {
  // Never listens: it is handed the sockets of accepted tunnels.
  const inner = https.createServer(await authority.issue(Object.keys(targets)), (request, response) => {
    const host = (request.headers.host ?? "").replace(/:\d+$/, "");
    forward(targets[host], request, response);
  });
  const sockets = new Set<Socket>();
  const proxy = http.createServer((_request, response) => response.writeHead(403).end("only CONNECT is allowed\n"));
  proxy.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
  });
  proxy.on("connect", (request, socket: Socket, head: Buffer) => {
    const [host = "", port] = (request.url ?? "").split(":");
    if (port !== "443" || !Object.hasOwn(targets, host)) {
      socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      return;
    }
    socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
    if (head.length > 0) socket.unshift(head);
    inner.emit("connection", socket);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const address = proxy.address();
  if (address === null || typeof address === "string") throw new Error("proxy: no port was given");
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function forward(target: string | undefined, request: http.IncomingMessage, response: http.ServerResponse): void {
  if (target === undefined) {
    response.writeHead(421).end();
    return;
  }
  const url = new URL(request.url ?? "/", target);
  const onward = http.request(url, { method: request.method, headers: { ...request.headers, host: url.host } }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.once("error", () => response.writeHead(502).end());
  request.pipe(onward);
}
