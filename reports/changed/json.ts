/** What `changed` answers with `--json`. */
import { z } from "zod";
import { version } from "../answer";

const target = z.object({ target: z.string(), account: z.string().describe("AWS account"), region: z.string() });
const targets = z.array(target);

export const changedAnswer = z.object({
  version,
  targets: targets.describe("whose plan the change may alter"),
  onMerge: targets.describe("those of them that a merge applies"),
  environments: targets.describe("all declared environments, changed or not"),
  rotated: z
    .array(target.extend({ exercise: z.boolean().describe("`warmStandby` is declared: its standby gets a day once a fortnight") }))
    .describe("those of them whose keys are rotated"),
});
