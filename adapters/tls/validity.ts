/** From when and until when the certificate of a web address is valid, also of one that has ended or that nobody trusts. */
import { connect } from "node:tls";

const timeoutMs = 10_000;

/** @throws Error without an answer over TLS. */
export const readValidity = (url: string): Promise<{ from: Date; until: Date }> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port || 443), servername: hostname, rejectUnauthorized: false });
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`${hostname} did not answer over TLS in time`)));
    socket.once("error", reject);
    socket.once("secureConnect", () => {
      const { valid_from, valid_to } = socket.getPeerCertificate();
      const [from, until] = [new Date(valid_from), new Date(valid_to)];
      socket.end();
      if (Number.isNaN(from.getTime()) || Number.isNaN(until.getTime())) reject(new Error(`${hostname} shows no certificate`));
      else resolve({ from, until });
    });
  });
