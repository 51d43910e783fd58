/** The certificate of a web address: a server on loopback under one of the test's own, and servers that show none. */
import "reflect-metadata";
import { createPrivateKey, webcrypto } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import * as x509 from "@peculiar/x509";
import { readValidity } from "../../../adapters/tls/validity";

const running: { server: Server; sockets: Set<Socket> }[] = [];
afterEach(async () => {
  for (const { server, sockets } of running.splice(0)) {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  }
});

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  running.push({ server, sockets });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

const dayMs = 86_400_000;
/** As the test's certificates are: of a day. */
const ending = (end: string): { from: Date; until: Date } => ({ from: new Date(Date.parse(end) - dayMs), until: new Date(end) });

async function certificate(notAfter: Date): Promise<{ cert: string; key: string }> {
  const signingAlgorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = (await webcrypto.subtle.generateKey(signingAlgorithm, true, ["sign", "verify"])) as webcrypto.CryptoKeyPair;
  const notBefore = new Date(notAfter.getTime() - dayMs);
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=app.example.com",
    keys,
    signingAlgorithm,
    notBefore,
    notAfter,
  });
  const key = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey));
  return {
    cert: made.toString("pem"),
    key: createPrivateKey({ key, format: "der", type: "pkcs8" }).export({ format: "pem", type: "pkcs8" }).toString(),
  };
}

const tlsServer = (options: TlsOptions): Promise<number> => listen(createTlsServer(options).on("tlsClientError", () => undefined));
const fast = { timeoutMs: 300 };

test.each(["2021-03-04T05:06:07Z", "2049-12-31T23:59:59Z", "2055-01-02T03:04:05Z"])(
  "one that ends at %s, which nobody trusts",
  async (end) => {
    const port = await tlsServer(await certificate(new Date(end)));
    const warnings: unknown[] = [];
    const warned = (warning: unknown): void => void warnings.push(warning);
    process.on("warning", warned);
    await expect(readValidity(`https://127.0.0.1:${port}/path?query`)).resolves.toEqual(ending(end));
    await expect(readValidity(`https://localhost:${port}`)).resolves.toEqual(ending(end));
    process.off("warning", warned);
    expect(warnings).toEqual([]);
  },
);

test("the one that is shown for this name", async () => {
  const [other, ours] = [await certificate(new Date("2030-01-01T00:00:00Z")), await certificate(new Date("2031-01-01T00:00:00Z"))];
  const server = createTlsServer(other);
  server.addContext("localhost", ours);
  const port = await listen(server);
  await expect(readValidity(`https://localhost:${port}`)).resolves.toEqual(ending("2031-01-01T00:00:00Z"));
  await expect(readValidity(`https://127.0.0.1:${port}`)).resolves.toEqual(ending("2030-01-01T00:00:00Z"));
});

/** What a server does with a connection. */
const faults: [string, (socket: Socket) => void][] = [
  ["says nothing", () => undefined],
  [
    "never ends its first word",
    (socket) => {
      // Less than a record of TLS, again and again: the connection is never idle.
      const drip = setInterval(() => socket.write(Buffer.from([22])), 50);
      socket.write(Buffer.from([22, 3, 3, 64, 0]));
      socket.once("close", () => clearInterval(drip));
    },
  ],
  ["hangs up", (socket) => socket.end()],
  ["resets", (socket) => socket.resetAndDestroy()],
  ["speaks HTTP", (socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")],
];

test.each(faults)("a server that %s: an error within the time", async (_, take) => {
  const port = await listen(createServer(take));
  const begun = performance.now();
  await expect(readValidity(`https://127.0.0.1:${port}`, fast)).rejects.toThrow();
  expect(performance.now() - begun).toBeLessThan(5_000);
});

test("a server without a certificate", async () => {
  await expect(readValidity(`https://127.0.0.1:${await tlsServer({})}`, fast)).rejects.toThrow();
});

test("nobody there", async () => {
  const port = await listen(createServer());
  for (const { server } of running.splice(0)) server.close();
  await expect(readValidity(`https://127.0.0.1:${port}`, fast)).rejects.toThrow("ECONNREFUSED");
});
