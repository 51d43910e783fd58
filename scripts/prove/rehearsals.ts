/** The whole life cycle of staging with faults on, from many seeds: which calls fail, which name server is late and which resolver is stale differ. */
import type { Proof, ProofResult } from "./proof";
import { rehearseIn } from "./rehearse-in";

async function proveRehearsals({ tries, seed }: { tries: number; seed: number }, narrate: (text: string) => void): Promise<ProofResult> {
  const failures: string[] = [];
  for (let index = 0; index < tries; index++) {
    const words = ["--env", "staging", "--seed", `${seed}-${index}`];
    const failure = await rehearseIn(words);
    narrate(`${words.join(" ")}: ${failure ?? "passed"}`);
    if (failure) failures.push(`${words.join(" ")}: ${failure}`);
  }
  return { tries, failures };
}

export const rehearsals: Proof = {
  name: "rehearsals",
  claim: "a rehearsal of staging passes whichever calls the faults of its seed hit",
  run: (seed, narrate) => proveRehearsals({ tries: 20, seed }, narrate),
};
