/** What `twinpost verify` found: the ids and places, not the words. */
import { z } from "zod";

export const verification = z.object({
  errors: z.int().nonnegative(),
  warnings: z.int().nonnegative(),
  findings: z.array(z.object({ id: z.string().min(1), severity: z.enum(["error", "warning", "info"]), where: z.string() })),
});
