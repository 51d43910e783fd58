/** From when and until when the certificate of a web address is valid, also of one that has ended or that nobody trusts. */
import { isIP } from "node:net";
import { connect } from "node:tls";

/** @throws Error without a certificate in time, whatever the server sends meanwhile. */
export const readValidity = (url: string, { timeoutMs = 10_000 }: { timeoutMs?: number } = {}): Promise<{ from: Date; until: Date }> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const host = hostname.replace(/^\[|\]$/g, "");
    // RFC 6066 3: an address is no server name.
    const servername = isIP(host) === 0 ? { servername: host } : {};
    const socket = connect({ host, port: Number(port || 443), ...servername, rejectUnauthorized: false });
    const timer = setTimeout(() => socket.destroy(new Error(`${hostname} did not answer over TLS in time`)), timeoutMs);
    socket.on("error", reject);
    socket.once("close", () => {
      clearTimeout(timer);
      reject(new Error(`${hostname} ended the connection`));
    });
    socket.once("secureConnect", () => {
      const { valid_from, valid_to } = socket.getPeerCertificate();
      const [from, until] = [new Date(valid_from), new Date(valid_to)];
      if (Number.isNaN(from.getTime()) || Number.isNaN(until.getTime())) reject(new Error(`${hostname} shows no certificate`));
      else resolve({ from, until });
      socket.destroy();
    });
  });
