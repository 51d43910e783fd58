/**
 * What a provider does with a message that it accepts: completes and signs it, and hands it to each recipient's exchange; what fails for
 * now is tried again. Real providers try for three days, this one for seconds. Nobody gets a bounce: the outcomes say what would have been one.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Acceptance } from "./backend";
import { type Answer, deliver, type Path } from "./deliver";
import { setHeaders } from "./headers";
import type { Lanes } from "./lanes";
import { sign } from "./sign";

export interface Outcome extends Answer {
  messageId: string;
  recipient: string;
  result: "delivered" | "refused";
  attempts: number;
}

export interface Completion {
  acceptance: Acceptance;
  /** The header that traces the submission hop. */
  received: string;
  /** Changes the bytes after signing. */
  tamper: ((message: Buffer) => Buffer) | undefined;
}

const retryAfterMs = [200, 500, 1000];

/** The message as it leaves the provider. */
export async function complete(message: Buffer, { acceptance, received, tamper }: Completion): Promise<Buffer> {
  const signed = await sign(setHeaders(message, acceptance.headers), acceptance.signatures);
  const traced = Buffer.concat([Buffer.from(`${received}\r\n`), signed]);
  return tamper ? tamper(traced) : traced;
}

export const relay = (message: Buffer, recipients: string[], acceptance: Acceptance, path: Path, lanes: Lanes): Promise<Outcome[]> =>
  Promise.all(recipients.map((recipient) => deliverPatiently({ message, recipient, acceptance }, path, lanes)));

interface Copy {
  message: Buffer;
  recipient: string;
  acceptance: Acceptance;
}

/** Who waits to try again is in nobody's way. */
async function deliverPatiently({ message, recipient, acceptance }: Copy, path: Path, lanes: Lanes): Promise<Outcome> {
  const { messageId, returnPath, requireTls, leastTls } = acceptance;
  for (let attempts = 1; ; attempts++) {
    const answer = await lanes(domainOf(recipient), () => deliver({ returnPath, recipient, requireTls, leastTls, message }, path));
    const wait = answer.code >= 400 && answer.code < 500 ? retryAfterMs[attempts - 1] : undefined;
    if (wait === undefined) return { messageId, recipient, result: answer.code < 400 ? "delivered" : "refused", attempts, ...answer };
    await sleep(wait);
  }
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1).toLowerCase();
