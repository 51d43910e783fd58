/**
 * What a provider does with a message that it accepts: completes and signs it, and hands it to each recipient's exchange; what fails for
 * now is tried again. Real providers try for three days, this one for seconds. Nobody gets a bounce: the outcomes say what would have been one.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Acceptance, Attempt, SubmissionBackend } from "./backend";
import { deliver, type Path } from "./deliver";
import { setHeaders } from "./headers";
import type { Lanes } from "./lanes";
import { sign } from "./sign";

/** The last attempt. */
export interface Outcome extends Attempt {
  result: "delivered" | "refused";
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
  const signed = await sign(setHeaders(message, acceptance.headers, acceptance.withheld), acceptance.signatures);
  const traced = Buffer.concat([Buffer.from(`${received}\r\n`), signed]);
  return tamper ? tamper(traced) : traced;
}

/** How it gets there, and who decides and hears what becomes of it. */
export interface Way {
  path: Path;
  lanes: Lanes;
  backend: Pick<SubmissionBackend, "answerFor" | "learn">;
}

export const relay = (message: Buffer, recipients: string[], acceptance: Acceptance, way: Way): Promise<Outcome[]> =>
  Promise.all(recipients.map((recipient) => deliverPatiently({ message, recipient, acceptance }, way)));

interface Copy {
  message: Buffer;
  recipient: string;
  acceptance: Acceptance;
}

/** Who waits to try again is in nobody's way. */
async function deliverPatiently({ message, recipient, acceptance }: Copy, { path, lanes, backend }: Way): Promise<Outcome> {
  const { messageId, returnPath, requireTls, leastTls } = acceptance;
  for (let attempts = 1; ; attempts++) {
    const answer =
      backend.answerFor?.(messageId, recipient) ??
      (await lanes(domainOf(recipient), () => deliver({ returnPath, recipient, requireTls, leastTls, message }, path)));
    const wait = answer.code >= 400 && answer.code < 500 ? retryAfterMs[attempts - 1] : undefined;
    const ended = { messageId, recipient, attempts, ...answer };
    if (wait === undefined) {
      const outcome: Outcome = { ...ended, result: answer.code < 400 ? "delivered" : "refused" };
      backend.learn?.(outcome);
      return outcome;
    }
    backend.learn?.({ ...ended, result: "deferred" });
    await sleep(wait);
  }
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1).toLowerCase();
