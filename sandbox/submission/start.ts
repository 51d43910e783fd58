/**
 * Starts the submission server of one sending provider and sends on what its backend accepts. What is the provider's own (logins, return
 * path, signatures) the backend decides; trouble may answer instead of it.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Surroundings } from "../surroundings";
import { numberIds } from "../trouble";
import { SmtpRefusal, type SubmissionBackend } from "./backend";
import type { Path } from "./deliver";
import { createLanes } from "./lanes";
import { complete, type Outcome, relay } from "./relay";
import { type Submitted, startSubmissionServer } from "./server";

export interface SubmissionOptions {
  backend: SubmissionBackend;
  /** The host name, such as smtp.sendgrid.net. */
  name: string;
  /** The address that mail is sent on from, so that SPF is really tested. */
  sourceAddress: string;
  route: Path["route"];
}

export interface Submission {
  host: "127.0.0.1";
  port: number;
  /** Changes messages after they are signed, as a broken hop on the way would; undefined leaves them alone again. */
  tamper(change: ((message: Buffer) => Buffer) | undefined): void;
  /** One for each recipient of each accepted message. */
  outcomes: Outcome[];
  /** Resolves when every message accepted so far has its outcomes. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

export async function startSubmission(surroundings: Surroundings, options: SubmissionOptions): Promise<Submission> {
  const { authority, resolver } = surroundings;
  const { backend, name, sourceAddress, route } = options;
  const outcomes: Outcome[] = [];
  const underway = new Set<Promise<void>>();
  const nameOf = numberIds();
  const lanes = createLanes();
  let tamper: ((message: Buffer) => Buffer) | undefined;

  async function accept(submitted: Submitted): Promise<string | undefined> {
    const resource = `${submitted.principal} ${nameOf("message", messageIdOf(submitted.message))}`;
    return unlessTroubled(surroundings, `${backend.service} DATA`, resource, () => send(submitted));
  }

  async function send({ principal, envelope, message, received }: Submitted): Promise<string> {
    const acceptance = await backend.accept(principal, envelope, message);
    const { messageId } = acceptance;
    const completed = await complete(message, { acceptance, received: received(messageId), tamper });
    const path = { name, sourceAddress, resolver, route };
    const sending: Promise<void> = relay(completed, envelope.to, acceptance, { path, lanes, backend })
      .then((ended) => void outcomes.push(...ended))
      .finally(() => underway.delete(sending));
    underway.add(sending);
    return backend.reply(messageId);
  }

  const server = await startSubmissionServer({
    name,
    certificate: await authority.issue([name, "localhost"]),
    limits: backend.limits,
    authenticate: (username, password) =>
      unlessTroubled(surroundings, `${backend.service} AUTH`, nameOf("user", username), () => backend.authenticate(username, password)),
    accept,
  });
  const idle = async (): Promise<void> => void (await Promise.all(underway));
  return {
    host: "127.0.0.1",
    port: server.port,
    tamper: (change) => {
      tamper = change;
    },
    outcomes,
    idle,
    stop: async () => {
      await server.stop();
      await idle();
    },
  };
}

/** By which a message that is sent again is known as the same one (RFC 5322 3.6.4); the whole of one that has none. */
const messageIdOf = (message: Buffer): string =>
  /^message-id:\s*(\S+)/im.exec(message.toString("latin1"))?.[1] ?? message.toString("latin1");

/**
 * Runs one command, unless trouble answers it, and logs its shape. @param operation "<service> <what>"
 * @returns undefined when its answer, or the command itself, got lost: then the connection ends.
 */
async function unlessTroubled<T>(
  { trouble, log }: Surroundings,
  operation: string,
  resource: string,
  run: () => Promise<T>,
): Promise<T | undefined> {
  const [service = "", what = ""] = operation.split(" ");
  const started = performance.now();
  const fault = trouble.decide(operation, resource);
  let status = what === "AUTH" ? 235 : 250;
  try {
    if (fault) await sleep(fault.delayMs);
    if (fault && fault.code > 0) throw new SmtpRefusal(fault.code, troubleText[what] ?? "");
    if (fault?.lostRequest) return undefined;
    const answer = await run();
    if (fault) await sleep(fault.answerDelayMs);
    return fault?.lostAnswer ? undefined : answer;
  } catch (error) {
    status = error instanceof SmtpRefusal ? error.code : 451;
    throw error;
  } finally {
    log.add({ service, operation: what, status, ms: Math.round(performance.now() - started), ...(fault ? { trouble: true } : {}) });
  }
}

const troubleText: Record<string, string> = {
  AUTH: "4.7.0 Temporary authentication failure",
  DATA: "4.3.0 Temporary local problem, please try later",
};
