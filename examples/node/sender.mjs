/**
 * Sends mail through nodemailer's pool, and follows the application's secret when its login or its server changes (docs/consumers.md).
 *
 *     const sender = new Sender();
 *     await sender.send("ann@example.org", await build({ to: "ann@example.org", subject: "…", text: "…" }, await sender.settings()));
 *
 * A pool serves for 5 minutes, a session in it for 100 messages, and each new pool begins with reading the secret. So a refused login reads it
 * again, once. What was not sent throws NotSent: keep the built message in an outbox and send it again. Have few messages under way at a time:
 * the pool's own queue is in memory, and dies with the process. Needs nodemailer 10, and @aws-sdk/client-secrets-manager to read the secret.
 */
import { readFileSync } from "node:fs";
import { createTransport } from "nodemailer";
import MailComposer from "nodemailer/lib/mail-composer";

const rules = JSON.parse(readFileSync(new URL("../smtp-answers.json", import.meta.url), "utf8"));

export async function readSecret() {
  const { SecretsManager } = await import("@aws-sdk/client-secrets-manager");
  const SecretId = `twinpost/${process.env.TWINPOST_ENVIRONMENT}/application`;
  return JSON.parse((await new SecretsManager().getSecretValue({ SecretId })).SecretString);
}

/** Once for each message: every attempt sends these bytes, with this Message-ID. */
export const build = (mail, { EMAIL_SENDER_NAME: name, EMAIL_SENDER_ADDRESS: address }) =>
  new MailComposer({ from: { name, address }, ...mail }).compile().build();

/** What an answer is about. The phase is connect, tls, auth, mail, rcpt or data; the first rule that fits counts. */
export const about = (phase, answer) => rules.find(({ says }) => new RegExp(says, "i").test(`${phase} ${answer}`)).about;

export class NotSent extends Error {
  constructor(error) {
    const { response, responseCode = 0, code, syscall, message } = error;
    const subject = response ? about(phaseOf(error), response) : /pool was closed/.test(message) ? "session" : "network";
    super(`${subject}: ${response ?? message}`, { cause: error });
    this.subject = subject;
    this.concernsOnlyThisMail = ["recipient", "message"].includes(subject);
    /** No later attempt could send it either. Everything else is kept. */
    this.drop = this.concernsOnlyThisMail && responseCode >= 500;
    /** No answer came, and nodemailer does not tell how far the message was. Send it again as it is: a duplicate is possible. */
    this.perhapsAccepted = subject === "network" && syscall !== "connect" && !["EDNS", "ETLS", "ESECRET"].includes(code);
  }
}

const phases = { STARTTLS: "tls", "MAIL FROM": "mail", "RCPT TO": "rcpt", DATA: "data" };

/** A 421 that ends an open session comes as ECONNECTION, one that greets as EPROTOCOL. */
function phaseOf({ command = "", code }) {
  if (command.startsWith("AUTH")) return "auth";
  return phases[command] ?? (code === "EPROTOCOL" ? "connect" : "data");
}

export class Sender {
  #options;
  #settings;
  #pool;
  #ends = 0;

  constructor(options = {}) {
    this.#options = { readSecret, maxMessages: 100, mostMs: 300_000, timeoutMs: 60_000, ...options };
  }

  async settings() {
    return this.#settings ?? this.#read();
  }

  /** Reads the secret. The next message goes through a pool with it. */
  async renew() {
    await this.#read();
    this.close();
  }

  async send(recipient, raw) {
    const atOnce = new Set(["credential", "session"]);
    for (;;) {
      const serving = this.#serving();
      const { transport, from } = await serving;
      try {
        return await transport.sendMail({ envelope: { from, to: recipient }, raw });
      } catch (error) {
        const refusal = new NotSent(error);
        if (!refusal.concernsOnlyThisMail && serving === this.#pool) this.close();
        if (!atOnce.delete(refusal.subject)) throw refusal;
      }
    }
  }

  /** What is being sent is finished. */
  close() {
    this.#pool?.then(({ transport }) => transport.close()).catch(() => {});
    this.#pool = undefined;
  }

  #serving() {
    if (Date.now() >= this.#ends) this.close();
    this.#pool ??= this.#open();
    return this.#pool;
  }

  async #open() {
    const { maxMessages, mostMs, timeoutMs } = this.#options;
    this.#ends = Date.now() + mostMs;
    try {
      await this.#read();
    } catch (error) {
      this.#ends = 0;
      // Secrets Manager cannot be reached: the login that we have may still work.
      if (!this.#settings) throw new NotSent(Object.assign(error, { code: "ESECRET" }));
    }
    const { SMTP_SERVER: host, SMTP_PORT, SMTP_USER: user, SMTP_PASSWORD: pass, EMAIL_SENDER_ADDRESS: from } = this.#settings;
    const limits = { maxMessages, maxRequeues: 1, connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs };
    return {
      from,
      transport: createTransport({ pool: true, host, port: Number(SMTP_PORT), requireTLS: true, auth: { user, pass }, ...limits }),
    };
  }

  async #read() {
    this.#settings = await this.#options.readSecret();
    return this.#settings;
  }
}
