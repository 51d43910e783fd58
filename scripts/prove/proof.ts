/** A proof tries one claim many times over, with real programs: what `npm test` can afford three times, `npm run prove` does fifty times. */
export interface Proof {
  /** One word; `npm run prove -- <name>` runs it alone. */
  name: string;
  /** One sentence: what holds each time. */
  claim: string;
  /** @param seed the same seed tries the same things. */
  run(seed: number, narrate: (text: string) => void): Promise<ProofResult>;
}

export interface ProofResult {
  tries: number;
  /** One for each try in which the claim did not hold: which, and what was seen. */
  failures: string[];
}

/** Numbers from 0 to 1 (mulberry32): the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
