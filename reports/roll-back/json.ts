/** What `roll-back` answers with `--json`. */
import { z } from "zod";
import { finding } from "../../evidence/words";
import { time, version } from "../answer";

export const rollBackAnswer = z.object({
  version,
  environment: z.string(),
  commit: z.string().describe("the release whose data are taken"),
  lastApplied: time,
  irreversible: z
    .array(z.object({ id: z.string(), where: z.string(), what: z.string() }))
    .describe("what cannot be undone; none: it may be applied"),
  changes: z.array(z.object({ address: z.string(), action: z.string() })),
  findings: z.array(finding).describe("of the safety gate, without a reason"),
  applied: z.boolean(),
});
