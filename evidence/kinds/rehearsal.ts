/** How a rehearsal went; its report has the rest. */
import { z } from "zod";
import { word } from "../words";

export const rehearsal = z.object({
  outcome: z.enum(["passed", "failed"]),
  seconds: z.number(),
  /** False when services were made to fail now and then. */
  calm: z.boolean(),
  steps: z.array(z.object({ id: z.string().min(1), status: word<"done" | "failed" | "skipped">() })),
});
