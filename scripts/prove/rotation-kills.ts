/** However a run of a rotation is killed, the next one ends it: one key that works, and what serves always lets people in. */
import { startSending } from "../../test/worlds/sending";
import { killRotations } from "./killed-rotation";
import { type Proof, type ProofResult, randomFrom } from "./proof";
import type { Point } from "./rotation-points";

/** @returns so many of them, in the order in which a rotation comes to them. */
export function pick(points: readonly Point[], { seed, share }: { seed: number; share: number }): Point[] {
  const chosen = shuffle(points, seed).slice(0, Math.ceil(points.length * share));
  return points.filter((point) => chosen.includes(point));
}

/** What came before differs from seed to seed. */
function shuffle(points: readonly Point[], seed: number): Point[] {
  const random = randomFrom(seed);
  return points
    .map((point) => ({ point, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ point }) => point);
}

async function proveRotationKills(
  { rounds, seed }: { rounds: number; seed: number },
  narrate: (text: string) => void,
): Promise<ProofResult> {
  const failures: string[] = [];
  let tries = 0;
  const world = await startSending();
  try {
    for (let round = 0; round < rounds; round++) {
      const { kills, polls, faults } = await killRotations(world, (points) => (round === 0 ? points : shuffle(points, seed + round)));
      narrate(`seed ${seed + round}: ${kills} runs killed, ${polls} looks at what serves, ${faults.length} faults`);
      tries += kills;
      failures.push(...faults.map((fault) => `seed ${seed + round}: ${fault}`));
    }
  } finally {
    await world.stop();
  }
  return { tries, failures };
}

export const rotationKills: Proof = {
  name: "rotation-kills",
  claim:
    "after kill -9 before or after anything that a rotation changes, the next run ends it, and what serves lets people in all the while",
  size: { rounds: 20 },
  run: (seed, narrate, { rounds }) => proveRotationKills({ rounds, seed }, narrate),
};
