/**
 * What happens after a provider said 250: the message is completed, signed and handed to each recipient's exchange; what fails for now is
 * tried again. Real providers try for three days, this one for seconds. Nobody gets a bounce: the outcomes say what would have been one.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Acceptance } from "./backend";
import { type Answer, deliver, type Path } from "./deliver";
import { setHeaders } from "./headers";
import { sign } from "./sign";

export interface Outcome extends Answer {
  messageId: string;
  recipient: string;
  result: "delivered" | "refused";
  attempts: number;
}

export interface AcceptedMessage {
  message: Buffer;
  recipients: string[];
  acceptance: Acceptance;
  /** The header that traces the submission hop. */
  received: string;
  /** Changes the bytes after signing. */
  tamper: ((message: Buffer) => Buffer) | undefined;
}

const retryAfterMs = [200, 500, 1000];

export async function relay({ message, recipients, acceptance, received, tamper }: AcceptedMessage, path: Path): Promise<Outcome[]> {
  const signed = await sign(setHeaders(message, acceptance.headers), acceptance.signatures);
  const traced = Buffer.concat([Buffer.from(`${received}\r\n`), signed]);
  const sent = tamper ? tamper(traced) : traced;
  return Promise.all(recipients.map((recipient) => deliverPatiently(sent, recipient, acceptance, path)));
}

async function deliverPatiently(message: Buffer, recipient: string, acceptance: Acceptance, path: Path): Promise<Outcome> {
  const { messageId, returnPath, requireTls } = acceptance;
  for (let attempts = 1; ; attempts++) {
    const answer = await deliver({ returnPath, recipient, requireTls, message }, path);
    const wait = answer.code >= 400 && answer.code < 500 ? retryAfterMs[attempts - 1] : undefined;
    if (wait === undefined) return { messageId, recipient, result: answer.code < 400 ? "delivered" : "refused", attempts, ...answer };
    await sleep(wait);
  }
}
