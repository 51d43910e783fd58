/** What `promote` answers with `--json`. */
import { z } from "zod";
import { texts } from "../../evidence/words";
import { version } from "../answer";

const refusal = z.object({ id: z.string(), what: z.string(), remedy: z.string() });

export const promotionAnswer = z.object({
  version,
  from: z.string(),
  to: z.string(),
  commit: z.string().optional().describe("what is, or would be, promoted"),
  refusals: z.array(refusal).describe("every reason against it; none: it may be applied"),
  skipped: z.array(refusal).describe("reasons that an emergency passed over"),
  differences: z
    .array(z.object({ what: z.string(), from: texts, to: texts }))
    .describe("what differs between the two environments, and between their changes"),
  recorded: z.boolean().describe("whether the promotion was recorded, so that `apply` takes it"),
});
