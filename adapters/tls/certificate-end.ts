/** When the certificate of a web address ends, also of one that has ended or that nobody trusts. */
import { connect } from "node:tls";

const timeoutMs = 10_000;

/** @throws Error without an answer over TLS. */
export const certificateEnd = (url: string): Promise<Date> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port || 443), servername: hostname, rejectUnauthorized: false });
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`${hostname} did not answer over TLS in time`)));
    socket.once("error", reject);
    socket.once("secureConnect", () => {
      const end = new Date(socket.getPeerCertificate().valid_to);
      socket.end();
      if (Number.isNaN(end.getTime())) reject(new Error(`${hostname} shows no certificate`));
      else resolve(end);
    });
  });
