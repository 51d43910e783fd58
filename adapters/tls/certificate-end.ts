/** When the certificate of a web address ends, also of one that has ended or that nobody trusts. */
import { isIP } from "node:net";
import { connect } from "node:tls";

/** @throws Error without a certificate in time, whatever the server sends meanwhile. */
export const certificateEnd = (url: string, { timeoutMs = 10_000 }: { timeoutMs?: number } = {}): Promise<Date> =>
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
      const end = new Date(socket.getPeerCertificate().valid_to);
      if (Number.isNaN(end.getTime())) reject(new Error(`${hostname} shows no certificate`));
      else resolve(end);
      socket.destroy();
    });
  });
