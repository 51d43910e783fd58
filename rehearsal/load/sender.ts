/**
 * One program that sends all the time, as docs/consumers.md asks of an application: it reads the secret for each session, ends a session after
 * 100 messages or its time, reads the secret once more after a refused login, and keeps a message until a server has accepted it.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { openSession, type SubmissionSession } from "../../adapters/smtp/session";
import { SmtpError } from "../../adapters/smtp/smtp-error";
import type { ApplicationSettings } from "../../declaration/names/application";

export interface SenderPlan {
  id: string;
  /** Many messages in one session, or one. */
  kind: "pooled" | "single";
  everyMs: number;
  /** Of a pooled session; 5 minutes for real. */
  sessionMs: number;
  recipient: string;
}

export interface Letter {
  /** A word of the subject that no other message has. */
  reference: string;
  kind: SenderPlan["kind"];
  /** Milliseconds since 1970, before the first attempt. */
  begunAt: number;
  acceptedAt?: number;
  attempts: number;
  /** Logins that were refused on the way. */
  refusedLogins: number;
  /** Attempts that ended without an answer after the message was sent: each may have been accepted. */
  doubtful: number;
  /** Why it was given up. */
  failure?: string;
}

export interface SenderEffects {
  readSettings(): Promise<ApplicationSettings>;
  ca: string | undefined;
  /** Fires when no further message is begun. */
  signal: AbortSignal;
}

const mostMessages = 100;
/** Before another attempt, each time twice as long. Compressed: 5 to 60 seconds for real. */
const pauses = { firstMs: 250, longestMs: 8_000 };
const patienceMs = 90_000;

export async function runSender(plan: SenderPlan, use: SenderEffects): Promise<Letter[]> {
  const letters: Letter[] = [];
  const line = createLine(plan, use);
  for (let number = 1; !use.signal.aborted; number++) {
    const begun = Date.now();
    letters.push(await sendPatiently(`${plan.id}-${number}`, plan, line));
    await sleep(Math.max(0, begun + plan.everyMs - Date.now()), undefined, { signal: use.signal }).catch(() => undefined);
  }
  line.end();
  return letters;
}

type Line = ReturnType<typeof createLine>;

async function sendPatiently(reference: string, { kind, recipient }: SenderPlan, line: Line): Promise<Letter> {
  const letter: Letter = { reference, kind, begunAt: Date.now(), attempts: 0, refusedLogins: 0, doubtful: 0 };
  while (Date.now() < letter.begunAt + patienceMs) {
    letter.attempts++;
    try {
      await line.send(reference, recipient);
      return { ...letter, acceptedAt: Date.now() };
    } catch (error) {
      line.drop();
      if (!(error instanceof SmtpError)) throw error;
      const { subject, phase, code } = error;
      if (subject === "recipient" || subject === "message" || subject === "sender address") return { ...letter, failure: error.message };
      if (phase === "message" && code === undefined) letter.doubtful++;
      if (subject === "credential") letter.refusedLogins++;
      // At once in a new session, which reads the secret again; a second refusal waits.
      if (subject === "session" || (subject === "credential" && letter.refusedLogins === 1)) continue;
      await sleep(Math.min(pauses.firstMs * 2 ** (letter.attempts - 1), pauses.longestMs));
    }
  }
  return { ...letter, failure: `not accepted within ${patienceMs / 1000} s` };
}

/** The sessions of one sender. */
function createLine({ kind, sessionMs }: SenderPlan, { readSettings, ca }: SenderEffects) {
  let open: { session: SubmissionSession; from: string; openedAt: number; messages: number } | undefined;

  const connect = async () => {
    const { SMTP_SERVER, SMTP_PORT, SMTP_USER, SMTP_PASSWORD, EMAIL_SENDER_ADDRESS } = await readSettings();
    const place = { host: SMTP_SERVER, port: Number(SMTP_PORT), ca, timeoutMs: 20_000 };
    const session = await openSession({ ...place, user: SMTP_USER, password: SMTP_PASSWORD });
    await session.login();
    return { session, from: EMAIL_SENDER_ADDRESS, openedAt: Date.now(), messages: 0 };
  };
  const end = (): void => {
    open?.session.end();
    open = undefined;
  };
  return {
    async send(reference: string, to: string): Promise<void> {
      if (open && (open.messages >= mostMessages || Date.now() - open.openedAt > sessionMs)) end();
      open ??= await connect();
      open.messages++;
      await open.session.send({ from: open.from, to }, message(open.from, to, reference));
      if (kind === "single") end();
    },
    end,
    /** Without a word: it is broken. */
    drop: (): void => {
      open?.session.end();
      open = undefined;
    },
  };
}

/** Each attempt sends the same bytes, but for where a switch changes who sends. */
const message = (from: string, to: string, reference: string): Buffer =>
  Buffer.from(
    [
      `From: ${from}`,
      `To: ${to}`,
      `Subject: load ${reference}`,
      `Message-ID: <load-${reference}@${from.split("@")[1]}>`,
      "Auto-Submitted: auto-generated",
      "",
      "One of many messages that are sent while credentials are replaced.",
      "",
    ].join("\r\n"),
  );
