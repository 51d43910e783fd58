/** A submission server that refuses as it is told for a recipient, behind a wire that can be cut. */
import net from "node:net";
import type { CertificateAuthority } from "../../sandbox/certificate-authority";
import { sesLimits } from "../../sandbox/ses/message-rules";
import { SmtpRefusal } from "../../sandbox/submission/backend";
import { readHeader } from "../../sandbox/submission/headers";
import { startSubmissionServer } from "../../sandbox/submission/server";

interface Refusal {
  at: "rcpt" | "data";
  code: number;
  text: string;
  /** Then the mail is taken. */
  once: boolean;
}

interface Taken {
  messageId: string;
  recipient: string;
}

export type MailServer = Awaited<ReturnType<typeof startMailServer>>;

export async function startMailServer(authority: CertificateAuthority, { user, password }: { user: string; password: string }) {
  const taken: Taken[] = [];
  /** By recipient. */
  const refusals = new Map<string, Refusal>();
  const logins = { answer: undefined as SmtpRefusal | undefined, count: 0 };
  /** Called with what was taken, before the answer is given. */
  const hooks = { taken: async (_mail: Taken): Promise<void> => undefined };

  function refuse(phase: Refusal["at"], recipient: string): void {
    const refusal = refusals.get(recipient);
    if (refusal?.at !== phase) return;
    if (refusal.once) refusals.delete(recipient);
    throw new SmtpRefusal(refusal.code, refusal.text);
  }

  const server = await startSubmissionServer({
    name: "mail.example",
    certificate: await authority.issue(["mail.example", "localhost"]),
    limits: sesLimits,
    async authenticate(name, secret) {
      logins.count += 1;
      if (logins.answer) throw logins.answer;
      if (name !== user || secret !== password) throw new SmtpRefusal(535, "Authentication Credentials Invalid");
      return name;
    },
    admit: async (_principal, recipient) => refuse("rcpt", recipient),
    async accept({ envelope, message }) {
      const mail = { messageId: readHeader(message, "Message-ID") ?? "", recipient: envelope.to[0] ?? "" };
      refuse("data", mail.recipient);
      taken.push(mail);
      await hooks.taken(mail);
      return `Ok ${taken.length}`;
    },
  });
  const wire = await startWire(server.port);
  return {
    authority,
    login: { port: wire.port, user, password },
    taken,
    refusals,
    logins,
    hooks,
    cut: wire.cut,
    async stop() {
      await wire.stop();
      await server.stop();
    },
  };
}

async function startWire(port: number) {
  const open = new Set<net.Socket>();
  const wire = net.createServer((client) => {
    const server = net.connect(port, "127.0.0.1");
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      open.add(from);
      from.on("error", () => undefined);
      from.on("close", () => {
        open.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => wire.listen(0, "127.0.0.1", resolve));
  const cut = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: (wire.address() as net.AddressInfo).port,
    cut,
    stop: () => {
      cut();
      return new Promise<void>((resolve) => wire.close(() => resolve()));
    },
  };
}
