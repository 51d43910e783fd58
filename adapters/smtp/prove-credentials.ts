/**
 * Whether new credentials work everywhere: a provider's host has many addresses, and what one of its servers knows, another may not know yet.
 * So they log in again and again, from address to address, and only an unbroken row of logins counts.
 */
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { refusesCredentials } from "../../mail/smtp/answer";
import { openSession, type SubmissionSettings } from "./session";
import { SmtpError } from "./smtp-error";

export interface ProofSettings extends SubmissionSettings {
  /** Logins without a refusal in between. */
  logins: number;
  /** Between two of them. */
  pauseMs: number;
  /** How long a refusal may be one of servers that have not heard of the key. */
  withinMs: number;
  now?: () => number;
  sleep?: (ms: number) => Promise<unknown>;
}

/** @throws SmtpError of the last refusal, or of what went wrong otherwise. */
export async function proveCredentials({
  logins,
  pauseMs,
  withinMs,
  now = Date.now,
  sleep = pause,
  ...settings
}: ProofSettings): Promise<{ logins: number; addresses: number }> {
  const addresses = await addressesOf(settings.host);
  const deadline = now() + withinMs;
  const used = new Set<string>();
  for (let done = 0, tries = 0; done < logins; tries++) {
    const host = addresses[tries % addresses.length] ?? settings.host;
    try {
      // RFC 6066 3: an address is no server name.
      const servername = settings.servername ?? (isIP(settings.host) ? undefined : settings.host);
      const session = await openSession({ ...settings, host, ...(servername ? { servername } : {}) });
      await session.login();
      session.end();
      used.add(host);
      done++;
    } catch (error) {
      if (!(error instanceof SmtpError && error.phase === "auth") || now() + pauseMs > deadline) throw error;
      done = 0;
    }
    if (done < logins) await sleep(pauseMs);
  }
  return { logins, addresses: used.size };
}

/** @returns when the login was first refused; undefined when it was still accepted at the end. @throws SmtpError when the server cannot say. */
export async function waitUntilRefused({
  forMs,
  pauseMs,
  now = Date.now,
  sleep = pause,
  ...settings
}: SubmissionSettings & { forMs: number; pauseMs: number; now?: () => number; sleep?: (ms: number) => Promise<unknown> }): Promise<
  Date | undefined
> {
  for (const end = now() + forMs; ; ) {
    try {
      const session = await openSession(settings);
      await session.login();
      session.end();
    } catch (error) {
      if (error instanceof SmtpError && refusesCredentials(error)) return new Date(now());
      if (now() + pauseMs > end) throw error;
    }
    if (now() + pauseMs > end) return undefined;
    await sleep(pauseMs);
  }
}

async function addressesOf(host: string): Promise<string[]> {
  if (isIP(host)) return [host];
  const found = await lookup(host, { all: true, family: 4 }).catch(() => []);
  return found.length > 0 ? found.map(({ address }) => address) : [host];
}
