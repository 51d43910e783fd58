/** What `alerts test` answers with `--json`. */
import { z } from "zod";
import { version } from "../answer";

export const alertsAnswer = z.object({
  version,
  targets: z.array(
    z.object({
      way: z.enum(["pages", "tickets", "webhook", "heartbeat"]),
      target: z.string().exactOptional().describe("an address; of what is in a secret, nothing"),
      result: z
        .enum(["taken", "sent", "not confirmed", "failed", "not declared"])
        .describe('"taken": it answered; "sent": SNS has it, and whether it arrived only its reader knows'),
      detail: z.string().exactOptional(),
    }),
  ),
});
