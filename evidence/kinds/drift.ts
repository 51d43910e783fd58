/** Whether the world still is as it was applied. */
import { z } from "zod";
import { texts } from "../words";

export const drift = z.looseObject({
  state: z.enum(["none", "drifted", "unknown"]),
  /** Of what somebody else changed. */
  addresses: texts,
  /** Why it is unknown. */
  why: z.string().exactOptional(),
});
