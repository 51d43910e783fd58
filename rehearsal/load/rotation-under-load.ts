/** Rotations, a switch and the way back while many programs send; what became of every message is counted where mail arrives. */
import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { ApplicationSettings } from "../../declaration/names/application";
import type { Environment } from "../../declaration/schema/environment";
import type { Mode } from "../../evidence/rotation";
import type { Connections } from "../../wiring/connections";
import { applicationEffects } from "../../wiring/credentials";
import { countLetters, type LoadCount, readArrivals } from "./count";
import { compressedPolicy, type Done, disturb } from "./rotations";
import { type Letter, runSender, type SenderPlan } from "./sender";

export interface LoadOptions {
  senders: number;
  /** Of one sender, from message to message. */
  everyMs: number;
  /** Of a pooled session. */
  sessionMs: number;
  /** One for each rotation of every provider. */
  modes: readonly Mode[];
  /** Before the first rotation and after the last. */
  quietMs: number;
}

export interface LoadOutcome extends LoadCount {
  senders: number;
  done: Done[];
  seconds: number;
  /** What was shorter than it is for real. */
  compressed: string;
}

export interface LoadPlace {
  environment: Environment;
  connections: Connections;
  /** Base URLs of the receivers' mailbox APIs. */
  mailboxes: readonly string[];
  /** Sends until it is told to end; in this process unless told. */
  send?: (plans: readonly SenderPlan[], signal: AbortSignal) => Promise<Letter[]>;
}

const arrivalMs = 30_000;

export async function rotateUnderLoad(options: LoadOptions, place: LoadPlace): Promise<LoadOutcome> {
  const { environment, connections, mailboxes, send = (plans, signal) => sendHere(plans, signal, place) } = place;
  const { senders, sessionMs, modes, quietMs } = options;
  const begun = performance.now();
  const stop = new AbortController();
  // Every sender waits for it.
  setMaxListeners(0, stop.signal);
  const sending = send(plansOf(options, environment), stop.signal);
  let letters: Letter[];
  let done: Done[];
  let busy: { from: number; to: number };
  try {
    await Promise.race([sleep(quietMs), sending]);
    const from = Date.now();
    done = await disturb(modes, { environment, connections, policy: compressedPolicy(sessionMs) });
    busy = { from, to: Date.now() };
    await Promise.race([sleep(quietMs), sending]);
  } finally {
    stop.abort();
    letters = await sending;
  }
  const arrivals = await waitForAll(letters, mailboxes);
  const seconds = (performance.now() - begun) / 1000;
  return { ...countLetters(letters, arrivals, busy), senders, done, seconds, compressed: compressedText(options) };
}

/** What the accepted ones take to arrive, or until nobody would wait longer. */
async function waitForAll(letters: readonly Letter[], mailboxes: readonly string[]) {
  for (const end = Date.now() + arrivalMs; ; await sleep(500)) {
    const arrivals = await readArrivals(mailboxes);
    const missing = letters.filter(({ reference, acceptedAt }) => acceptedAt !== undefined && !arrivals.has(reference));
    if (missing.length === 0 || Date.now() > end) return arrivals;
  }
}

/** Half of them pooled; they do not all begin at once. */
const plansOf = ({ senders, everyMs, sessionMs }: LoadOptions, { seedMailboxes, sender }: Environment): SenderPlan[] =>
  Array.from({ length: senders }, (_, index) => ({
    id: `${index}`,
    kind: index % 2 === 0 ? "pooled" : "single",
    ...{ everyMs, sessionMs },
    recipient: seedMailboxes[index % seedMailboxes.length] ?? sender.address,
  }));

async function sendHere(plans: readonly SenderPlan[], signal: AbortSignal, { environment, connections }: LoadPlace): Promise<Letter[]> {
  return sendAll(plans, signal, { environment, connections });
}

/** Several read the secret at the same moment: one answer is enough for them. */
export async function sendAll(
  plans: readonly SenderPlan[],
  signal: AbortSignal,
  { environment, connections }: Pick<LoadPlace, "environment" | "connections">,
): Promise<Letter[]> {
  const { read } = applicationEffects(environment, connections);
  const ca = connections.endpoints().privateAuthorities;
  let underWay: ReturnType<typeof read> | undefined;
  let known: ApplicationSettings | undefined;
  const readSettings = async () => {
    underWay ??= read().finally(() => {
      underWay = undefined;
    });
    // One that cannot be read now: the one that is known may still be good.
    known = (await underWay.catch(() => undefined))?.settings ?? known;
    if (!known) throw new Error("the application secret is empty, or cannot be read");
    return known;
  };
  const letters = await Promise.all(
    plans.map(async (plan, index) => {
      await sleep((plan.everyMs * index) / plans.length, undefined, { signal }).catch(() => undefined);
      return runSender(plan, { readSettings, ca, signal });
    }),
  );
  return letters.flat();
}

const compressedText = ({ sessionMs }: LoadOptions): string => {
  const { overlapMs, soakMs, proofPauseMs } = compressedPolicy(sessionMs);
  const s = (ms: number): string => `${ms / 1000} s`;
  return `overlap ${s(overlapMs)}, soak ${s(soakMs)}, ${s(proofPauseMs)} between proofs, sessions of ${s(sessionMs)}; for real a day, three days, 15 and 5 minutes`;
};
