/** However Twinpost is killed in an apply, Terraform stores its state and releases its lock. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startKilledApply } from "./killed-apply";
import { type Proof, type ProofResult, randomFrom } from "./proof";

/** Spread over the whole of an apply: each try has its own part of it, in which the moment is random. Every other one kills the group. */
export async function proveKills({ tries, seed }: { tries: number; seed: number }, narrate: (text: string) => void): Promise<ProofResult> {
  const random = randomFrom(seed);
  const stack = await startKilledApply(mkdtempSync(join(tmpdir(), "twinpost-kills-")));
  try {
    const span = await stack.applyInPeace();
    const failures = (await stack.faults(0)).map((fault) => `not killed at all: ${fault}`);
    narrate(`an apply takes ${Math.round(span)} ms`);
    for (let round = 1; round <= tries; round++) {
      const after = Math.round((span * (round - 1 + random())) / tries);
      const group = round % 2 === 0;
      const logged = stack.log().length;
      await stack.applyAndKill({ round, after, group });
      const faults = await stack.faults(round);
      const what = `kill -9 of ${group ? "the group" : "the process"} after ${after} ms`;
      narrate(`${what}: ${faults.join("; ") || lastWords(stack.log().slice(logged))}`);
      if (faults.length > 0) failures.push(`${what}: ${faults.join("; ")}`);
    }
    return { tries, failures };
  } finally {
    await stack.stop();
  }
}

/** How terraform ended, as the log has it. */
const lastWords = (log: string): string =>
  /Apply complete!/.test(log) ? "applied to the end" : /Interrupt received/.test(log) ? "stopped in its own time" : "had not begun";

export const kills: Proof = {
  name: "kills",
  claim: "after kill -9 of twinpost in an apply, the state is stored and the lock released",
  run: (seed, narrate) => proveKills({ tries: 50, seed }, narrate),
};
