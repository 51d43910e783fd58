/** What a sending provider's quotas must allow, from what an environment needs. */

export interface Capacity {
  perMonth: number;
  /** The largest burst, and how soon all of it must be handed over. */
  atOnce: number;
  withinSeconds: number;
}

/** Messages a second. */
export const requiredRate = ({ atOnce, withinSeconds }: Capacity): number => Math.ceil(atOnce / withinSeconds);

/** Messages on a day that has the largest burst besides an ordinary day's mail. */
export const requiredPerDay = ({ atOnce, perMonth }: Capacity): number => atOnce + Math.ceil(perMonth / 30);
