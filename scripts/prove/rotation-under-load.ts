/** A thousand programs in four processes send while both providers' credentials are replaced four times, and through a switch and back. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { rotateUnderLoad } from "../../rehearsal/load/rotation-under-load";
import type { Letter, SenderPlan } from "../../rehearsal/load/sender";
import { type SendingWorld, startSending } from "../../test/worlds/sending";
import type { Proof, ProofResult, ProofSize } from "./proof";

const processes = 4;
const options = { everyMs: 60_000, sessionMs: 5_000, quietMs: 20_000 };

/** Of so many messages the answer gets lost after they were taken: they come twice, and no others. */
const lostAnswers = ["sendgrid DATA", "ses DATA"].map((on) => ({ on, probability: 0.02, lostAnswer: true as const }));

/** Of each provider, in turns. */
const modes = ["overlap", "now"] as const;

async function proveRotationUnderLoad({ rounds, senders }: ProofSize, narrate: (text: string) => void): Promise<ProofResult> {
  const world = await startSending(lostAnswers);
  try {
    const { environment, connections, sandbox } = world;
    // Bulk senders have to offer what these messages do not.
    for (const receiver of sandbox.receivers.receivers) receiver.setBulkAbove(Number.POSITIVE_INFINITY);
    const mailboxes = sandbox.receivers.receivers.map(({ url }) => url);
    const send = (plans: readonly SenderPlan[], signal: AbortSignal) => sendInProcesses(plans, signal, world);
    const load = { ...options, senders, modes: Array.from({ length: rounds }, (_, round) => modes[round % 2] ?? "now") };
    const found = await rotateUnderLoad(load, { environment, connections, mailboxes, send });
    narrate(`clocks compressed: ${found.compressed}`);
    for (const { what, seconds } of found.done) narrate(`${what} in ${seconds.toFixed(1)} s`);
    for (const [when, { messages, median, p95, most }] of Object.entries(found.toMailbox))
      narrate(`to the mailbox ${when}: ${messages} messages, median ${median} s, 95 % within ${p95} s, most ${most} s`);
    narrate(`${found.refusedOnce} messages were sent after reading the secret again`);
    for (const { reference, copies, isExplained } of found.duplicates)
      narrate(`${reference} came ${copies} times: ${isExplained ? "an attempt had no answer after DATA" : "unexplained"}`);
    const failures = [
      ...found.failed.map(({ reference, why }) => `${reference} was not sent: ${why}`),
      ...found.lost.map((reference) => `${reference} was accepted, and is in no mailbox`),
      ...found.duplicates.filter(({ isExplained }) => !isExplained).map(({ reference }) => `${reference} came twice for no reason`),
    ];
    return { tries: found.messages, failures };
  } finally {
    await world.stop();
  }
}

async function sendInProcesses(
  plans: readonly SenderPlan[],
  signal: AbortSignal,
  { env, environment, directory }: Pick<SendingWorld, "env" | "environment" | "directory">,
): Promise<Letter[]> {
  const letters = await Promise.all(
    Array.from({ length: processes }, async (_, index) => {
      const child = fork(join(__dirname, "sending-process.ts"), { cwd: join(__dirname, "..", ".."), env, execArgv: ["--import", "tsx"] });
      child.send({ environment, directory, plans: plans.filter((_plan, number) => number % processes === index) });
      signal.addEventListener("abort", () => child.send("end"), { once: true });
      const answered = await Promise.race([
        once(child, "message"),
        once(child, "exit").then(([code]) => Promise.reject(new Error(`senders ended with ${code}`))),
      ]);
      return answered[0] as Letter[];
    }),
  );
  return letters.flat();
}

export const rotationUnderLoad: Proof = {
  name: "rotation-under-load",
  claim: "every message of a thousand programs comes, once, through four rotations of both providers, a switch and the way back",
  size: { rounds: 4, senders: 1_000 },
  run: (_seed, narrate, size) => proveRotationUnderLoad(size, narrate),
};
