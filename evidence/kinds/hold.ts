/** That an environment stays as it is until somebody lifts the hold, as after a roll-back. */
import { z } from "zod";

export const hold = z.looseObject({
  state: z.enum(["held", "lifted"]),
  why: z.string().min(1),
  /** Of a roll-back: the release whose data are applied now. */
  dataOf: z
    .string()
    .regex(/^[0-9a-f]{40,64}$/)
    .exactOptional(),
});
