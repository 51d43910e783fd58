/**
 * Sends mail through the pool of nodemailer 10, and follows the application's secret when its login or its server changes (docs/consumers.md).
 *
 *     const sender = new Sender();
 *     await sender.send(to, await build({ to, subject, text, headers: tagged("inv-42") }, await sender.settings()));
 *
 * A pool serves for 5 minutes, a session in it for 100 messages, and each new pool reads the secret. So a refused login reads it again, once.
 * What was not sent throws NotSent: keep the message in an outbox and send it again. Have few under way: the pool's queue dies with the process.
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

/** Both providers' headers: whichever sends the message tells this id in its events. Prepared: nodemailer would encode a long value. */
export const tagged = (id, stream = "invitations") => [
  { key: "X-SES-MESSAGE-TAGS", value: { prepared: true, value: `twinpost_message=${id}, twinpost_stream=${stream}` } },
  { key: "X-SMTPAPI", value: { prepared: true, value: `{"unique_args": {"twinpost_message": "${id}", "twinpost_stream": "${stream}"}}` } },
];

/** The phase is connect, tls, auth, mail, rcpt or data. The first rule that fits counts; the last one fits everything. */
export const about = (phase, answer) => rules.find(({ says }) => new RegExp(says, "i").test(`${phase} ${answer}`)).about;

export class NotSent extends Error {
  constructor(error) {
    const { response, responseCode, code, syscall, message } = error;
    const subject = response ? about(phaseOf(error), response) : nothingSent.test(message) ? "session" : (own[code] ?? "network");
    super(`${subject}: ${response ?? message}`, { cause: error });
    this.subject = subject;
    this.concernsOnlyThisMail = ["recipient", "message"].includes(subject);
    /** No later attempt could send it either. Everything else is kept. */
    this.drop = this.concernsOnlyThisMail && !(responseCode < 500);
    /** No answer came, and nodemailer does not tell how far the message was. Send it again as it is: a duplicate is possible. */
    this.perhapsAccepted = subject === "network" && syscall !== "connect" && !["EDNS", "ETLS", "ESECRET"].includes(code);
  }
}

/** What nodemailer refuses without asking the server: a line break in an address, a message above the announced size. */
const own = { EENVELOPE: "recipient", EMESSAGE: "message" };
/** The words of its pool for a session that ended before a byte of the message was sent. */
const nothingSent = /pool was closed|maximum number of retries/;
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
    return this.#settings ?? this.renew();
  }

  /** Reads the secret. The next message goes through a pool with it. */
  async renew() {
    this.#settings = await this.#options.readSecret();
    this.close();
    return this.#settings;
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
      this.#settings = await this.#options.readSecret();
    } catch (error) {
      this.#ends = 0;
      // Secrets Manager cannot be reached: the login that we have may still work.
      if (!this.#settings) throw new NotSent(Object.assign(error, { code: "ESECRET" }));
    }
    const { SMTP_SERVER: host, SMTP_PORT, SMTP_USER: user, SMTP_PASSWORD: pass, EMAIL_SENDER_ADDRESS: from } = this.#settings;
    const server = { host, port: Number(SMTP_PORT), requireTLS: true, auth: { user, pass } };
    const limits = { maxMessages, maxRequeues: 0, connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs };
    return { from, transport: createTransport({ pool: true, ...server, ...limits }) };
  }
}
