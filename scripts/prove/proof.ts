/** A proof tries one claim many times over, with real programs: what `npm test` can afford three times, `npm run prove` does fifty times. */
export interface Proof {
  /** One word; `npm run prove -- <name>` runs it alone. */
  name: string;
  /** One sentence: what holds each time. */
  claim: string;
  /** What of its size can be told, and how large it is unless told. */
  size?: Partial<Record<SizeName, number>>;
  /** What it consists of, by name, if parts of it can be chosen. */
  parts?: readonly string[];
  /** @param seed the same seed tries the same things. @param size of what the proof has a size of. @param parts of those it consists of. */
  run(seed: number, narrate: (text: string) => void, size: ProofSize, parts: readonly string[]): Promise<ProofResult>;
}

export const sizeNames = ["rounds", "senders"] as const;
type SizeName = (typeof sizeNames)[number];
export type ProofSize = Record<SizeName, number>;

/** @param told as on the command line. @throws Error for a size that is no number from 1, or that the proof has not. */
export function sizeOf({ name, size = {} }: Pick<Proof, "name" | "size">, told: Partial<Record<SizeName, string>>): ProofSize {
  const of = (each: SizeName): number => {
    const text = told[each];
    if (text === undefined) return size[each] ?? 0;
    if (size[each] === undefined) throw new Error(`${name} has no --${each}`);
    if (!/^[1-9]\d*$/.test(text)) throw new Error(`--${each} is not a number from 1, got "${text}"`);
    return Number(text);
  };
  return { rounds: of("rounds"), senders: of("senders") };
}

/** @param only as on the command line. @throws Error for a part that the proof has not. */
export function partsOf({ name, parts = [] }: Pick<Proof, "name" | "parts">, only: readonly string[] = parts): readonly string[] {
  const unknown = only.find((each) => !parts.includes(each));
  if (unknown === undefined) return only;
  throw new Error(`${name} has no part "${unknown}"${parts.length > 0 ? `, expected ${parts.join(", ")}` : ""}`);
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
