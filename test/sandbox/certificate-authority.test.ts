import { once } from "node:events";
import tls from "node:tls";
import { CertificateAuthority } from "../../sandbox/certificate-authority";

test("a client that trusts the authority verifies its servers, by name and by address; another client does not", async () => {
  const authority = await CertificateAuthority.create();
  const server = tls
    .createServer(await authority.issue(["smtp.sendgrid.net", "localhost"]), (socket) => socket.end())
    .listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const connect = async (options: tls.ConnectionOptions): Promise<void> => {
    const socket = tls.connect({ host: "127.0.0.1", port, ...options });
    try {
      await once(socket, "secureConnect");
    } finally {
      socket.destroy();
    }
  };
  try {
    await connect({ ca: authority.pem, servername: "smtp.sendgrid.net" });
    await connect({ ca: authority.pem });
    await expect(connect({ ca: authority.pem, servername: "smtp.other.net" })).rejects.toThrow("does not match");
    await expect(connect({ ca: (await CertificateAuthority.create()).pem, servername: "localhost" })).rejects.toThrow(
      /certificate|signature/i,
    );
  } finally {
    server.close();
  }
});
