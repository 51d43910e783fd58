/**
 * A capture server as Mailpit is one (https://mailpit.axllent.org): takes mail over SMTP with STARTTLS and AUTH, refuses recipients that its
 * login may not write to, keeps the rest, and shows it by the same API as the receivers' mailboxes. It sends nothing on. Not imitated: its
 * web pages, POP3, tags, chaos, limits.
 */
import { randomBytes } from "node:crypto";
import { startHttpService } from "../http-service";
import { Mailbox } from "../receivers/mailbox";
import { mailboxRoutes } from "../receivers/routes";
import { SmtpRefusal } from "../submission/backend";
import { startSubmissionServer } from "../submission/server";
import type { Surroundings } from "../surroundings";
import { type CaptureLogin, findLogin, mayReceive } from "./logins";

export interface Capture {
  host: "127.0.0.1";
  port: number;
  /** The mailbox API. */
  url: string;
  /** Where it reads its logins: one folder per environment. */
  directory: string;
  stop(): Promise<void>;
}

export async function startCapture({ authority, log, trouble }: Surroundings, { directory }: { directory: string }): Promise<Capture> {
  const mailbox = new Mailbox();
  const logins = new Map<string, CaptureLogin>();
  const replied = (operation: string, status: number): void => log.add({ service: "capture", operation, status, ms: 0 });
  const refuse = (operation: string, code: number, reply: string): never => {
    replied(operation, code);
    throw new SmtpRefusal(code, reply);
  };

  const smtp = await startSubmissionServer({
    name: "mailpit",
    certificate: await authority.issue(["localhost"]),
    async authenticate(username, password) {
      const login = findLogin(directory, username, password) ?? refuse("AUTH", 535, "5.7.8 Authentication credentials invalid");
      logins.set(username, login);
      replied("AUTH", 235);
      return username;
    },
    async admit(principal, recipient) {
      const login = logins.get(principal);
      if (!login || !mayReceive(login, recipient)) refuse("RCPT", 550, "5.1.0 Requested action not taken: mailbox unavailable");
    },
    async accept({ envelope, message, received }) {
      const id = randomBytes(11).toString("base64url");
      const raw = Buffer.concat([Buffer.from(`Return-Path: <${envelope.from}>\r\n${received(id)}\r\n`), message]);
      mailbox.add({ folder: "Inbox", mailFrom: envelope.from, recipients: envelope.to, received: new Date(), raw });
      replied("DATA", 250);
      return `2.0.0 Ok: queued as ${id}`;
    },
  });
  const routes = mailboxRoutes(mailbox).get("/api/v1/webui", (context) => context.json({ Label: "", MessageRelay: { Enabled: false } }));
  const http = await startHttpService({
    service: "capture",
    routes,
    log,
    trouble,
    troubleBody: (status) => ({ Error: `injected ${status}` }),
  });
  return {
    host: "127.0.0.1",
    port: smtp.port,
    url: http.url,
    directory,
    stop: async () => void (await Promise.all([smtp.stop(), http.stop()])),
  };
}
